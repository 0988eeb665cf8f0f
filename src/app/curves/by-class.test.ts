import { expect, test } from 'vitest';
import { Columns } from '../../engine/columns.ts';
import { curveColumns } from '../../engine/protocol/curves.ts';
import { byClass } from './by-class.ts';

test('rows of classes become curves, also of classes that come or go', () => {
  const rows = new Columns(curveColumns.classThresholds);
  for (const [step, category, cls] of [
    [10, 0, 0.5],
    [10, 1, 0.25],
    [20, 0, 0.75],
    [20, 1, 0.5],
    [20, 2, 0.125],
  ])
    rows.append({ step, category, class: cls, mask: 1 - cls });
  expect(byClass(rows, 'class', 3)).toEqual({
    steps: Float64Array.of(10, 20),
    values: [Float64Array.of(0.5, 0.75), Float64Array.of(0.25, 0.5), Float64Array.of(Number.NaN, 0.125)],
  });
  expect(byClass(rows, 'mask', 1).values).toEqual([Float64Array.of(0.5, 0.25)]);
  expect(byClass(new Columns(curveColumns.classThresholds), 'class', 1).steps).toHaveLength(0);
});
