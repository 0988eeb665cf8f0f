import type { PseudoLabelOptions } from '../pseudo-labels.ts';

/** Two fixed thresholds, and correction by the paper's mean before them. */
export const dualOptions: PseudoLabelOptions = {
  rule: 'dual',
  coupled: 0.6,
  objectness: 0.5,
  doubtfulClass: 'discard',
  order: 'correct-then-filter',
  fusion: 'arithmetic',
  opinionWeight: 0.5,
  most: 9,
};
