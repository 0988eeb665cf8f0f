import { Columns, rewind } from './columns.ts';
import { type ColumnOf, type CurveName, type CurveRows, curveColumns } from './protocol/curves.ts';
import type { EngineEvent } from './protocol/events.ts';

/** Tables that grow as the engine reports: on the page to be drawn, in the worker to be kept with the run. */
export type Curves = { readonly [C in CurveName]: Columns<ColumnOf<C>> };

const curveNames = Object.keys(curveColumns) as CurveName[];

const mapped = (make: (name: CurveName) => unknown) =>
  Object.fromEntries(curveNames.map((name) => [name, make(name)]));

export const emptyCurves = (): Curves =>
  mapped((name) => new Columns<string>(curveColumns[name], name === 'losses' ? 1024 : 64)) as Curves;

/** They are copied. */
export const curvesOf = (rows: CurveRows): Curves => {
  const columns = (name: CurveName): Readonly<Record<string, Float64Array>> | undefined => rows[name];
  return mapped((name) => {
    const known = columns(name);
    return known
      ? Columns.of<string>(curveColumns[name], known)
      : new Columns<string>(curveColumns[name], 64);
  }) as Curves;
};

/** Copies of the rows up to a step. */
export const rowsUpTo = (curves: Curves, step: number): CurveRows =>
  mapped((name) => {
    const table: Columns<string> = curves[name];
    const steps = table.column('step');
    let length = table.length;
    while (length > 0 && steps[length - 1] > step) length--;
    return Object.fromEntries(table.names.map((column) => [column, table.column(column).slice(0, length)]));
  }) as CurveRows;

const { NaN: unknown } = Number;

/** Mean over the classes, and the lowest and highest of them. */
const spreadOf = (values: Float32Array) => ({
  mean: values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length),
  lowest: Math.min(...values),
  highest: Math.max(...values),
});

/** Adds what an event tells, in place of what was told of its step and those after it. @returns whether it told anything. */
export function noteInCurves(curves: Curves, event: EngineEvent): boolean {
  const { step } = event as { readonly step?: number };
  function put<C extends CurveName>(
    name: C,
    row: Readonly<Record<Exclude<ColumnOf<C>, 'step'>, number>>,
  ): void {
    const table: Columns<string> = curves[name];
    rewind(table, step ?? 0);
    table.append({ step: step ?? 0, ...row });
  }
  switch (event.type) {
    case 'step':
      put('losses', event.losses);
      if (event.pseudoLabels) put('fates', event.pseudoLabels);
      return true;
    case 'evaluation': {
      const { ap = unknown, ap50 = unknown, ap75 = unknown } = event.teacher;
      put('scores', { ap, ap50, ap75 });
      return true;
    }
    case 'student evaluation':
      put('student', { ap: event.student.ap ?? unknown });
      return true;
    case 'labelling': {
      const {
        precision = unknown,
        classPrecision = unknown,
        maskPrecision = unknown,
        recall = unknown,
      } = event.worth;
      const { thresholds } = event;
      const [cls, mask] = [spreadOf(thresholds.class), spreadOf(thresholds.mask)];
      put('worth', { precision, classPrecision, maskPrecision, recall });
      put('thresholds', {
        class: cls.mean,
        classLowest: cls.lowest,
        classHighest: cls.highest,
        mask: mask.mean,
        maskLowest: mask.lowest,
        maskHighest: mask.highest,
      });
      rewind(curves.classThresholds, event.step);
      if (cls.lowest < cls.highest || mask.lowest < mask.highest)
        thresholds.class.forEach((threshold, category) => {
          const row = { step: event.step, category, class: threshold, mask: thresholds.mask[category] };
          curves.classThresholds.append(row);
        });
      return true;
    }
    default:
      return false;
  }
}
