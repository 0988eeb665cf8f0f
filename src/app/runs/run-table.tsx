import { Trash2 } from 'lucide-react';
import { type KeptRun, runName } from '../../state/runs.ts';
import { count, duration, percent } from '../format.ts';
import { useActions, useRuns } from '../session/context.tsx';

/** Every run that was evaluated, to draw, to repeat, to forget. */
export function RunTable() {
  const runs = useRuns((facts) => facts.runs);
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
  const { compare, forgetKept, repeat } = useActions();
  const name = runName(run);
  const { ap, ap50, ap75 } = run.scores;
  return (
    <tr data-run={run.id}>
      <td>
        <input
          type="checkbox"
          aria-label={`Draw ${name}`}
          title="Draws its curve beside that of the present run"
          checked={drawn || present}
          disabled={present}
          onChange={() => compare(run.id)}
        />
      </td>
      <th scope="row">
        {name}
        <span className="muted">
          {run.project && `${run.project.name}, `}
          {present ? 'the present run' : new Date(run.ended).toLocaleString()}, {run.device}
          {run.ablation && `, ablation: ${run.ablation.step}`}
        </span>
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
          title="Sets all knobs as they were then and begins anew"
          onClick={() => void repeat(run)}
        >
          Use settings
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={`Forget ${name}`}
          title="Takes the run off this computer"
          disabled={present}
          onClick={() => forgetKept(run.id)}
        >
          <Trash2 aria-hidden="true" size={15} />
        </button>
      </td>
    </tr>
  );
}
