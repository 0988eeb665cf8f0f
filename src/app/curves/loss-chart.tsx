import { useCallback } from 'react';
import { type CurveFacts, lossNames } from '../../state/curves.ts';
import { figure } from '../format.ts';
import { type Line, LiveChart } from './live-chart.tsx';
import { smoothed, thinned } from './smoothing.ts';

/** More points than a chart has pixels tell nothing. */
const most = 1200;

/** Told apart by dash as well as by colour. */
const lines: readonly Line[] = [
  { label: 'Total', colour: '--ink', width: 2 },
  { label: 'Objectness', colour: '--series-1', width: 1.5 },
  { label: 'Classes', colour: '--series-2', width: 1.5, dash: [8, 3] },
  { label: 'Mask', colour: '--series-3', width: 1.5, dash: [3, 3] },
  { label: 'Dice', colour: '--series-4', width: 1.5, dash: [10, 3, 2, 3] },
  { label: 'Pseudo-labels', colour: '--series-5', width: 1.5, dash: [2, 2] },
];

const summary = ({ losses }: CurveFacts): string =>
  losses.length === 0
    ? 'no steps yet'
    : `total ${figure(losses.column('total').at(-1))} after ${losses.length} steps`;

interface LossChartProps {
  readonly smoothing: number;
  readonly logarithmic: boolean;
}

export default function LossChart({ smoothing, logarithmic }: LossChartProps) {
  const read = useCallback(
    ({ losses }: CurveFacts) => {
      const step = thinned(losses.column('step'), most) as number[];
      const parts = lossNames.map((name) => {
        const values = thinned(smoothed(losses.column(name), smoothing), most);
        // A logarithmic axis has no place for zero.
        return logarithmic ? values.map((value) => (value !== null && value > 0 ? value : null)) : values;
      });
      return [step, ...parts] as [number[], ...(number | null)[][]];
    },
    [smoothing, logarithmic],
  );
  const hint = 'Play, or a single step, draws the first point.';
  return (
    <LiveChart
      label="Losses"
      hint={hint}
      lines={lines}
      logarithmic={logarithmic}
      read={read}
      summary={summary}
    />
  );
}
