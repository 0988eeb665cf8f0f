import { expect, test } from 'vitest';
import { createViewerStore, layerNames, layersDrawn, placeIn } from './viewer.ts';

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

test('when another run stands one looks where one looked, or where there is something to see', () => {
  const images = (...ids: number[]) => ids.map((id) => ({ id, name: `${id}.png`, width: 4, height: 4 }));
  const run = { validation: images(1, 2), unlabelled: images(3), labelled: images(4) };
  expect(placeIn(run, { split: 'validation', selected: 2 })).toEqual({ split: 'validation', selected: 2 });
  expect(placeIn(run, { split: 'validation', selected: 9 })).toEqual({ split: 'validation', selected: 1 });
  const alone = { validation: [], unlabelled: [], labelled: images(4) };
  expect(placeIn(alone, { split: 'validation', selected: 2 })).toEqual({ split: 'labelled', selected: 4 });
  const none = { validation: [], unlabelled: [], labelled: [] };
  expect(placeIn(none, { split: 'unlabelled', selected: 2 })).toEqual({
    split: 'unlabelled',
    selected: undefined,
  });
});
