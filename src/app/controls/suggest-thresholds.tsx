import { Scale } from 'lucide-react';
import { useActions, useRun } from '../session/context.tsx';

/** Start values for the thresholds from labelled images; what is under way can be given up. */
export function SuggestThresholds() {
  const labelled = useRun(({ description }) => description?.labelled.length ?? 0);
  const suggesting = useRun((facts) => facts.suggesting);
  const { suggestThresholds, cancelSuggestion } = useActions();
  if (suggesting) {
    const share = Math.round((100 * suggesting.done) / suggesting.all);
    return (
      <div className="suggesting">
        <progress aria-label="Suggesting thresholds" value={suggesting.done} max={suggesting.all} />
        <span className="muted facts">{share} %</span>
        <button
          type="button"
          className="button small"
          title="Gives the suggestion up; thresholds stay as they are"
          onClick={() => void cancelSuggestion()}
        >
          Cancel
        </button>
      </div>
    );
  }
  return (
    <button
      type="button"
      className="button small"
      disabled={labelled < 2}
      title="Trains three networks for as long as the burn-in, each on two thirds of the labelled images, and sets the thresholds by what they see in the rest. Takes as long as three burn-ins."
      onClick={() => void suggestThresholds()}
    >
      <Scale aria-hidden="true" size={13} />
      Suggest from labels
    </button>
  );
}
