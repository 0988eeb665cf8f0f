import { expect, test } from 'vitest';
import { boxBlur } from './box-blur.ts';

test('means of squares, by hand; beyond the plane all is 0', () => {
  const plane = Float32Array.of(9, 0, 0, 0, 0, 0, 0, 0, 18);
  expect([...boxBlur(plane, 3, 1)]).toEqual([1, 1, 0, 1, 3, 2, 0, 2, 2]);
  expect(boxBlur(plane, 3, 0)).toEqual(plane);
});
