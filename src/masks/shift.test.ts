import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMask, encodeMask } from './dense.ts';
import { shifted } from './shift.ts';

test('every pixel moves by as much, and what leaves the image is cut off', () => {
  const side = fc.integer({ min: 1, max: 7 });
  const way = fc.integer({ min: -5, max: 5 });
  fc.assert(
    fc.property(
      fc.tuple(side, side, side, side, way, way, fc.infiniteStream(fc.integer({ min: 0, max: 1 }))),
      ([w, h, width, height, right, down, stream]) => {
        const bits = Uint8Array.from({ length: w * h }, () => stream.next().value ?? 0);
        const moved = decodeMask(shifted(encodeMask(bits, w, h), right, down, width, height));
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const [u, v] = [x - right, y - down];
            const inside = u >= 0 && v >= 0 && u < w && v < h;
            expect(moved[y * width + x]).toBe(inside ? bits[v * w + u] : 0);
          }
      },
    ),
  );
});
