import type { CandidateSurvey } from '../../engine/protocol/pseudo-labels.ts';
import { type CandidateTable, isEligible } from '../../metrics/candidates.ts';
import {
  type ClassThresholds,
  type KeptFigures,
  keptByPair,
  keptByProduct,
  keptFigures,
  productKeeping,
} from '../../metrics/kept-figures.ts';
import type { Settings } from '../../settings/schema.ts';

/** The two thresholds as they stand under the pointer. */
export interface Pair {
  readonly class: number;
  readonly mask: number;
}

/** What becomes of a candidate under two thresholds; its place in the list is its number. */
export const WHAT_IFS = ['kept', 'class', 'mask', 'both', 'other'] as const;

/** What the two thresholds would do to candidates that are known already. No network runs for it. */
export interface WhatIf {
  /** Index into `WHAT_IFS` per candidate. */
  readonly fates: Uint8Array;
  readonly pair: KeptFigures;
  /** The threshold on the product that keeps as many, and what it keeps. */
  readonly product: number;
  readonly coupled: KeptFigures;
}

/** What is judged, and what the judgement is measured on. */
export interface Evidence {
  readonly table: CandidateTable;
  /** Of the table: `sortedProducts`, once for all thresholds. */
  readonly products: Float64Array;
  /** Candidates on validation images, where nobody knows what is true of the table's. */
  readonly measured: CandidateTable | undefined;
}

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * Thresholds per class: those of the survey, moved as far as the sliders are from where they stood then; the same pair for
 * all where none are in force yet.
 */
export function thresholdsAt(
  { thresholds, centre }: Pick<CandidateSurvey, 'thresholds' | 'centre'>,
  classes: number,
  rule: Settings['rule'],
  pair: Pair,
): ClassThresholds {
  const adaptive = rule === 'adaptive' || rule === 'adaptive-literal';
  if (!adaptive || !thresholds || !centre)
    return {
      class: new Float32Array(classes).fill(pair.class),
      mask: new Float32Array(classes).fill(pair.mask),
    };
  return {
    class: thresholds.class.map((one) => clamped(one + pair.class - centre.class)),
    mask: thresholds.mask.map((one) => clamped(one + pair.mask - centre.mask)),
  };
}

/** Where two lines stand for the thresholds of all classes: at their mean. */
export function meanPair({ class: cls, mask }: ClassThresholds): Pair {
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { class: mean(cls), mask: mean(mask) };
}

export function whatIf({ table, products, measured }: Evidence, thresholds: ClassThresholds): WhatIf {
  const kept = keptByPair(table, thresholds);
  const own = keptFigures(table, kept);
  const product = productKeeping(products, own.kept);
  const coupled = keptFigures(table, keptByProduct(table, product));
  const fates = fatesUnder(table, thresholds, kept);
  if (!measured) return { fates, pair: own, product, coupled };
  // The same thresholds, measured elsewhere; how many they keep is still said of the unlabelled images.
  const pair = keptFigures(measured, keptByPair(measured, thresholds));
  const other = keptFigures(measured, keptByProduct(measured, product));
  return {
    fates,
    pair: { ...pair, kept: own.kept },
    product,
    coupled: { ...other, kept: coupled.kept },
  };
}

function fatesUnder(table: CandidateTable, thresholds: ClassThresholds, kept: Uint8Array): Uint8Array {
  const { count, classQuality, maskQuality, category } = table;
  const fates = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    if (kept[row]) continue;
    // Written so that what is no number is refused.
    const weakClass = !(classQuality[row] >= thresholds.class[category[row]]);
    const weakMask = !(maskQuality[row] >= thresholds.mask[category[row]]);
    const fate = !isEligible(table, row)
      ? 'other'
      : weakClass && weakMask
        ? 'both'
        : weakClass
          ? 'class'
          : 'mask';
    fates[row] = WHAT_IFS.indexOf(fate);
  }
  return fates;
}
