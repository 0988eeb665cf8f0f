import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Judged, judge, RULES, type RuleOptions } from './rules.ts';

const options: RuleOptions = { rule: 'dual', coupled: 0.7, objectness: 0.5, doubtfulClass: 'discard' };
const thresholds = { class: 0.8, mask: 0.9 };
const good: Judged = { classQuality: 0.9, maskQuality: 0.95, objectness: 0.9, area: 40 };

const quality = fc.double({ min: 0, max: 1, noNaN: true });
const candidate = fc.record({
  classQuality: quality,
  maskQuality: quality,
  objectness: quality,
  area: fc.nat(100),
});

describe('judgement', () => {
  it('says why', () => {
    const because = (changes: Partial<Judged>, more: Partial<RuleOptions> = {}) =>
      judge({ ...good, ...changes }, thresholds, { ...options, ...more }).refusedFor;
    expect(because({})).toEqual([]);
    expect(because({ classQuality: 0.79 })).toEqual(['class']);
    expect(because({ maskQuality: 0.89 })).toEqual(['mask']);
    expect(because({ classQuality: 0.1, maskQuality: 0.1 })).toEqual(['class', 'mask']);
    expect(because({ objectness: 0.4 })).toEqual(['objectness']);
    // One mask pixel is four input pixels: not more than five.
    expect(because({ area: 1 })).toEqual(['area']);
    expect(because({ area: 2 })).toEqual([]);
    // .9 * .77 = .693
    expect(because({ maskQuality: 0.77 }, { rule: 'coupled' })).toEqual(['product']);
    expect(because({ maskQuality: 0.1 }, { rule: 'class-only' })).toEqual([]);
  });

  it('keeps at the threshold itself', () => {
    expect(judge({ ...good, classQuality: 0.8, maskQuality: 0.9 }, thresholds, options).kept).toBe(true);
  });

  it('refuses what is no number', () => {
    for (const rule of RULES) {
      const verdict = judge({ ...good, classQuality: Number.NaN }, thresholds, { ...options, rule });
      expect([rule, verdict.kept]).toEqual([rule, false]);
    }
  });

  it('coupled asks for the product alone', () => {
    fc.assert(
      fc.property(candidate, (one) => {
        const { kept } = judge(one, thresholds, { ...options, rule: 'coupled' });
        const expected = one.objectness >= 0.5 && one.area >= 2 && one.classQuality * one.maskQuality >= 0.7;
        expect(kept).toBe(expected);
      }),
    );
  });

  it('keeps no more when a threshold rises', () => {
    const pair = fc.record({ class: quality, mask: quality });
    fc.assert(
      fc.property(candidate, pair, pair, fc.constantFrom(...RULES), (one, a, b, rule) => {
        const low = { class: Math.min(a.class, b.class), mask: Math.min(a.mask, b.mask) };
        const high = { class: Math.max(a.class, b.class), mask: Math.max(a.mask, b.mask) };
        const kept = (pair: typeof low) => judge(one, pair, { ...options, rule }).kept;
        if (kept(high)) expect(kept(low)).toBe(true);
      }),
    );
  });

  it('lets a good mask with a doubtful class teach its mask where asked', () => {
    const doubtful = { ...good, classQuality: 0.5 };
    const verdict = judge(doubtful, thresholds, { ...options, doubtfulClass: 'mask-only' });
    expect(verdict).toEqual({ kept: true, refusedFor: [], classWeight: 0, maskWeight: 1 });
    const bad = judge({ ...doubtful, maskQuality: 0.5 }, thresholds, {
      ...options,
      doubtfulClass: 'mask-only',
    });
    expect(bad.refusedFor).toEqual(['class', 'mask']);
  });

  it('soft weighs by both qualities', () => {
    const weights = (classQuality: number, maskQuality: number) => {
      const verdict = judge({ ...good, classQuality, maskQuality }, thresholds, { ...options, rule: 'soft' });
      return [verdict.classWeight, verdict.maskWeight];
    };
    // 12 * .4^4 = .3072; 2.5 * .5^4 = .15625; 12 * .5^4 = .75 from .5 on; 2.5 * .9^4 > 1.
    expect(weights(0.4, 0.5)[0]).toBeCloseTo(0.3072, 12);
    expect(weights(0.4, 0.5)[1]).toBeCloseTo(0.15625, 12);
    expect(weights(0.9, 0.9)).toEqual([0.75, 1]);
    expect(weights(0.34, 0.9)).toEqual([0, 0]);
  });
});
