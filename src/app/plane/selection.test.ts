import { expect, test } from 'vitest';
import { tabulate } from '../../metrics/candidates.ts';
import { candidateRow } from '../../metrics/testing/candidate-row.ts';
import { carriedOver, inside, nearest, towards } from './selection.ts';

const places = {
  xs: Float32Array.of(10, 20, 30, Number.NaN, 20),
  ys: Float32Array.of(10, 10, 40, 10, 60),
};

test('the nearest candidate within reach; one without a place is never near', () => {
  expect(nearest(places, { x: 18, y: 13 }, 9)).toBe(1);
  expect(nearest(places, { x: 60, y: 10 }, 9)).toBeUndefined();
});

test('a lasso takes what lies within it, whichever way it was drawn', () => {
  const line = [
    { x: 0, y: 0 },
    { x: 25, y: 0 },
    { x: 25, y: 20 },
    { x: 0, y: 20 },
  ];
  expect(inside(places, line)).toEqual([0, 1]);
  expect(inside(places, [...line].reverse())).toEqual([0, 1]);
  expect(inside(places, line.slice(0, 2))).toEqual([]);
});

test('arrow keys go on to the next candidate in their direction', () => {
  expect(towards(places, undefined, [1, 0])).toBe(0);
  expect(towards(places, 0, [1, 0])).toBe(1);
  expect(towards(places, 1, [0, 1])).toBe(2);
  expect(towards(places, 2, [0, 1])).toBe(4);
  expect(towards(places, 0, [-1, 0])).toBeUndefined();
});

const row = (image: number, step: number) =>
  candidateRow({ image, step, iou: 0.9, object: 0, trueCategory: 0 });

test('a choice outlives another survey as far as its images were not looked at anew', () => {
  const before = tabulate([
    { rows: [row(1, 5), row(1, 5)], objects: 1 },
    { rows: [row(2, 5)], objects: 1 },
  ]);
  const after = tabulate([
    { rows: [row(2, 9)], objects: 1 },
    { rows: [row(1, 5), row(1, 5)], objects: 1 },
  ]);
  expect(carriedOver([1, 2], before, after)).toEqual([2]);
  expect(carriedOver([1, 2], before, before)).toEqual([1, 2]);
  // The one that is shown comes first still.
  expect(carriedOver([1, 0], before, after)).toEqual([2, 1]);
});
