import { Trash2, Undo2 } from 'lucide-react';
import { type KeptRun, latestFirst, runName } from '../../state/runs.ts';
import { count, duration, percent } from '../format.ts';
import { useActions, useRuns } from '../session/context.tsx';

/** Every run that was evaluated, to draw, to repeat, to forget. */
export function RunTable() {
  const kept = useRuns((facts) => facts.runs);
  const forgotten = useRuns((facts) => facts.forgotten);
  const runs = latestFirst([...kept, ...forgotten.map(({ run }) => run)]);
  if (runs.length === 0) return <p>No run has been evaluated yet.</p>;
  return (
    <div className="run-list">
      <table className="runs" aria-label="Runs kept">
        <thead>
          <tr>
            <th scope="col">Draw</th>
            <th scope="col">What differs from the defaults</th>
            <th scope="col">Steps</th>
            <th scope="col">AP</th>
            <th scope="col">AP50</th>
            <th scope="col">AP75</th>
            <th scope="col">Time</th>
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
    </div>
  );
}

function RunRow({ run }: { readonly run: KeptRun }) {
  const drawn = useRuns(({ compared }) => compared.includes(run.id));
  const present = useRuns((facts) => facts.present === run.id);
  const forgotten = useRuns((facts) => facts.forgotten.some((one) => one.run === run));
  const { compare, forgetKept, repeat, restoreKept } = useActions();
  const name = runName(run);
  const { ap, ap50, ap75 } = run.scores;
  return (
    <tr data-run={run.id} className={forgotten ? 'forgotten' : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={`Draw ${name}`}
          title="Draws its curve beside that of the present run"
          checked={drawn || present}
          disabled={present || forgotten}
          onChange={() => compare(run.id)}
        />
      </td>
      <th scope="row">
        {name}
        {forgotten ? (
          <span className="muted" role="status">
            is forgotten.
          </span>
        ) : (
          <span className="muted">
            {run.project && `${run.project.name}, `}
            {present ? 'the present run' : new Date(run.ended).toLocaleString()}, {run.device}
            {run.ablation && `, ablation: ${run.ablation.step}`}
          </span>
        )}
      </th>
      <td>{count(run.steps)}</td>
      <td>{percent(ap.at(-1))}</td>
      <td>{percent(ap50.at(-1))}</td>
      <td>{percent(ap75.at(-1))}</td>
      <td>{duration(run.seconds)}</td>
      <td className="row-actions">
        <button
          type="button"
          className="button small"
          title="Sets all knobs as they were then and begins anew; the run that stands can be brought back"
          disabled={forgotten}
          onClick={() => void repeat(run)}
        >
          Use settings
        </button>
        {/* One button for both, so that it keeps the focus. */}
        <button
          type="button"
          className="icon-button"
          aria-label={forgotten ? `Bring ${name} back` : `Forget ${name}`}
          title={
            forgotten
              ? 'For five minutes; then its figures and its curve are gone'
              : 'Takes the run off this computer; for five minutes it can be brought back'
          }
          disabled={present}
          onClick={() => (forgotten ? restoreKept : forgetKept)(run.id)}
        >
          {forgotten ? <Undo2 aria-hidden="true" size={15} /> : <Trash2 aria-hidden="true" size={15} />}
        </button>
      </td>
    </tr>
  );
}
