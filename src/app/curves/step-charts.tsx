import { ClassChart } from './class-chart.tsx';
import { fates, losses, thresholds, worth } from './series.ts';
import { StepChart } from './step-chart.tsx';

export type ChartName = 'losses' | 'fates' | 'thresholds' | 'classThresholds' | 'maskThresholds' | 'worth';

interface ChartsProps {
  readonly show: ChartName;
  readonly smoothing: number;
  readonly logarithmic: boolean;
}

/** Each of the charts over the steps of training. */
export default function StepCharts({ show, smoothing, logarithmic }: ChartsProps) {
  const look = { smoothing, logarithmic };
  switch (show) {
    case 'losses':
      return <StepChart key={show} series={losses} {...look} />;
    case 'fates':
      return <StepChart key={show} series={fates} {...look} />;
    case 'thresholds':
      return <StepChart key={show} series={thresholds} {...look} />;
    case 'classThresholds':
      return <ClassChart key={show} kind="class" smoothing={smoothing} />;
    case 'maskThresholds':
      return <ClassChart key={show} kind="mask" smoothing={smoothing} />;
    case 'worth':
      return <StepChart key={show} series={worth} {...look} />;
  }
}
