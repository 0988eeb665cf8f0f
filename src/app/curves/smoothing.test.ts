import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smoothed, thinned } from './smoothing.ts';

const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('smoothed', () => {
  test('is the weighted mean that its formula states', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 0.99, noNaN: true }), (values, weight) => {
        const out = smoothed(values, weight);
        for (const i of values.keys()) {
          const weights = values.slice(0, i + 1).map((_, j) => weight ** (i - j));
          const total = weights.reduce((a, b) => a + b, 0);
          const mean = weights.reduce((sum, w, j) => sum + w * (values[j] ?? 0), 0) / total;
          expect(out[i]).toBeCloseTo(mean, 6);
        }
      }),
    );
  });

  test('leaves a constant and an unsmoothed curve alone', () => {
    expect([...smoothed([3, 3, 3], 0.9)]).toEqual([3, 3, 3].map((v) => expect.closeTo(v, 12)));
    expect([...smoothed([1, 5, 2], 0)]).toEqual([1, 5, 2]);
  });

  test('passes over missing values', () => {
    expect([...smoothed([1, Number.NaN, 3], 0.5)]).toEqual([
      1,
      Number.NaN,
      expect.closeTo((0.5 * 1 + 3) / 1.5),
    ]);
  });
});

describe('thinned', () => {
  test('gives no more points than asked for, and ends with the newest value', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 20 }), (values, most) => {
        const out = thinned(values, most);
        expect(out.length).toBeLessThanOrEqual(most);
        expect(out.at(-1)).toBe(values.at(-1));
      }),
    );
  });

  test('changes nothing where there is room for every point', () => {
    expect(thinned([4, Number.NaN, 6], 3)).toEqual([4, null, 6]);
    expect(thinned([], 10)).toEqual([]);
  });

  test('averages equal runs', () => {
    expect(thinned([1, 3, 5, 7, 9], 3)).toEqual([2, 6, 9]);
  });
});
