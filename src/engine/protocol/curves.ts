import type { Losses } from '../../training/loss.ts';

export type { Losses };

export interface Scores {
  /** COCO mask AP in percent; undefined where there is nothing to find. */
  readonly ap: number | undefined;
  readonly ap50: number | undefined;
  readonly ap75: number | undefined;
}

/** The curves of a run, by columns of equal length; NaN where there was nothing to find. */
export interface CurveRows {
  readonly losses: Readonly<Record<'step' | keyof Losses, Float64Array>>;
  readonly scores: Readonly<Record<'step' | keyof Scores, Float64Array>>;
}
