import { describe, expect, it } from 'vitest';
import { classLoss } from './class-loss.ts';
import { centralDifference, distributions, drawn, draws } from './testing/values.ts';

const count = 7;
const classes = 5;
const normaliser = 3;
const logits = drawn(31, count * classes, -4, 4);
const goals = distributions(count, classes, draws(33));
const weights = Float32Array.of(1, 0.5, 2, 1, 0.25, 0, 1);

function run(smoothing: number, given = { logits, goals, weights }) {
  const gradient = new Float32Array(given.logits.length).fill(Number.NaN);
  const losses = new Float32Array(given.weights.length).fill(Number.NaN);
  classLoss.twin(
    { ...given, gradient, losses },
    {
      count: given.weights.length,
      classes: given.logits.length / given.weights.length,
      normaliser,
      smoothing,
    },
  );
  return { gradient, losses };
}

/** Cross-entropy between the smoothed goal and the softmax, literally. */
function plainLoss(x: ArrayLike<number>, row: number, smoothing: number): number {
  const odds = Array.from(x, Math.exp);
  const sum = odds.reduce((a, b) => a + b, 0);
  let loss = 0;
  odds.forEach((odd, k) => {
    const goal = (1 - smoothing) * goals[row * classes + k] + smoothing / classes;
    loss -= goal * Math.log(odd / sum);
  });
  return (weights[row] * loss) / normaliser;
}

describe.each([0, 0.1, 1])('class loss with smoothing %d', (smoothing) => {
  const { gradient, losses } = run(smoothing);

  it('equals the cross-entropy and its central differences', () => {
    for (let row = 0; row < count; row++) {
      const x = Float64Array.from(logits.subarray(row * classes, (row + 1) * classes));
      expect(losses[row]).toBeCloseTo(plainLoss(x, row, smoothing), 5);
      for (let k = 0; k < classes; k++) {
        const expected = centralDifference((at) => plainLoss(at, row, smoothing), x, k);
        expect(gradient[row * classes + k]).toBeCloseTo(expected, 6);
      }
    }
  });

  it('is exactly 0 for a row that weighs 0', () => {
    expect(losses[5]).toBe(0);
    expect(gradient.subarray(5 * classes, 6 * classes).every((slope) => slope === 0)).toBe(true);
  });
});

it('a row that weighs 0 stays 0 where its logits are not numbers', () => {
  const { gradient, losses } = run(0, {
    logits: Float32Array.of(Number.NaN, 1),
    goals: Float32Array.of(1, 0),
    weights: Float32Array.of(0),
  });
  expect(Array.from(gradient)).toEqual([0, 0]);
  expect(losses[0]).toBe(0);
});

it('does not overflow', () => {
  const { gradient, losses } = run(0, {
    logits: Float32Array.of(500, -500, 500),
    goals: Float32Array.of(0, 1, 0),
    weights: Float32Array.of(3),
  });
  expect(losses[0]).toBeCloseTo(1000 + Math.LN2, 3);
  expect(Array.from(gradient)).toEqual([0.5, -1, 0.5].map((slope) => expect.closeTo(slope, 6)));
});
