import { Info, X } from 'lucide-react';
import { useState } from 'react';
import { useRun } from '../session/context.tsx';
import { shortcomings } from './capabilities.ts';

/** Tells once what this browser lacks for training, what that means and what still works. */
export function CapabilityNotice() {
  const capabilities = useRun((facts) => facts.capabilities);
  const [dismissed, setDismissed] = useState(false);
  const found = capabilities ? shortcomings(capabilities) : [];
  if (dismissed || found.length === 0) return null;
  return (
    <section className="capabilities" aria-label="What this browser can do">
      <Info aria-hidden="true" size={18} />
      <ul>
        {found.map(({ what, means, works }) => (
          <li key={what}>
            <strong>{what}</strong> {means} {works}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="icon-button"
        aria-label="Dismiss what this browser can do"
        title="Takes this notice away; what the device can do stays with the settings"
        onClick={() => setDismissed(true)}
      >
        <X aria-hidden="true" size={16} />
      </button>
    </section>
  );
}
