import type { CandidateSurvey } from '../../engine/protocol.ts';
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

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * Thresholds per class: those in force, moved as far as the sliders are from where they stand; the same pair for all
 * where none are in force yet.
 */
export function thresholdsAt(
  { thresholds }: Pick<CandidateSurvey, 'thresholds'>,
  classes: number,
  inForce: Pick<Settings, 'rule' | 'classThreshold' | 'maskThreshold'>,
  pair: Pair,
): ClassThresholds {
  const adaptive = inForce.rule === 'adaptive' || inForce.rule === 'adaptive-literal';
  if (!adaptive || !thresholds)
    return {
      class: new Float32Array(classes).fill(pair.class),
      mask: new Float32Array(classes).fill(pair.mask),
    };
  return {
    class: thresholds.class.map((one) => clamped(one + pair.class - inForce.classThreshold)),
    mask: thresholds.mask.map((one) => clamped(one + pair.mask - inForce.maskThreshold)),
  };
}

export function whatIf(table: CandidateTable, thresholds: ClassThresholds): WhatIf {
  const { count, classQuality, maskQuality, category } = table;
  const kept = keptByPair(table, thresholds);
  const fates = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    if (kept[row]) continue;
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
  const pair = keptFigures(table, kept);
  const product = productKeeping(table, pair.kept);
  return { fates, pair, product, coupled: keptFigures(table, keptByProduct(table, product)) };
}

/** The candidate nearest to a point of the plane, within `reach` of it; undefined where there is none. */
export function nearest(
  { count, classQuality, maskQuality }: CandidateTable,
  toX: (classQuality: number) => number,
  toY: (maskQuality: number) => number,
  point: { readonly x: number; readonly y: number },
  reach: number,
): number | undefined {
  let found: number | undefined;
  let least = reach * reach;
  for (let row = 0; row < count; row++) {
    const distance = (toX(classQuality[row]) - point.x) ** 2 + (toY(maskQuality[row]) - point.y) ** 2;
    if (distance > least) continue;
    least = distance;
    found = row;
  }
  return found;
}
