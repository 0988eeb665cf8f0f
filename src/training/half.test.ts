import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHalf, toHalf } from './half.ts';

test.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65520, 0x7c00],
  [1e9, 0x7c00],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1.5 * 2 ** -24, 0x0002],
  [1 / 3, 0x3555],
  // Ties go to the even neighbour: 2049 lies between 2048 and 2050, 2051 between 2050 and 2052.
  [2049, 0x6800],
  [2051, 0x6802],
  [Number.POSITIVE_INFINITY, 0x7c00],
])('%f is 0x%s', (value, half) => {
  expect(toHalf(value)).toBe(half);
});

test('every finite half comes back as itself', () => {
  for (let half = 0; half < 0x10000; half++) {
    if ((half & 0x7c00) !== 0x7c00) expect(toHalf(fromHalf(half))).toBe(half);
  }
});

test('no other half is nearer', () => {
  fc.assert(
    fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
      const half = toHalf(value);
      const error = Math.abs(fromHalf(half) - value);
      for (const other of [half - 1, half + 1]) {
        const rival = fromHalf(other & 0xffff);
        if (Number.isFinite(rival)) expect(Math.abs(rival - value)).toBeGreaterThanOrEqual(error);
      }
    }),
  );
});

test('what is no number stays none', () => {
  expect(fromHalf(toHalf(Number.NaN))).toBeNaN();
});
