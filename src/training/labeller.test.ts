import { expect, it } from 'vitest';
import { INSTANCE_WIDTH } from '../network/segmenter.ts';
import { defaultSettings } from '../settings/settings.ts';
import type { Affine } from './affine.ts';
import type { Detection } from './detect.ts';
import { Labeller, type LabellerSettings } from './labeller.ts';

const settings: LabellerSettings = {
  ...defaultSettings,
  rule: 'dual',
  correction: 'off',
  classThreshold: 0.6,
  maskThreshold: 0.5,
};

const seen = (...probabilities: number[]): Detection => ({
  row: 0,
  cell: 0,
  category: probabilities.indexOf(Math.max(...probabilities)),
  score: 0.5,
  objectness: 0.9,
  classQuality: Math.max(...probabilities),
  maskQuality: 0.9,
  probabilities: Float32Array.from(probabilities),
  features: new Float32Array(INSTANCE_WIDTH),
  area: 50,
  bits: new Uint32Array(128),
});
const identity: Affine = [1, 0, 0, 0, 1, 0];

it.each([
  { classGoal: 'hard', taught: undefined },
  { classGoal: 'soft', taught: Float32Array.of(0.75, 0.25) },
] as const)('$classGoal: what is kept teaches its class so', ({ classGoal, taught }) => {
  const labeller = new Labeller(2, [], { ...settings, classGoal }, 0);
  const [lessons] = labeller.choose([[seen(0.75, 0.25), seen(0.5, 0.5)]], { ids: [1], maps: [identity] }, 1);
  expect(lessons.map(({ category, classGoal: goal }) => [category, goal])).toEqual([[0, taught]]);
});

it('the second opinion on an object is averaged over the looks at it, and remembered across a checkpoint', () => {
  const options = { ...settings, correction: 'correct-then-filter', secondOpinion: 'prototypes' } as const;
  const bits = new Uint32Array(128).fill(0xff, 20, 60);
  const object = (direction: readonly number[]): Detection => ({
    ...seen(0.75, 0.25),
    features: Float32Array.from({ length: INSTANCE_WIDTH }, (_, i) => direction[i] ?? 0),
    bits,
    area: 320,
  });
  const [first, second] = [object([1, 0]), object([0, 1])];
  let labeller = new Labeller(2, [], options, 0);
  labeller.review([first, second].map(({ features }, category) => ({ category, features })));
  const look = (detection: Detection, map = identity): number[] => {
    labeller.choose([[detection]], { ids: [1], maps: [map] }, 1);
    return [...(labeller.latest[0].decisions[0].reference ?? [])];
  };
  const [sure] = look(first);
  expect(sure).toBeGreaterThan(0.99);
  labeller = new Labeller(2, [], options, labeller.state());
  const mean = look(second);
  expect(mean[0]).toBeCloseTo(0.5, 3);
  expect(mean[1]).toBeCloseTo(0.5, 3);
  // In another image, and elsewhere in this one, it is another object.
  labeller.choose([[second]], { ids: [2], maps: [identity] }, 1);
  expect(labeller.latest[0].decisions[0].reference?.[0]).toBeLessThan(0.01);
  expect(look(second, [1, 0, 30, 0, 1, 0])[0]).toBeLessThan(0.01);
});
