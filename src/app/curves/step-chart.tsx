import { useCallback } from 'react';
import type { Columns } from '../../engine/columns.ts';
import type { CurveFacts } from '../../state/curves.ts';
import { type Line, LiveChart } from './live-chart.tsx';
import { smoothed, thinned } from './smoothing.ts';

/** More points than a chart has pixels tell nothing. */
export const MOST_POINTS = 1200;

/** What a chart over steps shows: columns of the curves by name, each a line. */
export interface Series<Name extends string> {
  readonly label: string;
  readonly hint: string;
  readonly lines: readonly (Line & { readonly of: Name })[];
  readonly columns: (facts: CurveFacts) => Columns<'step' | Name>;
  /** Of one value, in the summary for those who do not see the chart. */
  readonly figure: (value: number) => string;
}

interface StepChartProps<Name extends string> {
  /** Must keep its identity. */
  readonly series: Series<Name>;
  readonly smoothing: number;
  readonly logarithmic: boolean;
}

export function StepChart<Name extends string>({ series, smoothing, logarithmic }: StepChartProps<Name>) {
  const { label, hint, lines, columns, figure } = series;
  const read = useCallback(
    (facts: CurveFacts) => {
      const table = columns(facts);
      const steps = table.column('step');
      const parts = lines.map(({ of }) => {
        const values = thinned(smoothed(table.column(of), steps, smoothing), MOST_POINTS);
        // A logarithmic axis has no place for zero.
        return logarithmic ? values.map((value) => (value !== null && value > 0 ? value : null)) : values;
      });
      return [thinned(steps, MOST_POINTS), ...parts] as [number[], ...(number | null)[][]];
    },
    [columns, lines, smoothing, logarithmic],
  );
  const summary = useCallback(
    (facts: CurveFacts) => {
      const table = columns(facts);
      const last = table.column('step').at(-1);
      if (last === undefined) return 'nothing yet';
      const words = lines.map(({ label: name, of }) => {
        const value = table.column(of).at(-1);
        return `${name.toLowerCase()} ${value === undefined || Number.isNaN(value) ? '–' : figure(value)}`;
      });
      return `${words.join(', ')} at step ${last}`;
    },
    [columns, lines, figure],
  );
  return (
    <LiveChart
      label={label}
      hint={hint}
      lines={lines}
      logarithmic={logarithmic}
      read={read}
      summary={summary}
    />
  );
}
