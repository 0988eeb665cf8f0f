import { lazy, Suspense, useState } from 'react';
import { count } from '../format.ts';
import { useActions, useLook, useRuns } from '../session/context.tsx';
import type { ChartName } from './step-charts.tsx';
import { TimeLine } from './time-line.tsx';

/** uPlot is the largest thing beside React, and the page can be read without it. */
const StepCharts = lazy(() => import('./step-charts.tsx'));
const ScoreChart = lazy(() => import('./score-chart.tsx'));

const left: readonly (readonly [ChartName, string, string])[] = [
  ['losses', 'Losses', 'What the student is asked to lower'],
  ['fates', 'Fates', 'What becomes of the candidates of each step'],
  ['thresholds', 'Thresholds', 'Lowest qualities that are kept: mean, lowest and highest over the classes'],
];

/** Of the thresholds: all classes in one, or each by itself. */
const ofThresholds: readonly (readonly [ChartName, string, string])[] = [
  ['thresholds', 'All', 'Both thresholds: mean, lowest and highest over the classes'],
  ['classThresholds', 'Class', 'The class threshold of each class'],
  ['maskThresholds', 'Mask', 'The mask threshold of each class'],
];

const right = [
  ['scores', 'Validation', 'Mask AP on validation images, percent'],
  ['worth', 'Pseudo-labels', 'What the kept pseudo-labels are worth, against hidden truth'],
] as const;

/** How the run goes, live, and its moments to look back at. */
export function CurvePanel() {
  const smoothing = useLook((facts) => facts.smoothing);
  const logarithmic = useLook((facts) => facts.logarithmic);
  const kept = useRuns(({ runs }) => runs.length);
  const { setSmoothing, toggleLogarithmic, toggleRuns } = useActions();
  const [onLeft, showOnLeft] = useState<ChartName>('losses');
  const isThresholds = ofThresholds.some(([name]) => name === onLeft);
  const [onRight, showOnRight] = useState<(typeof right)[number][0]>('scores');
  return (
    <section className="curves panel" aria-label="Curves">
      <figure>
        <figcaption className="panel-head">
          <Switch
            label="Curves of training"
            choices={left}
            chosen={isThresholds ? 'thresholds' : onLeft}
            onChoose={showOnLeft}
          />
          {isThresholds && (
            <Switch label="Thresholds of" choices={ofThresholds} chosen={onLeft} onChoose={showOnLeft} />
          )}
          <span className="spacer" />
          <label
            className="inline"
            title="How much every curve leans on the step before; 0 shows each point as it was. What is measured rarely, like AP, moves only near 0.99."
          >
            Smoothing
            <input
              type="range"
              min={0}
              max={0.99}
              step={0.01}
              value={smoothing}
              onChange={(event) => setSmoothing(event.target.valueAsNumber)}
            />
            <output>{smoothing.toFixed(2)}</output>
          </label>
          {!isThresholds && (
            <button
              type="button"
              className="button small"
              aria-pressed={logarithmic}
              onClick={toggleLogarithmic}
              title="Logarithmic or linear scale (L)"
            >
              Log
            </button>
          )}
        </figcaption>
        <Suspense fallback={<div className="chart" />}>
          <StepCharts show={onLeft} smoothing={smoothing} logarithmic={logarithmic && !isThresholds} />
        </Suspense>
      </figure>
      <figure>
        <figcaption className="panel-head">
          <Switch label="Curves of quality" choices={right} chosen={onRight} onChoose={showOnRight} />
          <span className="muted">{onRight === 'scores' ? 'mask AP, percent' : 'of the kept, 0 to 1'}</span>
          <span className="spacer" />
          <button type="button" className="button small" onClick={toggleRuns} title="Runs side by side (C)">
            Runs{kept > 0 && ` (${count(kept)})`}
          </button>
        </figcaption>
        <Suspense fallback={<div className="chart" />}>
          {onRight === 'scores' ? (
            <ScoreChart smoothing={smoothing} />
          ) : (
            <StepCharts show="worth" smoothing={smoothing} logarithmic={false} />
          )}
        </Suspense>
      </figure>
      <TimeLine />
    </section>
  );
}

interface SwitchProps<Name extends string> {
  readonly label: string;
  readonly choices: readonly (readonly [name: Name, title: string, help: string])[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

function Switch<Name extends string>({ label, choices, chosen, onChoose }: SwitchProps<Name>) {
  return (
    <fieldset className="switch" aria-label={label}>
      {choices.map(([name, title, help]) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === chosen}
          title={help}
          onClick={() => onChoose(name)}
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
}
