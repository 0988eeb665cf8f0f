import { expect, it } from 'vitest';
import { tabulate } from './candidates.ts';
import { reportPseudoLabels } from './pseudo-label-report.ts';
import { candidateRow } from './testing/candidate-row.ts';

const candidate = (object: number, classQuality: number, maskQuality: number, iou: number, kept: boolean) =>
  candidateRow({
    classQuality,
    maskQuality,
    fate: kept ? 'kept' : 'mask',
    iou,
    object,
    trueCategory: object < 0 ? -1 : object % 2,
  });

it('tells rules apart at the same number of kept candidates', () => {
  // By the pair, the first and the third; by the product, the first two.
  const report = reportPseudoLabels(
    tabulate([
      {
        objects: 4,
        rows: [
          candidate(0, 0.9, 0.9, 0.9, true),
          candidate(1, 1, 0.7, 0.3, false),
          candidate(2, 0.8, 0.8, 0.8, true),
          candidate(3, 0.6, 0.6, 0.6, false),
        ],
      },
    ]),
  );
  expect(report.kept).toMatchObject({ kept: 2, precision: 1, recall: 0.5 });
  expect(report.coupled).toMatchObject({ kept: 2, precision: 0.5, recall: 0.25 });
  // Mask quality orders .9 .8 .7 .6 as IoU .9 .8 .3 .6: one pair of neighbours is swapped.
  expect(report.maskQuality.rank).toBeCloseTo(0.8, 12);
  // Class quality as 1, .9, .8, .6: ranks 4 3 2 1 beside 1 4 3 2.
  expect(report.classQuality.rank).toBeCloseTo(1 - (6 * 12) / 60, 12);
  expect(report.maskQuality.calibrationError).toBeCloseTo(0.1, 6);
  // Right, right and wrong of .9, .8 and .6 in bins of their own.
  expect(report.classQuality.calibrationError).toBeCloseTo((0.1 + 0.2 + 0.6) / 3, 6);
  expect(report.flips.corrected).toBe(0);
});

it('of nothing it claims nothing', () => {
  const { kept, maskQuality, candidates } = reportPseudoLabels(tabulate([]));
  expect([candidates, kept.kept, maskQuality.rank]).toEqual([0, 0, undefined]);
});
