import { expect, test } from 'vitest';
import { ticksTo } from './scale.ts';

test('ticks are round and reach the greatest value', () => {
  expect(ticksTo(37)).toEqual([0, 10, 20, 30, 40]);
  expect(ticksTo(8)).toEqual([0, 2, 4, 6, 8]);
  expect(ticksTo(1500)).toEqual([0, 500, 1000, 1500]);
  expect(ticksTo(0.7)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
});

test('of nothing there is an axis all the same', () => {
  expect(ticksTo(0)).toEqual([0, 0.5, 1]);
});
