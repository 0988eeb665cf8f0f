import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apart } from './apart.ts';

test('two decimals, and more only where those look the same', () => {
  expect(apart(0.71, 0.8)).toEqual(['0.71', '0.80']);
  expect(apart(0.7799, 0.7812)).toEqual(['0.780', '0.781']);
  expect(apart(0.5, 0.5)).toEqual(['0.500000', '0.500000']);
});

test('what is written is as far apart as what is meant', () => {
  const quality = fc.float({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(quality, quality, (value, limit) => {
      fc.pre(Math.abs(value - limit) > 1e-5);
      const [low, high] = apart(value, limit).map(Number);
      expect(Math.sign((low ?? 0) - (high ?? 0))).toBe(Math.sign(value - limit));
    }),
  );
});
