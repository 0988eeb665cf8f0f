import { expect, it } from 'vitest';
import { INSTANCE_WIDTH } from '../network/segmenter.ts';
import { defaultSettings } from '../settings/settings.ts';
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
const identity = [1, 0, 0, 0, 1, 0] as const;

it.each([
  { classGoal: 'hard', taught: undefined },
  { classGoal: 'soft', taught: Float32Array.of(0.75, 0.25) },
  { classGoal: 'sharp', taught: Float32Array.of(0.9, 0.1) },
] as const)('$classGoal: what is kept teaches its class so', ({ classGoal, taught }) => {
  const labeller = new Labeller(2, [], { ...settings, classGoal }, 0);
  const [lessons] = labeller.choose([[seen(0.75, 0.25), seen(0.5, 0.5)]], { ids: [1], maps: [identity] }, 1);
  expect(lessons.map(({ category, classGoal: goal }) => [category, goal])).toEqual([[0, taught]]);
});
