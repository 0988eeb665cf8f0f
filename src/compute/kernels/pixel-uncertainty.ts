/** How doubtful a pixel of a pseudo-mask is, from the teacher's logit. The twin of `uncertainty_of` in the shaders. */
import { expNegative, logOnePlus } from './logistic.ts';

/** Values of the uniform `uncertainty`. */
export const uncertaintyVariant = {
  /** u = 0: every pixel counts fully. */
  none: 0,
  /** u = 1 - 2 |sigmoid(q) - 1/2|: PL-DC's. */
  tent: 1,
  /** u = H(sigmoid(q)) / ln 2, in bits: flatter at the top. */
  entropy: 2,
} as const;

export type UncertaintyVariant = keyof typeof uncertaintyVariant;

/** Uncertainty in 0..1 of a pixel whose teacher logit is q. */
export function uncertaintyOf(q: number, variant: number): number {
  if (variant === uncertaintyVariant.none) return 0;
  const size = Math.min(Math.abs(q), 80);
  const e = expNegative(size);
  /** The smaller of sigmoid(q) and 1 - sigmoid(q). */
  const doubt = e / (1 + e);
  return variant === uncertaintyVariant.tent ? 2 * doubt : (logOnePlus(e) + size * doubt) * Math.LOG2E;
}
