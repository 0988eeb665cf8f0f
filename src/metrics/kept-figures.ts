import { type CandidateTable, FATES, isEligible } from './candidates.ts';

/** IoU from which a candidate is taken to show a true instance. */
const MATCH = 0.5;
const TIGHT = 0.75;

/** What a choice of pseudo-labels is worth, against truth. A share of nothing is undefined. */
export interface KeptFigures {
  readonly kept: number;
  /** Of the kept with IoU >= .5, those of the right class. */
  readonly classPrecision: number | undefined;
  /** Of the kept, those with IoU >= .5 and the right class. */
  readonly precision: number | undefined;
  /** Of the kept, those with IoU >= .5, of any class. */
  readonly maskPrecision50: number | undefined;
  readonly maskPrecision75: number | undefined;
  /** Mean true IoU of the kept. */
  readonly meanIou: number | undefined;
  /** Of all true instances, those that a kept candidate shows with IoU >= .5 and the right class. */
  readonly recall: number | undefined;
}

const share = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

/** Figures of the candidates whose flag in `kept` is not 0. Candidates of images without truth count as kept, no more. */
export function keptFigures(table: CandidateTable, kept: ArrayLike<number>): KeptFigures {
  const { count, objects, iou, object, category, trueCategory } = table;
  const found = new Uint8Array(objects);
  let all = 0;
  let known = 0;
  let matched = 0;
  let tight = 0;
  let right = 0;
  let recalled = 0;
  let iouSum = 0;
  for (let row = 0; row < count; row++) {
    if (!kept[row]) continue;
    all++;
    const overlap = iou[row];
    if (Number.isNaN(overlap)) continue;
    known++;
    iouSum += overlap;
    if (overlap < MATCH) continue;
    matched++;
    if (overlap >= TIGHT) tight++;
    if (category[row] !== trueCategory[row]) continue;
    right++;
    if (found[object[row]]++ === 0) recalled++;
  }
  return {
    kept: all,
    classPrecision: share(right, matched),
    precision: share(right, known),
    maskPrecision50: share(matched, known),
    maskPrecision75: share(tight, known),
    meanIou: share(iouSum, known),
    recall: share(recalled, objects),
  };
}

/** A flag per candidate: what the rule in force kept, masks alone included. */
export const keptByRule = ({ fate }: CandidateTable): Uint8Array =>
  fate.map((number) => (number === FATES.indexOf('kept') || number === FATES.indexOf('mask-only') ? 1 : 0));

/** Lowest qualities, per class. */
export interface ClassThresholds {
  readonly class: ArrayLike<number>;
  readonly mask: ArrayLike<number>;
}

/** A flag per candidate: both qualities reach the thresholds of its class. */
export function keptByPair(table: CandidateTable, thresholds: ClassThresholds): Uint8Array {
  const { count, classQuality, maskQuality, category } = table;
  const kept = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const own = category[row];
    const good = classQuality[row] >= thresholds.class[own] && maskQuality[row] >= thresholds.mask[own];
    kept[row] = good && isEligible(table, row) ? 1 : 0;
  }
  return kept;
}

/** A flag per candidate: the product of both qualities reaches the threshold. */
export function keptByProduct(table: CandidateTable, threshold: number): Uint8Array {
  const { count, classQuality, maskQuality } = table;
  const kept = new Uint8Array(count);
  for (let row = 0; row < count; row++)
    kept[row] = classQuality[row] * maskQuality[row] >= threshold && isEligible(table, row) ? 1 : 0;
  return kept;
}

/** Products of both qualities of the candidates that thresholds judge, ascending; those that are no number are left out. */
export function sortedProducts(table: CandidateTable): Float64Array {
  const { count, classQuality, maskQuality } = table;
  const products = new Float64Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) {
    const product = classQuality[row] * maskQuality[row];
    if (isEligible(table, row) && !Number.isNaN(product)) products[length++] = product;
  }
  return products.subarray(0, length).sort();
}

/**
 * The threshold on the product that keeps `wanted` candidates, or as many as equal products allow; Infinity keeps none.
 * @param products as `sortedProducts` gives them.
 */
export const productKeeping = (products: Float64Array, wanted: number): number =>
  (wanted < 1 ? undefined : products.at(-Math.min(wanted, products.length))) ?? Number.POSITIVE_INFINITY;
