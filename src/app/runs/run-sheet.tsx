import { useActions, useRuns } from '../session/context.tsx';
import { Sheet } from '../sheet.tsx';
import { AblationSection } from './ablation-section.tsx';
import { AsideList } from './aside-list.tsx';
import { RunTable } from './run-table.tsx';
import { SideBySide } from './side-by-side.tsx';

/** Every run that was evaluated: in a table, side by side where wanted, and ablations. */
export default function RunSheet() {
  const open = useRuns((facts) => facts.sheetOpen);
  const { toggleRuns } = useActions();
  return (
    <Sheet title="Runs" look="wide" open={open} onClose={toggleRuns}>
      <p className="muted">
        Kept on this computer from their first evaluation on. Those that are ticked are drawn beside the
        present one.
      </p>
      {/* A closed dialog is not drawn anew with every evaluation. */}
      {open && (
        <>
          <RunTable />
          <AsideList />
          <SideBySide />
          <AblationSection />
        </>
      )}
    </Sheet>
  );
}
