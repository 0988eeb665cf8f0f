import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { isReady } from '../../state/run.ts';
import { waitingKnobs } from '../../state/settings.ts';
import { useActions, useRun, useSettings } from '../session/context.tsx';
import { shortcuts } from '../shortcuts/table.ts';

const hint = ({ does, shown }: { readonly does: string; readonly shown: string }) => `${does} (${shown})`;

/** Play or pause, a single step, reset. */
export function Transport() {
  const state = useRun((facts) => facts.state);
  const ready = useRun(isReady);
  const waiting = useSettings((facts) => waitingKnobs(facts).length > 0);
  const { playPause, step, reset } = useActions();
  const running = state === 'running';
  const canTrain = ready && (running || state === 'paused');
  const MainIcon = running ? Pause : Play;
  return (
    <fieldset className="transport" aria-label="Training" data-state={state}>
      <button
        type="button"
        className="button primary"
        onClick={() => void playPause()}
        disabled={!canTrain}
        title={hint(shortcuts.playPause)}
        aria-keyshortcuts="Space"
      >
        <MainIcon aria-hidden="true" size={16} fill="currentColor" />
        {running ? 'Pause' : 'Play'}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => void step()}
        disabled={!canTrain}
        title={hint(shortcuts.step)}
        aria-keyshortcuts="."
      >
        <StepForward aria-hidden="true" size={16} />
        Step
      </button>
      <button
        type="button"
        className={waiting ? 'button attention' : 'button'}
        onClick={() => void reset()}
        disabled={!ready && state !== 'failed'}
        title={hint(shortcuts.reset)}
        aria-keyshortcuts="r"
      >
        <RotateCcw aria-hidden="true" size={16} />
        Reset
      </button>
    </fieldset>
  );
}
