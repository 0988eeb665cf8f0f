import { type CurveFacts, scoreNames } from '../../state/curves.ts';
import { percent } from '../format.ts';
import { useSettings } from '../session/context.tsx';
import { type Line, LiveChart } from './live-chart.tsx';
import { thinned } from './smoothing.ts';

const lines: readonly Line[] = [
  { label: 'AP', colour: '--ink', width: 2, points: true },
  { label: 'AP50', colour: '--series-1', width: 1.5, points: true },
  { label: 'AP75', colour: '--series-3', width: 1.5, dash: [6, 3], points: true },
];

const read = ({ scores }: CurveFacts) => {
  const most = scores.length;
  const step = thinned(scores.column('step'), most) as number[];
  return [step, ...scoreNames.map((name) => thinned(scores.column(name), most))] as [
    number[],
    ...(number | null)[][],
  ];
};

const summary = ({ scores }: CurveFacts): string =>
  scores.length === 0
    ? 'no evaluation yet'
    : `AP ${percent(scores.column('ap').at(-1))} after ${scores.length} evaluations`;

export default function ScoreChart() {
  const every = useSettings(({ running, asked }) => (running ?? asked).evaluateEvery);
  return (
    <LiveChart
      hint={`Evaluated every ${every} steps; the first result follows step ${every}.`}
      label="Validation mask AP in percent"
      lines={lines}
      read={read}
      summary={summary}
    />
  );
}
