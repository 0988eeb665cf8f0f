import { expect, test } from 'vitest';
import type { LabelObject } from '../../labels/document.ts';
import { marksAmong } from './unsaved-marks.ts';

const object = (id: number, category: number): LabelObject => ({
  id,
  category,
  mask: { width: 2, height: 1, counts: Uint32Array.of(0, 1, 1) },
  crowd: false,
});

test('objects keep their class, though classes have other numbers now', () => {
  const marks = { objects: [object(1, 0), object(2, 1)], refused: [], empty: false };
  const taken = marksAmong(['fish', 'bird'], { classes: [['bird'], ['fish']], marks });
  expect(taken).toEqual({
    marks: { objects: [object(1, 1), object(2, 0)], refused: [], empty: false },
    added: [],
  });
});

test('a class is found by its new name or, where the tab died before that was saved, by its old one', () => {
  const marks = { objects: [object(1, 0)], refused: [], empty: false };
  const classes = [['gull', 'bird']];
  for (const name of ['gull', 'bird'])
    expect(marksAmong(['fish', name], { classes, marks }).marks.objects).toEqual([object(1, 1)]);
});

test('a class that the project was not given yet is added once, for all its objects', () => {
  const marks = { objects: [object(1, 1), object(2, 0), object(3, 1)], refused: [], empty: false };
  const taken = marksAmong(['bird'], { classes: [['bird'], ['worm'], ['moth']], marks });
  expect(taken.marks.objects).toEqual(marks.objects);
  expect(taken.added).toEqual(['worm']);
});
