import type { RunState } from '../../engine/protocol/run.ts';
import { count, duration } from '../format.ts';
import { useFigures, useRun, useSettings } from '../session/context.tsx';

const inWords: Readonly<Record<RunState, string>> = {
  preparing: 'Preparing data, device and network…',
  paused: 'Paused',
  running: 'Training',
  finished: 'Finished',
  failed: 'Stopped',
};

/** Where the run is: step of steps, what is left. */
export function Progress() {
  const state = useRun((facts) => facts.state);
  const step = useFigures((facts) => facts.step);
  const remaining = useFigures((facts) => facts.remainingSeconds);
  const steps = useSettings(({ running, asked }) => (running ?? asked).steps);
  const left = state === 'running' && remaining !== undefined ? `, ${duration(remaining)} left` : '';
  return (
    <div className="progress" data-step={step} data-steps={steps}>
      <div className="progress-words">
        <span className="step-count">
          Step <strong>{count(step)}</strong> of {count(steps)}
        </span>
        <span className="muted" role="status">
          {inWords[state]}
        </span>
        <span className="muted eta">{left.slice(2)}</span>
      </div>
      <progress value={step} max={steps} aria-label="Steps trained" />
    </div>
  );
}
