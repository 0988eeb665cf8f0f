import { expect, test } from 'vitest';
import { Rate } from './rate.ts';
import { Refresh } from './refresh.ts';
import { type StepEvent, StepReports } from './step-reports.ts';

test('the rate is that of the window, not of the run', () => {
  const rate = new Rate(1000);
  expect(rate.stepsPerSecond).toBe(0);
  for (let now = 0; now <= 5000; now += 500) rate.add(now);
  expect(rate.stepsPerSecond).toBeCloseTo(2);
  for (let now = 5100; now <= 7000; now += 100) rate.add(now);
  expect(rate.stepsPerSecond).toBeCloseTo(10);
});

test('a pause does not count as training', () => {
  const rate = new Rate(10_000);
  rate.add(0);
  rate.add(100);
  rate.restart();
  expect(rate.stepsPerSecond).toBe(0);
  rate.add(9000);
  rate.add(9250);
  expect(rate.stepsPerSecond).toBe(4);
});

test('steps slower than the window still have a rate', () => {
  const rate = new Rate(1000);
  rate.add(0);
  rate.add(4000);
  rate.add(8000);
  expect(rate.stepsPerSecond).toBe(0.25);
});

const stepEvent = (step: number, loss: number): StepEvent => ({
  type: 'step',
  step,
  losses: { total: loss, objectness: 2 * loss, classes: 0, mask: 1, dice: -loss, unlabelled: 0 },
  gradientNorm: step,
  learningRate: 0.1,
  stepsPerSecond: 1,
  imagesPerSecond: 1,
  remainingSeconds: 1,
  deviceBytes: 1,
});

test('reports come at most ten times a second, and their losses average every step', () => {
  let now = 0;
  const told: StepEvent[] = [];
  const reports = new StepReports(
    (event) => told.push(event),
    () => now,
  );
  const losses = Array.from({ length: 100 }, (_, i) => 1 / (i + 1));
  losses.forEach((loss, i) => {
    now = 15 * i;
    reports.add(stepEvent(i + 1, loss));
  });
  reports.flush();
  expect(told.length).toBeLessThanOrEqual(1 + 1500 / 100 + 1);
  expect(told.at(-1)?.step).toBe(100);
  let before = 0;
  for (const { step, losses: mean, gradientNorm } of told) {
    const part = losses.slice(before, step);
    const expected = part.reduce((sum, loss) => sum + loss, 0) / part.length;
    expect(mean.total).toBeCloseTo(expected, 12);
    expect(mean.objectness).toBeCloseTo(2 * expected, 12);
    expect(mean.dice).toBeCloseTo(-expected, 12);
    expect(mean.mask).toBeCloseTo(1, 12);
    expect(gradientNorm).toBe(step);
    before = step;
  }
});

test('a report that was dropped is never told', () => {
  const told: StepEvent[] = [];
  const reports = new StepReports(
    (event) => told.push(event),
    () => 0,
  );
  reports.add(stepEvent(1, 1));
  reports.add(stepEvent(2, 2));
  reports.drop();
  reports.flush();
  expect(told.map(({ step }) => step)).toEqual([1]);
});

test('the dearer the pictures, the rarer they are asked for', () => {
  let now = 0;
  const refresh = new Refresh(() => now);
  now = 999;
  expect(refresh.due).toBe(false);
  now = 1000;
  expect(refresh.due).toBe(true);
  refresh.announced();
  refresh.spend(700);
  now = 1000 + 3499;
  expect(refresh.due).toBe(false);
  now = 1000 + 3500;
  expect(refresh.due).toBe(true);
});
