import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Prediction } from './prediction.ts';
import {
  fixedThresholds,
  initialThresholds,
  initialThresholdsLiteral,
  moveThresholds,
  moveThresholdsLiteral,
  type ThresholdOptions,
} from './thresholds.ts';

const options: ThresholdOptions = {
  centre: { class: 0.8, mask: 0.9 },
  range: 0.1,
  memory: 0.9,
  credible: 0.5,
};

const prediction = (
  category: number,
  classQuality: number,
  maskQuality: number,
  objectness = 0.9,
): Prediction => ({
  category,
  classQuality,
  maskQuality,
  objectness,
  probabilities: new Float32Array(),
  area: 100,
  features: new Float32Array(),
});

const expectClose = (found: Float64Array, expected: readonly number[]): void => {
  for (const [k, value] of expected.entries()) expect(found[k]).toBeCloseTo(value, 12);
};

describe('initial thresholds', () => {
  it('rise with the frequency of a class, the most frequent at T_max', () => {
    const { class: cls, mask } = initialThresholds([10, 5, 0], options);
    // T = .7 + .2 f and .8 + .2 f with f = 1, .5, 0.
    expectClose(cls, [0.9, 0.8, 0.7]);
    expectClose(mask, [1, 0.9, 0.8]);
  });

  it('as released take the frequency itself', () => {
    // f = 10/15, 5/15, 0.
    const { class: cls } = initialThresholdsLiteral([10, 5, 0], options);
    expectClose(cls, [0.7 + 0.2 * (2 / 3), 0.7 + 0.2 / 3, 0.7]);
  });

  it('stay at T_min where nothing is labelled', () => {
    expectClose(initialThresholds([0, 0], options).class, [0.7, 0.7]);
  });

  it.each([
    { ...options, centre: { class: 1.2, mask: 0.9 } },
    { ...options, centre: { class: 0.8, mask: Number.NaN } },
    { ...options, memory: -0.1 },
  ])('outside [0, 1] are refused in words', (bad) => {
    expect(() => initialThresholds([1], bad)).toThrow(/qualities lie between 0 and 1/);
  });
});

describe('the update', () => {
  const start = fixedThresholds(2, { class: 0.8, mask: 0.9 });

  it('moves a class towards the mean of its credible predictions', () => {
    const seen = [prediction(0, 0.9, 0.95), prediction(0, 0.7, 0.85), prediction(0, 0.1, 0.1, 0.2)];
    const { class: cls, mask } = moveThresholds(start, seen, options);
    // .9 * .8 + .1 * .8 and .9 * .9 + .1 * .9: the mean of the two credible ones; the other class stays.
    expect(cls[0]).toBeCloseTo(0.8, 12);
    expect(mask[0]).toBeCloseTo(0.9, 12);
    expect(cls[1]).toBe(0.8);
    const high = moveThresholds(start, [prediction(1, 1, 1)], options);
    expect(high.class[1]).toBeCloseTo(0.82, 12);
    expect(high.mask[1]).toBeCloseTo(0.91, 12);
  });

  it('never leaves its bounds, whatever is seen', () => {
    const anything = fc.record({
      category: fc.nat(3),
      classQuality: fc.double({ min: 0, max: 1 }),
      maskQuality: fc.double({ min: 0, max: 1 }),
      objectness: fc.double({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), (seen) => {
        let state = start;
        const predictions = seen.map((one) =>
          prediction(one.category, one.classQuality, one.maskQuality, one.objectness),
        );
        for (let i = 0; i < 5; i++) state = moveThresholds(state, predictions, options);
        for (const value of state.class) {
          expect(value).toBeGreaterThanOrEqual(0.7);
          expect(value).toBeLessThanOrEqual(0.9);
        }
      }),
    );
  });

  it('as released collapses when it averages over background', () => {
    // T_n = m + a^n (T_0 - m): .1 + .9996^5000 * .75 = .1 + .1353 * .75.
    let literal = fixedThresholds(1, { class: 0.85, mask: 0.85 });
    let credible = literal;
    const centred = { ...options, centre: { class: 0.85, mask: 0.85 }, memory: 0.9996 };
    const background = [prediction(0, 0.1, 0.1, 0.05)];
    for (let i = 0; i < 5000; i++) {
      literal = moveThresholdsLiteral(literal, background, centred);
      credible = moveThresholds(credible, background, centred);
    }
    expect(literal.class[0]).toBeCloseTo(0.1 + 0.9996 ** 5000 * 0.75, 9);
    expect(literal.class[0]).toBeLessThan(0.21);
    expect(credible.class[0]).toBe(0.85);
  });

  it('is not moved by what is no number', () => {
    expect(moveThresholds(start, [prediction(0, Number.NaN, 1)], options)).toEqual(start);
  });
});
