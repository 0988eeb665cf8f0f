import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smoothed, thinned } from './smoothing.ts';

const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 60 });

/** Values at ascending steps. */
const curve = fc
  .array(fc.tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.integer({ min: 1, max: 200 })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((points) => {
    let step = 0;
    return { values: points.map(([value]) => value), steps: points.map(([, gap]) => (step += gap)) };
  });

describe('smoothed', () => {
  test('is the weighted mean that its formula states', () => {
    fc.assert(
      fc.property(curve, fc.double({ min: 0, max: 0.99, noNaN: true }), ({ values, steps }, weight) => {
        const out = smoothed(values, steps, weight);
        for (const i of values.keys()) {
          const weights = values.slice(0, i + 1).map((_, j) => weight ** ((steps[i] ?? 0) - (steps[j] ?? 0)));
          const total = weights.reduce((a, b) => a + b, 0);
          const mean = weights.reduce((sum, w, j) => sum + w * (values[j] ?? 0), 0) / total;
          expect(out[i]).toBeCloseTo(mean, 6);
        }
      }),
    );
  });

  test('leaves a constant and an unsmoothed curve alone', () => {
    expect([...smoothed([3, 3, 3], [1, 2, 3], 0.9)]).toEqual([3, 3, 3].map((v) => expect.closeTo(v, 12)));
    expect([...smoothed([1, 5, 2], [1, 2, 3], 0)]).toEqual([1, 5, 2]);
  });

  test('passes over missing values', () => {
    expect([...smoothed([1, Number.NaN, 3], [1, 2, 3], 0.5)]).toEqual([
      1,
      Number.NaN,
      expect.closeTo((0.25 * 1 + 3) / 1.25),
    ]);
  });

  test('leans less on what is many steps away', () => {
    expect(smoothed([1, 3], [100, 200], 0.99)[1]).toBeCloseTo((0.99 ** 100 * 1 + 3) / (0.99 ** 100 + 1), 12);
    expect(smoothed([1, 3], [100, 200], 0.8)[1]).toBeCloseTo(3, 8);
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
