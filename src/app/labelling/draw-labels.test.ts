import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMask } from '../../masks/dense.ts';
import { drawBorders, fillMask, rgba } from './draw-labels.ts';

test('a colour with its opacity', () => {
  expect(rgba('#0072b2', 0.5)).toEqual([0, 0x72, 0xb2, 128]);
});

test('a mask at any size shows what lies under each pixel’s centre', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 13 }),
      fc.integer({ min: 1, max: 13 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 1 })),
      (width, height, canvasWidth, canvasHeight, stream) => {
        const bits = Uint8Array.from({ length: width * height }, () => stream.next().value ?? 0);
        const size = { width: canvasWidth, height: canvasHeight };
        const pixels = new Uint8ClampedArray(canvasWidth * canvasHeight * 4);
        fillMask(pixels, size, encodeMask(bits, width, height), [1, 2, 3, 4]);
        for (let y = 0; y < canvasHeight; y++)
          for (let x = 0; x < canvasWidth; x++) {
            const row = Math.floor(((y + 0.5) * height) / canvasHeight);
            const column = Math.floor(((x + 0.5) * width) / canvasWidth);
            const expected = bits[row * width + column] === 1 ? 4 : 0;
            expect(pixels[(y * canvasWidth + x) * 4 + 3]).toBe(expected);
          }
      },
    ),
  );
});

test('borders lie inside their regions, two pixels thick', () => {
  const size = { width: 9, height: 9 };
  const block = Uint8Array.from({ length: 81 }, (_, i) => (i % 9 < 6 && i < 54 ? 1 : 0));
  const pixels = new Uint8ClampedArray(9 * 9 * 4);
  fillMask(pixels, size, encodeMask(block, 9, 9), [9, 9, 9, 9]);
  drawBorders(pixels, size);
  const shown = Array.from({ length: 81 }, (_, i) => pixels[i * 4]);
  const inner = [20, 21, 29, 30];
  expect(shown).toEqual(shown.map((_, i) => (block[i] === 0 ? 0 : inner.includes(i) ? 9 : 255)));
});
