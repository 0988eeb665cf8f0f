import type { Losses } from '../../training/loss.ts';

export type { Losses };

export interface Scores {
  /** COCO mask AP in percent; undefined where there is nothing to find. */
  readonly ap: number | undefined;
  readonly ap50: number | undefined;
  readonly ap75: number | undefined;
}

/** The curves of a run, and the columns of each. */
export const curveColumns = {
  losses: ['step', 'total', 'objectness', 'classes', 'mask', 'dice', 'unlabelled'],
  /** Of the teacher, in percent; NaN where there was nothing to find. */
  scores: ['step', 'ap', 'ap50', 'ap75'],
  /** AP of the student, in percent. */
  student: ['step', 'ap'],
  /** What became of the candidates, per step. */
  fates: ['step', 'kept', 'corrected', 'refusedForClass', 'refusedForMask', 'refusedOtherwise'],
  /** What the kept pseudo-labels are worth, shares of 1; NaN where nobody knows. */
  worth: ['step', 'precision', 'classPrecision', 'maskPrecision', 'recall'],
  thresholds: ['step', 'class', 'classLowest', 'classHighest', 'mask', 'maskLowest', 'maskHighest'],
  /** A row for each class and step; none where all classes have the same pair. */
  classThresholds: ['step', 'category', 'class', 'mask'],
} as const;

export type CurveName = keyof typeof curveColumns;
export type ColumnOf<C extends CurveName> = (typeof curveColumns)[C][number];

type Rows = { readonly [C in CurveName]: Readonly<Record<ColumnOf<C>, Float64Array>> };

/** Curves by columns of equal length. Those of a run that an older Penumbra kept are its losses and scores alone. */
export type CurveRows = Pick<Rows, 'losses' | 'scores'> & Partial<Rows>;
