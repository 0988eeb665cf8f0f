import { useMemo } from 'react';
import { type CurveFacts, scoreNames } from '../../state/curves.ts';
import { isUnmeasured } from '../../state/run.ts';
import { type KeptRun, runName, scoresOf } from '../../state/runs.ts';
import { percent } from '../format.ts';
import { comparedLooks, presentLook } from '../runs/looks.ts';
import { useRun, useRuns, useSettings } from '../session/context.tsx';
import { type Line, LiveChart } from './live-chart.tsx';
import { scores } from './series.ts';
import { smoothed } from './smoothing.ts';

type Points = readonly (readonly [steps: readonly number[], values: ArrayLike<number>])[];

/** Curves with steps of their own on common steps; null where one has no value, as uPlot wants it. Steps without any are left out. */
export function onCommonSteps(curves: Points): [number[], ...(number | null)[][]] {
  const measured = curves.flatMap(([own, values]) => own.filter((_, i) => !Number.isNaN(values[i])));
  const steps = [...new Set(measured)].sort((a, b) => a - b);
  const columns = curves.map(([own, values]) => {
    const known = new Map(own.map((step, i) => [step, values[i]]));
    return steps.map((step) => {
      const value = known.get(step);
      return value === undefined || Number.isNaN(value) ? null : value;
    });
  });
  return [steps, ...columns];
}

const summary = ({ scores }: CurveFacts): string =>
  scores.length === 0
    ? 'no evaluation yet'
    : `AP ${percent(scores.column('ap').at(-1))} after ${scores.length} evaluations`;

function useCompared(): readonly KeptRun[] {
  const runs = useRuns((facts) => facts.runs);
  const compared = useRuns((facts) => facts.compared);
  const present = useRuns((facts) => facts.present);
  return useMemo(
    () =>
      compared
        .map((id) => runs.find((run) => run.id === id))
        .filter((run) => run !== undefined)
        .filter(({ id }) => id !== present),
    [runs, compared, present],
  );
}

export default function ScoreChart({ smoothing }: { readonly smoothing: number }) {
  const every = useSettings(({ running, asked }) => (running ?? asked).evaluateEvery);
  const unmeasured = useRun(isUnmeasured);
  const compared = useCompared();
  const drawn = useMemo(
    () => [
      ...scores,
      ...compared.map((run, i): Line => {
        const { colour, dash } = comparedLooks[i % comparedLooks.length] ?? presentLook;
        return { label: runName(run), colour, width: 1.5, dash: [...dash] };
      }),
    ],
    [compared],
  );
  const read = useMemo(
    () => (facts: CurveFacts) => {
      const smooth = (steps: readonly number[], values: readonly number[]) =>
        [steps, smoothed(values, steps, smoothing)] as const;
      const present = scoresOf(facts.scores);
      return onCommonSteps([
        ...scoreNames.map((name) => smooth(present.step, present[name])),
        smooth(Array.from(facts.student.column('step')), Array.from(facts.student.column('ap'))),
        ...compared.map(({ scores }) => smooth(scores.step, scores.ap)),
      ]);
    },
    [compared, smoothing],
  );
  return (
    <LiveChart
      hint={
        unmeasured
          ? 'There are no validation images to measure on. Label more: of every five images one measures instead of teaching.'
          : `Evaluated every ${every} steps; the first result follows step ${every}.`
      }
      label="Validation mask AP in percent"
      lines={drawn}
      read={read}
      summary={summary}
    />
  );
}
