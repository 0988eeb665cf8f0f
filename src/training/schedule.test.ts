import { expect, test } from 'vitest';
import { emaDecayAt, learningRateAt } from './schedule.ts';

const schedule = { learningRate: 0.001, warmup: 10, steps: 110 };

test('the learning rate rises over warm-up, peaks, and falls to zero along a cosine', () => {
  expect(learningRateAt(0, schedule)).toBeCloseTo(0.0001, 12);
  expect(learningRateAt(9, schedule)).toBeCloseTo(0.001, 12);
  expect(learningRateAt(10, schedule)).toBeCloseTo(0.001, 12);
  expect(learningRateAt(60, schedule)).toBeCloseTo(0.0005, 12);
  expect(learningRateAt(35, schedule)).toBeCloseTo(0.0005 * (1 + Math.SQRT1_2), 12);
  expect(learningRateAt(110, schedule)).toBe(0);
  expect(learningRateAt(500, schedule)).toBe(0);
});

test('a run without warm-up starts at the peak', () => {
  expect(learningRateAt(0, { ...schedule, warmup: 0 })).toBe(0.001);
});

test('the teacher forgets fast while it is young', () => {
  expect(emaDecayAt(0, 0.99)).toBeCloseTo(0.1, 12);
  expect(emaDecayAt(90, 0.99)).toBeCloseTo(0.91, 12);
  expect(emaDecayAt(10_000, 0.99)).toBe(0.99);
});
