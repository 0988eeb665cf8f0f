import { expect, it } from 'vitest';
import type { Instance } from '../dataset.ts';
import { changedObjects } from './changed-objects.ts';

const object = (id: number): Instance => ({
  id,
  category: 0,
  mask: { width: 4, height: 4, counts: Uint32Array.of(3, 5, 8) },
  area: 5,
  box: [0, 0, 2, 4],
  crowd: false,
});

it('only images whose objects are others are named; without any that are gone', () => {
  const [one, two, three] = [[object(1)], [object(2)], [object(3)]];
  const before = new Map([
    [1, one],
    [2, two],
    [3, []],
    [4, three],
    [5, []],
  ]);
  const drawn = [object(9)];
  const now = new Map([
    [1, one],
    [2, drawn],
    [3, []],
    [4, []],
    [6, []],
    [7, two],
  ]);
  expect(changedObjects(now, before)).toEqual([
    [2, drawn],
    [4, []],
    [7, two],
  ]);
  expect(changedObjects(new Map([[1, one]]), before)).toEqual([
    [2, []],
    [4, []],
  ]);
  expect(changedObjects(before, before)).toEqual([]);
  expect(changedObjects(before)).toEqual([
    [1, one],
    [2, two],
    [4, three],
  ]);
});
