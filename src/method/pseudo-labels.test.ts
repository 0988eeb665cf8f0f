import { describe, expect, it } from 'vitest';
import type { Prediction } from './prediction.ts';
import { type PseudoLabelOptions, pseudoLabels } from './pseudo-labels.ts';
import { dualOptions } from './testing/dual-options.ts';
import { fixedThresholds } from './thresholds.ts';

const f = (...values: number[]) => Float32Array.from(values);
const thresholds = fixedThresholds(2, { class: 0.7, mask: 0.8 });

/** Class 0 with this probability, class 1 with the rest. */
const seen = (p: number, maskQuality = 0.9): Prediction => ({
  probabilities: f(p, 1 - p),
  category: p >= 0.5 ? 0 : 1,
  classQuality: Math.max(p, 1 - p),
  maskQuality,
  objectness: 0.9,
  area: 50,
  features: f(1),
});
const certainOf = (category: number) => ({ opinion: () => (category === 0 ? f(1, 0) : f(0, 1)) });
const fates = (predictions: Prediction[], more: Partial<PseudoLabelOptions> = {}, opinion = certainOf(1)) =>
  pseudoLabels(predictions, opinion, thresholds, { ...dualOptions, ...more }).map(({ category, verdict }) => [
    category,
    verdict.kept,
  ]);

describe('pseudo-labels', () => {
  it('corrected first: a doubtful one is rescued by a second opinion', () => {
    // Class 1 has (1 + .6) / 2 = .8 after fusion, .6 before.
    expect(fates([seen(0.4)])).toEqual([[1, true]]);
    expect(fates([seen(0.4)], { order: 'off' })).toEqual([[1, false]]);
  });

  it('say how likely each class is after correction, or what the teacher thinks where there is none', () => {
    const likely = (order: PseudoLabelOptions['order']) =>
      pseudoLabels([seen(0.5)], certainOf(1), thresholds, { ...dualOptions, order })[0].probabilities;
    expect(likely('correct-then-filter')).toEqual(f(0.25, 0.75));
    expect(likely('off')).toEqual(f(0.5, 0.5));
  });

  it('corrected first: one whose opinions differ is refused', () => {
    // .5 * .9 = .45 against .5 * 1.1 = .55: flipped, but below .7.
    expect(fates([seen(0.9)])).toEqual([[1, false]]);
  });

  it('filtered first: what the teacher doubts stays refused, what passes may still flip', () => {
    expect(fates([seen(0.4), seen(0.9)], { order: 'filter-then-correct' })).toEqual([
      [1, false],
      [1, true],
    ]);
  });

  it('are no more than the best so many of an image', () => {
    const predictions = [seen(0.8, 0.85), seen(0.95, 0.95), seen(0.9, 0.9)];
    const decisions = pseudoLabels(predictions, undefined, thresholds, {
      ...dualOptions,
      order: 'off',
      most: 2,
    });
    expect(decisions.map(({ verdict }) => verdict.refusedFor)).toEqual([['crowd'], [], []]);
  });

  it('use the thresholds of the class that is judged', () => {
    const apart = { class: Float64Array.of(0.95, 0.6), mask: Float64Array.of(0.8, 0.8) };
    const kept = (order: PseudoLabelOptions['order']) =>
      pseudoLabels([seen(0.7)], certainOf(1), apart, { ...dualOptions, order }).map(
        ({ verdict }) => verdict.kept,
      );
    // Corrected: class 1 with .65 >= .6. As the teacher has it: class 0 with .7 < .95.
    expect(kept('correct-then-filter')).toEqual([true]);
    expect(kept('filter-then-correct')).toEqual([false]);
  });
});
