import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation.ts';

it('without ties it is 1 - 6 sum d^2 / (n (n^2 - 1))', () => {
  // Ranks 1 2 3 4 5 beside 2 1 4 3 5: sum d^2 = 4.
  expect(rankCorrelation([10, 20, 30, 40, 50], [2, 1, 4, 3, 5])).toBeCloseTo(1 - 24 / 120, 12);
});

it('ties share the mean of their ranks', () => {
  // Ranks 1, 2.5, 2.5, 4 beside 1, 3, 2, 4: covariance 4.5, variances 4.5 and 5.
  expect(rankCorrelation([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
});

it('sees order only', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 2 }),
      fc.func(fc.integer()),
      (a, of) => {
        const b = a.map((value) => of(value));
        const stretched = a.map((value) => Math.exp(value));
        expect(rankCorrelation(stretched, b)).toBe(rankCorrelation(a, b));
        expect(rankCorrelation(a, stretched)).toBeCloseTo(1, 12);
      },
    ),
  );
});

it('of equal values there is none', () => {
  expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeUndefined();
  expect(rankCorrelation([], [])).toBeUndefined();
  expect(() => rankCorrelation([1], [1, 2])).toThrow(/give pairs/);
});
