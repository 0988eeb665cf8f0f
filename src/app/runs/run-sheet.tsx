import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useActions, useRuns } from '../session/context.tsx';
import { AblationSection } from './ablation-section.tsx';
import { RunTable } from './run-table.tsx';
import { SideBySide } from './side-by-side.tsx';

/** Every run that was evaluated: in a table, side by side where wanted, and ablations. */
export default function RunSheet() {
  const open = useRuns((facts) => facts.sheetOpen);
  const { toggleRuns } = useActions();
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
        <button
          type="button"
          className="icon-button"
          aria-label="Close"
          title="Close (Esc)"
          onClick={toggleRuns}
        >
          <X aria-hidden="true" size={18} />
        </button>
      </header>
      <p className="muted">
        Kept on this computer from their first evaluation on. Those that are ticked are drawn beside the
        present one.
      </p>
      {/* A closed dialog is not drawn anew with every evaluation. */}
      {open && (
        <>
          <RunTable />
          <SideBySide />
          <AblationSection />
        </>
      )}
    </dialog>
  );
}
