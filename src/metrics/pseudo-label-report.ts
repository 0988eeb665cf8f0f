import { calibrate } from './calibration.ts';
import type { CandidateTable } from './candidates.ts';
import { isEligible } from './candidates.ts';
import { countFlips, type Flips } from './flips.ts';
import {
  type KeptFigures,
  keptByProduct,
  keptByRule,
  keptFigures,
  productKeeping,
  sortedProducts,
} from './kept-figures.ts';
import { rankCorrelation } from './rank-correlation.ts';

/** What one quality knows of what it is to tell. */
export interface QualityFigures {
  /** Spearman's rho with true IoU. */
  readonly rank: number | undefined;
  /** Expected calibration error. */
  readonly calibrationError: number | undefined;
}

/** Pseudo-labels against truth, at one point of a run. */
export interface PseudoLabelReport {
  readonly candidates: number;
  /** What the rule in force keeps. */
  readonly kept: KeptFigures;
  /** What one threshold on the product would keep of the same candidates, as many of them. */
  readonly coupled: KeptFigures;
  /** Of class quality against the right class, over candidates on true instances. */
  readonly classQuality: QualityFigures;
  /** Of mask quality against true IoU. */
  readonly maskQuality: QualityFigures;
  readonly flips: Flips;
}

export function reportPseudoLabels(table: CandidateTable): PseudoLabelReport {
  const kept = keptFigures(table, keptByRule(table));
  const known = Array.from({ length: table.count }, (_, row) => row).filter(
    (row) => isEligible(table, row) && !Number.isNaN(table.iou[row]),
  );
  const shown = known.filter((row) => table.iou[row] >= 0.5);
  const pick = (column: ArrayLike<number>, rows: readonly number[]) => rows.map((row) => column[row]);
  const right = (rows: readonly number[]) =>
    rows.map((row) => (table.category[row] === table.trueCategory[row] ? 1 : 0));
  const overlaps = pick(table.iou, known);
  return {
    candidates: table.count,
    kept,
    coupled: keptFigures(table, keptByProduct(table, productKeeping(sortedProducts(table), kept.kept))),
    classQuality: {
      rank: rankCorrelation(pick(table.classQuality, known), overlaps),
      calibrationError: calibrate(pick(table.classQuality, shown), right(shown)).error,
    },
    maskQuality: {
      rank: rankCorrelation(pick(table.maskQuality, known), overlaps),
      calibrationError: calibrate(pick(table.maskQuality, known), overlaps).error,
    },
    flips: countFlips(table),
  };
}
