import { expect, it } from 'vitest';
import { expNegative, logOnePlus, sigmoid } from './logistic.ts';

const upTo = (end: number, step: number) =>
  Array.from({ length: Math.floor(end / step) }, (_, i) => i * step);
const worst = (values: readonly number[], ours: (x: number) => number, exact: (x: number) => number) =>
  Math.max(...values.map((x) => Math.abs(ours(x) / exact(x) - 1)));

it('exp(-a) is right to 1e-9 from 0 to 100', () => {
  expect(worst(upTo(100, 0.00371), expNegative, (a) => Math.exp(-a))).toBeLessThan(1e-9);
});

it('exp(-a) of anything larger is next to nothing, and of NaN is NaN', () => {
  expect(expNegative(1e6)).toBeLessThan(4e-44);
  expect(expNegative(Number.POSITIVE_INFINITY)).toBeLessThan(4e-44);
  expect(expNegative(Number.NaN)).toBeNaN();
});

it('ln(1 + e) is right to 2e-8 from 0 to 1', () => {
  expect(logOnePlus(0)).toBe(0);
  expect(worst(upTo(1, 0.00037).slice(1), logOnePlus, Math.log1p)).toBeLessThan(2e-8);
  expect(logOnePlus(1e-12)).toBeCloseTo(1e-12, 18);
});

it('the sigmoid is right on both sides of 0', () => {
  const x = upTo(80, 0.013).map((a) => a - 40);
  expect(worst(x, sigmoid, (a) => 1 / (1 + Math.exp(-a)))).toBeLessThan(1e-9);
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(-Infinity)).toBeCloseTo(0, 30);
  expect(sigmoid(Number.POSITIVE_INFINITY)).toBe(1);
});
