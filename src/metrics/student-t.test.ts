import { expect, it } from 'vitest';
import { interval, studentT } from './student-t.ts';

it.each([
  [1, 12.7062],
  [2, 4.3027],
  [3, 3.1824],
  [4, 2.7764],
  [9, 2.2622],
  [10, 2.2281],
  [30, 2.0423],
  [120, 1.9799],
])('with %i degrees of freedom, 95 %% lie within t = %f', (degrees, expected) => {
  expect(studentT(0.95, degrees)).toBeCloseTo(expected, 3);
});

it('99 % lie further out', () => {
  expect(studentT(0.99, 5)).toBeCloseTo(4.0321, 3);
  expect(() => studentT(1, 5)).toThrow(RangeError);
});

it('the interval of three differences, by hand', () => {
  // Standard deviation 1, standard error 1 / sqrt(3).
  const { mean, margin } = interval([1, 2, 3]);
  expect(mean).toBe(2);
  expect(margin).toBeCloseTo(4.3027 / Math.sqrt(3), 3);
  expect(interval([4])).toEqual({ mean: 4, margin: null });
});
