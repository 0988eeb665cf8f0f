import { Play, Trash2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { type KeptRun, runName } from '../../state/runs.ts';
import { count, percent } from '../format.ts';
import { useActions, useRuns } from '../session/context.tsx';
import { ABLATION } from './ablation.ts';

/** Every run that was evaluated: side by side in a table, and on the axes of the validation chart where wanted. */
export function RunSheet() {
  const open = useRuns((facts) => facts.sheetOpen);
  const runs = useRuns((facts) => facts.runs);
  const waiting = useRuns((facts) => facts.queue.length);
  const { toggleRuns, ablate, stopQueue } = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className="sheet wide"
      aria-labelledby="runs-title"
      // Escape closes the dialog itself; the store must hear of it.
      onClose={() => open && toggleRuns()}
    >
      <header>
        <h2 id="runs-title">Runs</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={toggleRuns}>
          <X aria-hidden="true" size={18} />
        </button>
      </header>
      <p className="muted">
        Kept on this computer from their first evaluation on. Those that are ticked are drawn beside the
        present one.
      </p>
      {runs.length === 0 ? (
        <p>No run has been evaluated yet.</p>
      ) : (
        <table className="runs">
          <thead>
            <tr>
              <th scope="col">Draw</th>
              <th scope="col">What differs from the defaults</th>
              <th scope="col">Steps</th>
              <th scope="col">AP</th>
              <th scope="col">AP50</th>
              <th scope="col">Best AP</th>
              <th scope="col">
                <span className="unseen">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </table>
      )}
      <footer>
        <button type="button" className="button" disabled={waiting > 0} onClick={() => void ablate()}>
          <Play aria-hidden="true" size={14} />
          Ablation
        </button>
        {waiting > 0 ? (
          <>
            <span className="muted" role="status">
              {count(waiting)} more {waiting === 1 ? 'run' : 'runs'} to come.
            </span>
            <button type="button" className="button small" onClick={stopQueue}>
              Stop after this one
            </button>
          </>
        ) : (
          <span className="muted">
            Trains {ABLATION.length} runs with the present settings, one after another:{' '}
            {ABLATION.map(({ name }) => name).join(', ')}.
          </span>
        )}
      </footer>
    </dialog>
  );
}

function RunRow({ run }: { readonly run: KeptRun }) {
  const drawn = useRuns(({ compared }) => compared.includes(run.id));
  const present = useRuns((facts) => facts.present === run.id);
  const { compare, forgetKept, repeat } = useActions();
  const name = runName(run);
  const found = run.scores.ap.filter((ap) => !Number.isNaN(ap));
  const best = found.length > 0 ? Math.max(...found) : undefined;
  return (
    <tr data-run={run.id}>
      <td>
        <input
          type="checkbox"
          aria-label={`Draw ${name}`}
          checked={drawn || present}
          disabled={present}
          onChange={() => compare(run.id)}
        />
      </td>
      <th scope="row">
        {name}
        <span className="muted">
          {present ? 'the present run' : new Date(run.ended).toLocaleString()}, {run.device}
        </span>
      </th>
      <td>{count(run.steps)}</td>
      <td>{percent(run.scores.ap.at(-1))}</td>
      <td>{percent(run.scores.ap50.at(-1))}</td>
      <td>{percent(best)}</td>
      <td className="row-actions">
        <button type="button" className="button small" onClick={() => void repeat(run)}>
          Use settings
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={`Forget ${name}`}
          disabled={present}
          onClick={() => forgetKept(run.id)}
        >
          <Trash2 aria-hidden="true" size={15} />
        </button>
      </td>
    </tr>
  );
}
