import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classDoubt, disagreement, maskDoubt, type SeenInstance, usefulness } from './usefulness.ts';

const seen = (row: string, changes: Partial<SeenInstance> = {}): SeenInstance => ({
  objectness: 0.9,
  category: 0,
  probabilities: [0.8, 0.2],
  maskQuality: 0.9,
  logits: Float32Array.from(row, (mark) => (mark === '#' ? 3 : -3)),
  ...changes,
});

test('a class is as doubtful as the second comes near the first', () => {
  expect(classDoubt({ probabilities: [0.1, 0.5, 0.4] })).toBeCloseTo(0.9);
  expect(classDoubt({ probabilities: [0, 1, 0] })).toBe(0);
  expect(classDoubt({ probabilities: [0.7] })).toBeCloseTo(0.3);
});

test('a mask is as doubtful as the mean tent over it', () => {
  const probabilities = [0.55, 0.7, 0.95, 1];
  const quality = probabilities.reduce((sum, p) => sum + p, 0) / probabilities.length;
  const tent = probabilities.reduce((sum, p) => sum + 1 - 2 * Math.abs(p - 0.5), 0) / probabilities.length;
  expect(maskDoubt({ maskQuality: quality })).toBeCloseTo(tent);
});

describe('an image', () => {
  test('with nothing in it is of no use, by any measure', () => {
    for (const measure of ['class', 'mask', 'disagreement'] as const)
      expect(usefulness(measure, [], [])).toBe(0);
  });

  test('ranks by its most doubtful objects, however many sure ones it has', () => {
    const sure = Array.from({ length: 9 }, () => seen('#...', { probabilities: [1, 0], maskQuality: 1 }));
    const doubtful = Array.from({ length: 3 }, () =>
      seen('..#.', { objectness: 1, probabilities: [0.5, 0.5], maskQuality: 0.6 }),
    );
    expect(usefulness('class', [...sure, ...doubtful], [])).toBeCloseTo(1);
    expect(usefulness('mask', [...sure, ...doubtful], [])).toBeCloseTo(0.8);
    expect(usefulness('class', sure, [])).toBe(0);
  });

  test('is agreed on where both see the same, and not where one sees another mask, class or nothing', () => {
    const mine = [seen('##..'), seen('..##')];
    expect(disagreement(mine, mine)).toBe(0);
    expect(disagreement(mine, [])).toBe(1);
    expect(disagreement(mine, [seen('##..')])).toBeCloseTo(1 / 3);
    expect(disagreement([seen('##..')], [seen('##..', { category: 1 })])).toBe(1);
    expect(disagreement([seen('##..')], [seen('#...')])).toBeCloseTo(0.5);
    // What neither believes in is no quarrel.
    expect(disagreement([], [seen('##..', { objectness: 0.1 })])).toBe(0);
  });

  test('is quarrelled about to the same degree from either side, between 0 and 1', () => {
    const instance = fc
      .record({
        bits: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        category: fc.nat(1),
        objectness: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ bits, ...rest }) => seen(bits.map((bit) => (bit ? '#' : '.')).join(''), rest));
    fc.assert(
      fc.property(fc.array(instance, { maxLength: 5 }), fc.array(instance, { maxLength: 5 }), (a, b) => {
        const value = disagreement(a, b);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(disagreement(b, a)).toBeCloseTo(value);
      }),
    );
  });
});
