import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permutation } from './permutation.ts';

test('a permutation holds every number once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (count, seed) => {
      expect([...permutation(count, seed)].sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
    }),
  );
});
