import { lazy, Suspense } from 'react';
import { count } from '../format.ts';
import { useActions, useLook, useRuns } from '../session/context.tsx';

/** uPlot is the largest thing beside React, and the page can be read without it. */
const LossChart = lazy(() => import('./loss-chart.tsx'));
const ScoreChart = lazy(() => import('./score-chart.tsx'));

/** How the run goes: losses and validation AP, live. */
export function CurvePanel() {
  const smoothing = useLook((facts) => facts.smoothing);
  const logarithmic = useLook((facts) => facts.logarithmic);
  const kept = useRuns(({ runs }) => runs.length);
  const { setSmoothing, toggleLogarithmic, toggleRuns } = useActions();
  return (
    <section className="curves panel" aria-label="Curves">
      <figure>
        <figcaption className="panel-head">
          <h2>Losses</h2>
          <span className="spacer" />
          <label
            className="inline"
            title="How much each point leans on those before it; 0 shows every step as it was."
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
          <button
            type="button"
            className="button small"
            aria-pressed={logarithmic}
            onClick={toggleLogarithmic}
            title="Logarithmic or linear scale (L)"
          >
            Log
          </button>
        </figcaption>
        <Suspense fallback={<div className="chart" />}>
          <LossChart smoothing={smoothing} logarithmic={logarithmic} />
        </Suspense>
      </figure>
      <figure>
        <figcaption className="panel-head">
          <h2>Validation</h2>
          <span className="muted">mask AP of the teacher, percent</span>
          <span className="spacer" />
          <button type="button" className="button small" onClick={toggleRuns} title="Runs side by side (C)">
            Runs{kept > 0 && ` (${count(kept)})`}
          </button>
        </figcaption>
        <Suspense fallback={<div className="chart" />}>
          <ScoreChart />
        </Suspense>
      </figure>
    </section>
  );
}
