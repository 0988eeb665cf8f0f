import { Play } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { isUnmeasured } from '../../state/run.ts';
import { count } from '../format.ts';
import { useActions, useRun, useRuns, useSettings } from '../session/context.tsx';
import { ABLATION, ablationRows, latestAblation, MOST_SEEDS } from './ablation.ts';
import { AblationChart, inFigures } from './ablation-chart.tsx';
import { OutButtons } from './out-buttons.tsx';

/** Which parts of the method are worth their place: trains the same data and seeds with a part more each time. */
export function AblationSection() {
  const [steps, setSteps] = useState<readonly string[]>(ABLATION.map(({ name }) => name));
  const [seeds, setSeeds] = useState(1);
  const waiting = useRuns((facts) => facts.queue.length);
  const length = useSettings(({ asked }) => asked.steps);
  const unmeasured = useRun(isUnmeasured);
  const { ablate, stopQueue } = useActions();
  const runs = steps.length * seeds;
  return (
    <section aria-label="Ablation">
      <header>
        <h3>Ablation</h3>
      </header>
      <fieldset className="ablation-steps" aria-label="Steps of the ablation">
        {ABLATION.map(({ name, help }) => (
          <label key={name} title={help}>
            <input
              type="checkbox"
              checked={steps.includes(name)}
              onChange={({ target }) =>
                setSteps(target.checked ? [...steps, name] : steps.filter((one) => one !== name))
              }
            />
            {name}
          </label>
        ))}
        <label title="Each seed draws other labels, batches and weights; the intervals are over them.">
          Seeds
          <input
            type="number"
            min={1}
            max={MOST_SEEDS}
            value={seeds}
            onChange={({ target }) => {
              const value = Math.round(target.valueAsNumber);
              if (value >= 1 && value <= MOST_SEEDS) setSeeds(value);
            }}
          />
        </label>
      </fieldset>
      <footer>
        <button
          type="button"
          className="button"
          disabled={waiting > 0 || runs === 0 || unmeasured}
          title="Trains the chosen steps, one run after another, on the same data and seeds"
          onClick={() => void ablate({ steps, seeds })}
        >
          <Play aria-hidden="true" size={14} />
          Ablation
        </button>
        {waiting > 0 ? (
          <>
            <span className="muted" role="status">
              {count(waiting)} more {waiting === 1 ? 'run' : 'runs'} to come.
            </span>
            <button
              type="button"
              className="button small"
              title="The run under way goes on to its end; those that wait are forgotten"
              onClick={stopQueue}
            >
              Stop after this one
            </button>
          </>
        ) : unmeasured ? (
          <span className="muted">
            There are no validation images to compare runs on. Label more: of every five images one measures.
          </span>
        ) : (
          <span className="muted">
            Trains {count(runs)} {runs === 1 ? 'run' : 'runs'} of {count(length)} steps, one after another.
            Each step changes what it is named for; thresholds and class goal stay as they are set.
          </span>
        )}
      </footer>
      <LatestAblation />
    </section>
  );
}

function LatestAblation() {
  const kept = useRuns((facts) => facts.runs);
  const picture = useRef<SVGSVGElement>(null);
  const rows = useMemo(() => {
    const id = latestAblation(kept);
    return id === undefined ? [] : ablationRows(kept, id);
  }, [kept]);
  if (rows.length === 0) return null;
  const single = rows.every(({ aps }) => aps.length < 2);
  const gains = rows.flatMap(({ step, gain }) => (gain ? [`${step} ${signed(inFigures(gain))}`] : []));
  return (
    <>
      <header>
        <h3>Its latest result</h3>
        <span className="spacer" />
        <OutButtons name="penumbra-ablation" runs={rows.flatMap(({ runs }) => runs)} picture={picture} />
      </header>
      <AblationChart rows={rows} picture={picture} />
      <p className="muted">
        Mask AP on the validation images, percent; a dot per seed
        {single
          ? '. One seed has no interval: choose two or more to tell parts from chance.'
          : ', a whisker for the 95 % interval of the mean (Student’s t).'}{' '}
        {gains.length > 0 && `Over ${rows[0]?.step}, seed by seed: ${gains.join('; ')}.`}
      </p>
    </>
  );
}

const signed = (figure: string): string => (figure.startsWith('-') ? figure.replace('-', '−') : `+${figure}`);
