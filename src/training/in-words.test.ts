import { expect, it } from 'vitest';
import type { Prediction } from '../method/prediction.ts';
import { type PseudoLabelOptions, pseudoLabels } from '../method/pseudo-labels.ts';
import { dualOptions } from '../method/testing/dual-options.ts';
import { fixedThresholds } from '../method/thresholds.ts';
import { inWords } from './in-words.ts';

const pair = { class: 0.7, mask: 0.8 };

/** Why a candidate of class 0 with this probability and mask quality is kept or refused. */
function words(p: number, maskQuality = 0.9, more: Partial<PseudoLabelOptions> = {}): string {
  const prediction: Prediction = {
    probabilities: Float32Array.of(p, 1 - p),
    category: 0,
    classQuality: p,
    maskQuality,
    objectness: 0.9,
    area: 50,
    features: Float32Array.of(1),
  };
  const [decision] = pseudoLabels([prediction], undefined, fixedThresholds(2, pair), {
    ...dualOptions,
    ...more,
  });
  return inWords({
    decision,
    maskQuality,
    objectness: prediction.objectness,
    thresholds: pair,
    coupled: 0.6,
    objectnessThreshold: 0.5,
    className: 'lock nut',
  });
}

it('names figure, threshold and class', () => {
  expect(words(0.62)).toBe('Refused: class quality 0.62 is below 0.70 for lock nut.');
  expect(words(0.62, 0.5)).toMatch(/0.62 is below 0.70 .*, and mask quality 0.50 is below 0.80/);
  expect(words(0.62, 0.9, { rule: 'coupled' })).toBe('Refused: class times mask quality 0.56 is below 0.60.');
  expect(words(0.9)).toMatch(/^Kept: class quality 0.90 and mask quality 0.90/);
  expect(words(0.6, 0.9, { doubtfulClass: 'mask-only' })).toMatch(/^Kept for its mask only/);
});

it('writes as many decimals as it takes to see what is missing', () => {
  expect(words(0.698)).toBe('Refused: class quality 0.698 is below 0.700 for lock nut.');
});
