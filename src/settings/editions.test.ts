import { expect, test } from 'vitest';
import { defaultsOf, EDITION } from './editions.ts';
import { defaultSettings } from './settings.ts';

test('whoever changes a default counts up the edition and writes down what it was', () => {
  expect(EDITION).toBe(2);
  expect(
    Object.entries(defaultSettings)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ).toBe(
    'dataset demo, labelled 5%, classConfusion 0.5, boundarySoftness 0.3, seed 1, side 128, start base, batch 4, steps 1500, learningRate 0.003, trunkRate 1, weightDecay 0.0001, warmup 50, clip 5, emaDecay 0.998, augmentation mild, copyPaste 0.5, labelSmoothing 0, turns off, evaluateEvery 100, device auto, rule adaptive, classThreshold 0.5, maskThreshold 0.75, coupledThreshold 0.85, thresholdRange 0.1, thresholdMemory 0.99, objectnessThreshold 0.5, doubtfulClass discard, classGoal sharp, alignment off, correction correct-then-filter, secondOpinion looks, opinionSchedule constant, opinionWeight 0.65, fusion geometric, temperature 0.1, uncertainty tent, uncertaintyOn bce, uncertaintyNorm pixels, burnIn 120, teacherViews 1, studentView mild, unlabelledBatch 8, unlabelledWeight 1, unlabelledRamp 50',
  );
});

test('of a default that changed twice, an edition has what it was then', () => {
  const former = [
    { upTo: 1, settings: { burnIn: 250, batch: 8 } },
    { upTo: 3, settings: { burnIn: 150 } },
  ];
  expect(defaultsOf(1, former)).toEqual({ burnIn: 250, batch: 8 });
  expect(defaultsOf(2, former)).toEqual({ burnIn: 150 });
  expect(defaultsOf(3, former)).toEqual({ burnIn: 150 });
  expect(defaultsOf(4, former)).toEqual({});
});
