import { expect, test } from 'vitest';
import { tileAfter } from './roving.ts';

test('arrows go along the row and from row to row, Home and End to the ends', () => {
  const keys = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'Home', 'End', 'Tab'];
  expect(keys.map((key) => tileAfter(key, 4, 9, 3))).toEqual([5, 3, 7, 1, 0, 8, undefined]);
});

test('at the edges they stay', () => {
  expect(tileAfter('ArrowLeft', 0, 8, 3)).toBe(0);
  expect(tileAfter('ArrowUp', 2, 8, 3)).toBe(2);
  expect(tileAfter('ArrowRight', 7, 8, 3)).toBe(7);
  // The last row of eight tiles has no third.
  expect(tileAfter('ArrowDown', 5, 8, 3)).toBe(5);
});
