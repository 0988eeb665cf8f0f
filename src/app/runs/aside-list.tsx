import { Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AsideRun } from '../../engine/protocol/run.ts';
import { runName } from '../../state/runs.ts';
import { count } from '../format.ts';
import { useActions, useRun, useRuns } from '../session/context.tsx';

/** Runs that gave their place to others, to be brought back. */
export function AsideList() {
  const { asideRuns, bringBack } = useActions();
  // Another run may have put one aside.
  const description = useRun((facts) => facts.description);
  const queued = useRuns((facts) => facts.queue.length > 0);
  const [runs, setRuns] = useState<readonly AsideRun[]>([]);
  useEffect(() => {
    if (description)
      // Where nothing can be kept there is nothing to list.
      asideRuns().then(setRuns, () => setRuns([]));
  }, [description, asideRuns]);
  if (runs.length === 0) return null;
  return (
    <section aria-label="Put aside">
      <header>
        <h3>Put aside</h3>
      </header>
      <p className="muted">
        Runs that gave their place to another, as they stood. The last three stay, as long as there is room.
        {queued && ' Bringing one back ends the ablation.'}
      </p>
      <ul className="asides">
        {runs.map(({ id, step, settings }) => (
          <li key={id}>
            <button
              type="button"
              className="button small"
              aria-label={`Bring back the run that stood at step ${step}: ${runName({ settings })}`}
              title="Gives this run its place again, with its weights, its curves and its step; what stands now is put aside"
              onClick={() => void bringBack(id)}
            >
              <Undo2 aria-hidden="true" size={13} />
              Bring it back
            </button>
            <span>
              Step {count(step)} <span className="muted">{runName({ settings })}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
