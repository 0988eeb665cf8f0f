import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMask, encodeMask } from './dense.ts';
import { maskDifference } from './overlap.ts';
import { rasteriseStroke } from './stroke.ts';

const coordinate = fc.double({ min: -6, max: 30, noNaN: true });

/** Distance of a point from the nearest piece of a line. */
function distance(px: number, py: number, points: readonly number[]): number {
  let best = Math.hypot(px - points[0], py - points[1]);
  for (let i = 2; i < points.length; i += 2) {
    const [ax, ay, bx, by] = points.slice(i - 2, i + 2);
    const square = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = square === 0 ? 0 : ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / square;
    const t = Math.min(1, Math.max(0, along));
    best = Math.min(best, Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay)));
  }
  return best;
}

test('a stroke covers the pixels whose centres are near its line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 5 }),
      fc.double({ min: 0.3, max: 9, noNaN: true }),
      (corners, radius) => {
        const [width, height] = [23, 19];
        const points = corners.flat();
        const mask = decodeMask(rasteriseStroke(points, radius, width, height));
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const from = distance(x + 0.5, y + 0.5, points);
            if (Math.abs(from - radius) < 1e-6) continue;
            expect(mask[y * width + x], `${x}, ${y}`).toBe(from < radius ? 1 : 0);
          }
      },
    ),
  );
});

test('a difference keeps what is in none of the others', () => {
  const bits = fc.uint8Array({ minLength: 35, maxLength: 35, max: 1 });
  fc.assert(
    fc.property(bits, fc.array(bits, { maxLength: 3 }), (first, others) => {
      const encode = (pixels: Uint8Array) => encodeMask(pixels, 7, 5);
      const difference = decodeMask(maskDifference(encode(first), others.map(encode)));
      expect([...difference]).toEqual(
        [...first].map((bit, i) => (bit === 1 && others.every((other) => other[i] === 0) ? 1 : 0)),
      );
    }),
  );
});
