import { expect, test } from 'vitest';
import { createViewerStore, layerNames, layersDrawn } from './viewer.ts';

const facts = createViewerStore().getState();

test('what is not shown is not asked for, so that it costs nothing', () => {
  expect(Object.keys(layersDrawn(facts, 'image'))).toEqual(['teacher', 'kept', 'corrected', 'refused']);
  expect(layersDrawn({ ...facts, masksShown: false }, 'image')).toEqual({});
  const opacities = { ...facts.opacities, teacher: 0.25 };
  expect(layersDrawn({ ...facts, opacities }, 'image').teacher).toBe(0.25);
});

test('a picture of what one network sees has its masks on it, whether they are shown elsewhere or not', () => {
  const shown = { ...facts.shown, teacher: false };
  expect(layersDrawn({ ...facts, shown }, 'teacher').teacher).toBe(facts.opacities.teacher);
  expect(layersDrawn(facts, 'student').student).toBe(facts.opacities.student);
  expect(layersDrawn(facts, 'image').student).toBeUndefined();
});

test('every layer has an opacity, and a number for its key', () => {
  expect(layerNames.length).toBeLessThan(10);
  expect(Object.keys(facts.opacities).sort()).toEqual([...layerNames].sort());
});
