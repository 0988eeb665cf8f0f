import type { CandidateTable } from './candidates.ts';

/** Candidates whose class was corrected, on true instances (IoU >= .5), by what that did. */
export interface Flips {
  readonly corrected: number;
  /** Wrong before, right after. */
  readonly mended: number;
  /** Right before, wrong after. */
  readonly spoilt: number;
  /** Wrong before and after. */
  readonly vain: number;
  /** Without truth, or on no instance. */
  readonly unknown: number;
}

const MATCH = 0.5;

export const FLIP_OUTCOMES = ['mended', 'spoilt', 'vain', 'unknown'] as const;
export type FlipOutcome = (typeof FLIP_OUTCOMES)[number];

/** What correction did to a candidate; undefined where its class is the teacher's. */
export function flipOutcome(
  { category, teacherCategory, trueCategory, iou }: CandidateTable,
  row: number,
): FlipOutcome | undefined {
  if (category[row] === teacherCategory[row]) return undefined;
  if (!(iou[row] >= MATCH)) return 'unknown';
  if (category[row] === trueCategory[row]) return 'mended';
  return teacherCategory[row] === trueCategory[row] ? 'spoilt' : 'vain';
}

export function countFlips(table: CandidateTable): Flips {
  const flips = { corrected: 0, mended: 0, spoilt: 0, vain: 0, unknown: 0 };
  for (let row = 0; row < table.count; row++) {
    const outcome = flipOutcome(table, row);
    if (!outcome) continue;
    flips.corrected++;
    flips[outcome]++;
  }
  return flips;
}

/** True class by given class, [K, K] row-major, over flagged candidates on true instances. */
export function confusion(
  { count, trueCategory, iou }: CandidateTable,
  given: ArrayLike<number>,
  classes: number,
  flagged: ArrayLike<number>,
): Uint32Array {
  const matrix = new Uint32Array(classes * classes);
  for (let row = 0; row < count; row++)
    if (flagged[row] && iou[row] >= MATCH) matrix[trueCategory[row] * classes + given[row]]++;
  return matrix;
}
