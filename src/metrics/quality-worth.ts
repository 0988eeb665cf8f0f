import { type Calibration, calibrate } from './calibration.ts';
import { type CandidateTable, isEligible } from './candidates.ts';
import { rankCorrelation } from './rank-correlation.ts';

/** What a quality says of what it is to tell: class quality of the class being right, mask quality of the IoU. */
export interface QualityWorth {
  readonly calibration: Calibration;
  /** Spearman's rho with what it is to tell. */
  readonly rank: number | undefined;
  /** Spearman's rho with true IoU. */
  readonly rankWithIou: number | undefined;
}

/** Over eligible candidates whose truth is known; of class quality those that lie on an object (IoU at least .5). */
export function qualityWorth(table: CandidateTable): {
  readonly classQuality: QualityWorth;
  readonly maskQuality: QualityWorth;
} {
  const { category, trueCategory, classQuality, maskQuality, iou } = table;
  const known = Array.from({ length: table.count }, (_, row) => row).filter(
    (row) => isEligible(table, row) && !Number.isNaN(iou[row] + classQuality[row] + maskQuality[row]),
  );
  const onObjects = known.filter((row) => iou[row] >= 0.5);
  const of = (column: ArrayLike<number>, rows: readonly number[]) => rows.map((row) => column[row]);
  const overlaps = of(iou, known);
  const right = onObjects.map((row) => Number(category[row] === trueCategory[row]));
  const maskRank = rankCorrelation(of(maskQuality, known), overlaps);
  return {
    classQuality: {
      calibration: calibrate(of(classQuality, onObjects), right),
      rank: rankCorrelation(of(classQuality, onObjects), right),
      rankWithIou: rankCorrelation(of(classQuality, known), overlaps),
    },
    maskQuality: {
      calibration: calibrate(of(maskQuality, known), overlaps),
      rank: maskRank,
      rankWithIou: maskRank,
    },
  };
}
