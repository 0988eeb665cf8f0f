import { Lock } from 'lucide-react';
import { useActions, useRun } from '../session/context.tsx';

/** Another tab has the open project: here it can be read, and trained on, until it is taken over. */
export function ReadOnly() {
  const reads = useRun((facts) => !facts.writable && facts.description?.settings.dataset === 'own');
  const { takeOverProject } = useActions();
  if (!reads) return null;
  return (
    <section className="read-only" aria-label="Open in another tab">
      <Lock aria-hidden="true" size={16} />
      <p>
        <strong>Another tab has this project open.</strong> Here it can be read and trained on, but not
        labelled.
      </p>
      <button
        type="button"
        className="button small"
        title="From now on this tab changes the project, and the other one only reads it"
        onClick={() => void takeOverProject()}
      >
        Take over
      </button>
    </section>
  );
}
