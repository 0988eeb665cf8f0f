import type { ThresholdPair } from './thresholds.ts';

/** By what a candidate may become a pseudo-label. */
export const RULES = ['class-only', 'coupled', 'dual', 'adaptive', 'adaptive-literal', 'soft'] as const;
export type Rule = (typeof RULES)[number];

/** Why a candidate is refused. */
export type Refusal = 'objectness' | 'area' | 'class' | 'mask' | 'product' | 'crowd';

export interface Verdict {
  readonly kept: boolean;
  /** Empty where kept. */
  readonly refusedFor: readonly Refusal[];
  /** What the candidate weighs in the class loss; 0 where only its mask is to be learnt. */
  readonly classWeight: number;
  /** In the mask loss. */
  readonly maskWeight: number;
}

export interface RuleOptions {
  readonly rule: Rule;
  /** T of s_cls * s_mask, for the coupled rule. */
  readonly coupled: number;
  readonly objectness: number;
  /** What becomes of a good mask with a doubtful class. */
  readonly doubtfulClass: 'discard' | 'mask-only';
}

/** What is judged; class and class quality after correction where that comes first. */
export interface Judged {
  readonly classQuality: number;
  readonly maskQuality: number;
  readonly objectness: number;
  /** In mask pixels. */
  readonly area: number;
}

/** In input pixels (PL-DC keeps an area > 5 px). */
const SMALLEST_AREA = 5;
/** Input pixels to a mask pixel, at stride 2. */
const PIXELS = 4;

/** Of the soft rule (PAIS, Hu et al. 2023): low thresholds, weights that grow with quality. */
export const SOFT: ThresholdPair = { class: 0.35, mask: 0.3 };
const softClass = (quality: number): number => Math.min(1, 12 * Math.min(quality, 0.5) ** 4);
const softMask = (quality: number): number => Math.min(1, 2.5 * quality ** 4);

const refused = (...refusedFor: Refusal[]): Verdict => ({
  kept: false,
  refusedFor,
  classWeight: 0,
  maskWeight: 0,
});
const accepted = (classWeight: number, maskWeight: number): Verdict => ({
  kept: true,
  refusedFor: [],
  classWeight,
  maskWeight,
});

/**
 * Whether a candidate becomes a pseudo-label, and what it weighs:
 *
 * - `class-only`: s_cls >= T_cls (Guided Distillation, Berrada et al. 2024)
 * - `coupled`: s_cls * s_mask >= T
 * - `dual`, `adaptive`, `adaptive-literal`: s_cls >= T_cls(k) and s_mask >= T_mask(k)
 * - `soft`: low thresholds; weights 12 min(s_cls, .5)^4 and 2.5 s_mask^4, at most 1
 *
 * Whoever is refused for its class alone may still teach its mask (`doubtfulClass`).
 */
export function judge(candidate: Judged, thresholds: ThresholdPair, options: RuleOptions): Verdict {
  const { classQuality, maskQuality, objectness, area } = candidate;
  // Comparisons are written so that NaN, which a diverged network gives, is refused.
  if (!(objectness >= options.objectness)) return refused('objectness');
  if (!(area * PIXELS > SMALLEST_AREA)) return refused('area');
  const { rule } = options;
  if (rule === 'coupled')
    return classQuality * maskQuality >= options.coupled ? accepted(1, 1) : refused('product');
  const soft = rule === 'soft';
  const limits = soft ? SOFT : thresholds;
  const goodClass = classQuality >= limits.class;
  const goodMask = rule === 'class-only' || maskQuality >= limits.mask;
  const maskWeight = soft ? softMask(maskQuality) : 1;
  if (goodClass && goodMask) return accepted(soft ? softClass(classQuality) : 1, maskWeight);
  if (goodMask && options.doubtfulClass === 'mask-only' && rule !== 'class-only')
    return accepted(0, maskWeight);
  const reasons: Refusal[] = [];
  if (!goodClass) reasons.push('class');
  if (!goodMask) reasons.push('mask');
  return refused(...reasons);
}
