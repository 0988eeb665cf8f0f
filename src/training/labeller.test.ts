import { describe, expect, it } from 'vitest';
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

it('lambda rises over the ramp from the end of burn-in on', () => {
  const labeller = new Labeller(2, [], { ...settings, unlabelledWeight: 2, unlabelledRamp: 4 }, 10);
  expect([10, 11, 12, 13, 14, 500].map((step) => labeller.weightAt(step))).toEqual([0.5, 1, 1.5, 2, 2, 2]);
  const atOnce = new Labeller(2, [], { ...settings, unlabelledWeight: 2, unlabelledRamp: 0 }, 10);
  expect(atOnce.weightAt(10)).toBe(2);
});

describe('prototypes', () => {
  const along = (axis: number): Float32Array =>
    Float32Array.from({ length: INSTANCE_WIDTH }, (_, i) => (i === axis ? 3 : 0));
  const sure = (maskQuality = 0.95): Detection => ({ ...seen(0.95, 0.05), maskQuality, features: along(1) });
  /** The first two figures of class 0's prototype after a labelled instance along the first axis, and a step's look. */
  const prototypeAt = (step: number, ...looked: Detection[]): number[] => {
    const labeller = new Labeller(2, [], { ...settings, steps: 110 }, 10);
    labeller.review([{ category: 0, features: along(0) }]);
    labeller.choose([looked], { ids: [1], maps: [identity] }, step);
    return [...labeller.state().prototypes.means.slice(0, 2)];
  };

  it('learn from labels alone in the first fifth after burn-in', () => {
    expect(prototypeAt(29, sure())).toEqual([1, 0]);
  });

  it('learn from sure pseudo-labels then, a fifth of what a label tells', () => {
    // r = .2 / (.99 * 1 + .2), of the unit vectors along both axes.
    const rate = 0.2 / 1.19;
    expect(prototypeAt(30, sure())).toEqual([expect.closeTo(1 - rate, 6), expect.closeTo(rate, 6)]);
  });

  it.each([
    [
      'a class quality below .9',
      { ...sure(), probabilities: Float32Array.of(0.85, 0.15), classQuality: 0.85 },
    ],
    ['a mask quality below .9', sure(0.85)],
    ['what is refused', { ...sure(), objectness: 0.1 }],
  ])('learn nothing from %s', (_, detection) => {
    expect(prototypeAt(90, detection)).toEqual([1, 0]);
  });
});

it('says of an aligned class whose thresholds it was held against', () => {
  const labeller = new Labeller(2, [], { ...settings, alignment: 'on' }, 0);
  const often = Array.from({ length: 20 }, () => seen(0.9, 0.1));
  labeller.choose([often], { ids: [1], maps: [identity] }, 1);
  // (.6, .4) over what the teacher says all the time, (.9, .1).
  const prediction = seen(0.6, 0.4);
  const [decision] = labeller.decide([prediction], 2);
  expect([decision.category, decision.judgedCategory]).toEqual([1, 1]);
  expect(labeller.explain(prediction, decision, ['gear', 'nut'])).toMatch(/suffice for nut\. Corrected/);
});
