import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DistributionAlignment } from './alignment.ts';

const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6));

describe('distribution alignment', () => {
  it('by hand: p * prior / mean, normalised', () => {
    // Priors (1 + 1) / 4 and (1 + 1) / 4; means .8 and .2.
    const alignment = new DistributionAlignment([1, 1], 0.99);
    alignment.observe(Float32Array.of(0.9, 0.1));
    alignment.observe(Float32Array.of(0.7, 0.3));
    // .6 * .5 / .8 = .375 and .4 * .5 / .2 = 1.
    expect([...alignment.align(Float32Array.of(0.6, 0.4))]).toEqual(close([0.375 / 1.375, 1 / 1.375]));
    // Priors 4 / 6 and 2 / 6.
    const uneven = new DistributionAlignment([3, 1], 0.99, alignment.state());
    expect([...uneven.align(Float32Array.of(0.5, 0.5))]).toEqual(close([1 / 3, 2 / 3]));
  });

  it('changes nothing before it has seen anything, nor where the mean is the prior', () => {
    const alignment = new DistributionAlignment([0, 0], 0.9);
    const p = Float32Array.of(0.3, 0.7);
    expect(alignment.align(p)).toBe(p);
    alignment.observe(Float32Array.of(0.5, 0.5));
    expect([...alignment.align(p)]).toEqual(close([0.3, 0.7]));
  });

  it('forgets at its pace', () => {
    const alignment = new DistributionAlignment([0, 0], 0.5);
    for (const p of [1, 1, 0]) alignment.observe(Float32Array.of(p, 1 - p));
    // The third weighs max(1 - .5, 1 / 3).
    expect([...alignment.state().mean]).toEqual([0.5, 0.5]);
  });

  it('gives probabilities, goes on from its state to the bit, and passes over NaN', () => {
    const distribution = fc
      .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
      .map((raw) => Float32Array.from(raw, (value) => value / raw.reduce((a, b) => a + b)));
    fc.assert(
      fc.property(fc.array(distribution, { minLength: 1, maxLength: 20 }), distribution, (seen, p) => {
        const one = new DistributionAlignment([4, 0, 9], 0.9);
        for (const q of seen) one.observe(q);
        const again = new DistributionAlignment([4, 0, 9], 0.9, structuredClone(one.state()));
        for (const each of [one, again]) {
          each.observe(Float32Array.of(Number.NaN, 0.5, 0.5));
          each.observe(p);
        }
        expect(again.state()).toEqual(one.state());
        expect(again.align(p).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('refuses what makes no sense', () => {
    expect(() => new DistributionAlignment([], 0.9)).toThrow(/one per class/);
    expect(() => new DistributionAlignment([1, -1], 0.9)).toThrow(RangeError);
    expect(() => new DistributionAlignment([1], 1)).toThrow(/below 1/);
  });
});
