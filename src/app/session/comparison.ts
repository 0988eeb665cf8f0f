import type { Beginning } from '../../engine/protocol/run.ts';
import {
  dropForgotten,
  forgetKeptRun,
  type KeptRun,
  type QueuedRun,
  restoreKeptRun,
  toggleCompared,
} from '../../state/runs.ts';
import type { Stores } from '../../state/stores.ts';
import { type AblationPlan, ablationQueue } from '../runs/ablation.ts';
import { followQueue } from './queue.ts';
import type { Transport } from './transport.ts';

/** Milliseconds in which a run that was forgotten can be brought back: as long as a deleted project can. */
const FORGETTING = 5 * 60_000;

/** Runs beside each other: those that are kept, and an ablation's, which wait in a queue. */
export function createComparison(
  stores: Pick<Stores, 'run' | 'runs' | 'settings'>,
  { begin, play }: Pick<Transport, 'begin' | 'play'>,
) {
  const { run, runs, settings } = stores;
  const openProject = () => run.getState().description?.project;

  /** Where a finished run stands, both the queue and the button that fills it ask for the first run. */
  let begun: QueuedRun | undefined;
  /** Only a run that stands leaves the queue: a reload just before then loses none. It may have been stopped meanwhile. */
  async function follow(next: QueuedRun, beginning: Beginning): Promise<void> {
    if (begun === next) return;
    begun = next;
    const waits = () => runs.getState().queue.includes(next) && openProject() === next.project;
    await begin(() => (waits() ? next.settings : undefined), beginning);
    begun = undefined;
    if (!waits()) return;
    runs.setState(({ queue }) => ({ part: next.ablation, queue: queue.filter((one) => one !== next) }));
    await play();
  }
  // What an ablation has trained is kept as its curve; a run by hand can be brought back.
  followQueue(stores, (next) => follow(next, runs.getState().part ? 'next' : 'anew'));

  return {
    toggleRuns: () => runs.setState(({ sheetOpen }) => ({ sheetOpen: !sheetOpen })),
    compare: (id: string) => toggleCompared(runs, id),
    /** For a while it can be brought back. */
    forgetKept(id: string): void {
      forgetKeptRun(runs, id);
      setTimeout(() => dropForgotten(runs, id), FORGETTING);
    },
    restoreKept: (id: string) => restoreKeptRun(runs, id),
    /** Another run of the same settings, ready to play. */
    async repeat(kept: KeptRun): Promise<void> {
      runs.setState({ sheetOpen: false });
      await begin(() => kept.settings, 'anew');
    },
    /** Queues an ablation with the present settings, draws each run beside the others, and begins. */
    async ablate(plan: AblationPlan): Promise<void> {
      const queue = ablationQueue(settings.getState().asked, plan, openProject());
      const [first] = queue;
      if (!first) return;
      runs.setState({ queue, sheetOpen: false });
      await follow(first, 'anew');
    },
    stopQueue: () => runs.setState({ queue: [] }),
  };
}
