import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestThreshold, type HeldOut, suggestThresholds } from './suggestion.ts';

const from = (...pairs: [quality: number, right: boolean][]) =>
  pairs.map(([quality, right]) => ({ quality, right }));

describe('the best threshold', () => {
  it('by hand: right ones gain 1, wrong ones cost 3', () => {
    // Gains from above: 1, 2, -1, 0, 1, 2, 3, 0.
    const candidates = from(
      [0.95, true],
      [0.9, true],
      [0.85, false],
      [0.8, true],
      [0.7, true],
      [0.6, true],
      [0.5, true],
      [0.4, false],
    );
    expect(bestThreshold(candidates)).toBe(0.5);
    expect(bestThreshold(candidates, 9)).toBe(0.9);
  });

  it('takes those of one quality together', () => {
    expect(bestThreshold(from([0.9, true], [0.8, true], [0.8, false]))).toBe(0.9);
  });

  it('is the highest quality where nothing gains, and 1 where there is nothing', () => {
    expect(bestThreshold(from([0.7, false], [0.6, true]))).toBe(0.7);
    expect(bestThreshold(from([Number.NaN, true]))).toBe(1);
  });

  it('gains at least as much as any other', () => {
    const candidate = fc.record({ quality: fc.integer({ min: 0, max: 99 }), right: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(candidate, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 100 }),
        (all, other) => {
          const candidates = all.map(({ quality, right }) => ({ quality: (quality + 0.5) / 100, right }));
          const gainAt = (threshold: number) =>
            candidates.reduce(
              (sum, { quality, right }) => sum + (quality < threshold ? 0 : right ? 1 : -3),
              0,
            );
          const best = bestThreshold(candidates);
          const nothing = candidates.every(({ right }) => !right) || gainAt(best) < 0;
          if (!nothing) expect(gainAt(best)).toBeGreaterThanOrEqual(gainAt(other / 100));
        },
      ),
    );
  });
});

describe('suggested thresholds', () => {
  it('ask each quality for what it is to tell', () => {
    const seen = (
      classQuality: number,
      maskQuality: number,
      rightClass: boolean,
      goodMask: boolean,
    ): HeldOut => ({
      classQuality,
      maskQuality,
      rightClass,
      goodMask,
    });
    const candidates = [
      seen(0.95, 0.95, true, true),
      seen(0.9, 0.6, true, false),
      seen(0.6, 0.9, false, true),
      seen(0.55, 0.93, true, true),
    ];
    expect(suggestThresholds(candidates)).toEqual({
      class: 0.9,
      mask: 0.9,
      coupled: 0.9,
      candidates: 4,
    });
    expect(suggestThresholds([])).toBeUndefined();
  });
});
