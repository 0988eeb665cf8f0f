import { expect, it } from 'vitest';
import { turnedFrom, turnPlanes } from './turn-planes.ts';

const turned = (source: readonly number[], side: number, turn: number): number[] => {
  const out = new Float32Array(source.length);
  turnPlanes.twin({ source: Float32Array.from(source), turned: out }, { size: source.length, side, turn });
  return Array.from(out);
};

// 1 2
// 3 4
it.each([
  [0, [1, 2, 3, 4]],
  [1, [2, 1, 4, 3]],
  [2, [3, 4, 1, 2]],
  [3, [4, 3, 2, 1]],
  [4, [1, 3, 2, 4]],
  [5, [2, 4, 1, 3]],
  [6, [3, 1, 4, 2]],
  [7, [4, 2, 3, 1]],
])('turn %i, by hand', (turn, expected) => {
  expect(turned([1, 2, 3, 4], 2, turn)).toEqual(expected);
});

it('planes stay apart, and all eight turns differ', () => {
  const source = Array.from({ length: 18 }, (_, i) => i);
  const all = Array.from({ length: 8 }, (_, turn) => turned(source, 3, turn));
  for (const one of all) expect([...one.slice(0, 9)].sort((a, b) => a - b)).toEqual(source.slice(0, 9));
  expect(new Set(all.map(String)).size).toBe(8);
});

it('a quarter turn four times is none', () => {
  let place = 5;
  for (let i = 0; i < 4; i++) place = turnedFrom(place, 3, 5);
  expect(place).toBe(5);
});
