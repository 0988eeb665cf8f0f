import type { CandidateTable } from './candidates.ts';
import { countFlips, type Flips } from './flips.ts';
import {
  type KeptFigures,
  keptByProduct,
  keptByRule,
  keptFigures,
  productKeeping,
  sortedProducts,
} from './kept-figures.ts';
import { type QualityWorth, qualityWorth } from './quality-worth.ts';

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
  const worth = qualityWorth(table);
  return {
    candidates: table.count,
    kept,
    coupled: keptFigures(table, keptByProduct(table, productKeeping(sortedProducts(table), kept.kept))),
    classQuality: figuresOf(worth.classQuality),
    maskQuality: figuresOf(worth.maskQuality),
    flips: countFlips(table),
  };
}

const figuresOf = ({ rankWithIou, calibration }: QualityWorth): QualityFigures => ({
  rank: rankWithIou,
  calibrationError: calibration.error,
});
