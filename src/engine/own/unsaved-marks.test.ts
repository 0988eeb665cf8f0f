import { expect, test } from 'vitest';
import type { LabelObject } from '../../labels/document.ts';
import { marksAmong } from './unsaved-marks.ts';

const object = (id: number, category: number): LabelObject => ({
  id,
  category,
  mask: { width: 2, height: 1, counts: Uint32Array.of(0, 1, 1) },
  crowd: false,
});

test('objects keep their class, though classes have other numbers now, and go with it', () => {
  const marks = { objects: [object(1, 0), object(2, 1), object(3, 2), object(4, 3)], refused: [] };
  const { objects } = marksAmong(['fish', 'bird'], { classes: ['bird', 'worm', 'fish'], marks });
  expect(objects).toEqual([object(1, 1), object(3, 0)]);
});
