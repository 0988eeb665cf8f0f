import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeMask } from '../masks/dense.ts';
import { maskAtImageSize } from './mask-upsampling.ts';

/** The same, pixel by pixel over the whole image. */
function plainly(
  plane: Float32Array,
  maskSide: number,
  scale: number,
  width: number,
  height: number,
): Uint8Array {
  const at = (u: number, v: number): number => plane[v * maskSide + u];
  const clamp = (value: number): number => Math.min(Math.max(value, 0), maskSide - 1);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const u = clamp(((i % width) + 0.5) * scale - 0.5);
    const v = clamp((Math.floor(i / width) + 0.5) * scale - 0.5);
    const u0 = Math.min(Math.floor(u), maskSide - 2);
    const v0 = Math.min(Math.floor(v), maskSide - 2);
    const top = at(u0, v0) + (u - u0) * (at(u0 + 1, v0) - at(u0, v0));
    const low = at(u0, v0 + 1) + (u - u0) * (at(u0 + 1, v0 + 1) - at(u0, v0 + 1));
    return top + (v - v0) * (low - top) > 0 ? 1 : 0;
  });
}

test('equals interpolation of the whole plane, at any size', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 81, maxLength: 81 }),
      (maskSide, width, height, values) => {
        const plane = Float32Array.from(values.slice(0, maskSide * maskSide), (value) => value + 0.25);
        const scale = maskSide / Math.max(width, height);
        const expected = encodeMask(plainly(plane, maskSide, scale, width, height), width, height);
        expect(maskAtImageSize(plane, { maskSide, scale, width, height })).toEqual(expected);
      },
    ),
  );
});

test('a plane without a positive logit is an empty mask', () => {
  const plane = new Float32Array(16).fill(-1);
  expect(maskAtImageSize(plane, { maskSide: 4, scale: 0.5, width: 8, height: 8 }).counts).toEqual(
    Uint32Array.of(64),
  );
});
