import { expect, it } from 'vitest';
import { calibrate } from './calibration.ts';

it('bins statements by confidence, by hand', () => {
  const { bins, error } = calibrate([0.1, 0.3, 0.9, 0.7, 1], [0, 1, 1, 0, 1], 2);
  expect(bins).toEqual([
    { from: 0, count: 2, confidence: 0.2, outcome: 0.5 },
    { from: 0.5, count: 3, confidence: expect.closeTo(2.6 / 3, 12), outcome: expect.closeTo(2 / 3, 12) },
  ]);
  expect(error).toBeCloseTo((2 / 5) * 0.3 + (3 / 5) * (0.6 / 3), 12);
});

it('confidences that hold are calibrated', () => {
  const confidences = Array.from({ length: 100 }, () => 0.25);
  const outcomes = confidences.map((_, i) => (i % 4 === 0 ? 1 : 0));
  expect(calibrate(confidences, outcomes).error).toBeCloseTo(0, 12);
});

it('of nothing there is no error', () => {
  expect(calibrate([], []).error).toBeUndefined();
});
