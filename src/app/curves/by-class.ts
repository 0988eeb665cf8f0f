import type { Columns } from '../../engine/columns.ts';
import type { ColumnOf } from '../../engine/protocol/curves.ts';

/** Thresholds over the steps of training, a curve per class. */
export interface ByClass {
  readonly steps: Float64Array;
  /** [K][steps]; NaN where a class was not there yet. */
  readonly values: readonly Float64Array[];
}

/** @param rows one per step and class, steps ascending. */
export function byClass(
  rows: Columns<ColumnOf<'classThresholds'>>,
  kind: 'class' | 'mask',
  classes: number,
): ByClass {
  const [step, category, value] = [rows.column('step'), rows.column('category'), rows.column(kind)];
  const steps = step.filter((at, row) => at !== step[row - 1]);
  const values = Array.from({ length: classes }, () => new Float64Array(steps.length).fill(Number.NaN));
  let at = -1;
  for (let row = 0; row < rows.length; row++) {
    if (step[row] !== step[row - 1]) at++;
    const mine = values[category[row]];
    // A class that is no longer there.
    if (mine) mine[at] = value[row];
  }
  return { steps, values };
}
