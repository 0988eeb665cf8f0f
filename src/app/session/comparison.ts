import { forgetKeptRun, type KeptRun, type QueuedRun, toggleCompared } from '../../state/runs.ts';
import type { Stores } from '../../state/stores.ts';
import { type AblationPlan, ablationQueue } from '../runs/ablation.ts';
import type { Knobs } from './knobs.ts';
import { followQueue } from './queue.ts';
import type { Transport } from './transport.ts';

/** Runs beside each other: those that are kept, and an ablation's, which wait in a queue. */
export function createComparison(
  stores: Pick<Stores, 'run' | 'runs' | 'settings'>,
  { change }: Pick<Knobs, 'change'>,
  { reset, play }: Pick<Transport, 'reset' | 'play'>,
) {
  const { runs, settings } = stores;

  /** Where a finished run stands, both the queue and the button that fills it ask for the first run. */
  let begun: QueuedRun | undefined;
  /** Only a run that stands leaves the queue: a reload just before then loses none. It may have been stopped meanwhile. */
  async function begin(next: QueuedRun): Promise<void> {
    if (begun === next) return;
    begun = next;
    await change(next.settings);
    await reset();
    if (!runs.getState().queue.includes(next)) return;
    runs.setState(({ queue }) => ({ part: next.ablation, queue: queue.filter((one) => one !== next) }));
    await play();
  }
  followQueue(stores, begin);

  return {
    toggleRuns: () => runs.setState(({ sheetOpen }) => ({ sheetOpen: !sheetOpen })),
    compare: (id: string) => toggleCompared(runs, id),
    forgetKept: (id: string) => forgetKeptRun(runs, id),
    /** Another run of the same settings, ready to play. */
    async repeat(kept: KeptRun): Promise<void> {
      runs.setState({ sheetOpen: false });
      await change(kept.settings);
      await reset();
    },
    /** Queues an ablation with the present settings, draws each run beside the others, and begins. */
    async ablate(plan: AblationPlan): Promise<void> {
      const queue = ablationQueue(settings.getState().asked, plan);
      const [first] = queue;
      if (!first) return;
      runs.setState({ queue, sheetOpen: false });
      await begin(first);
    },
    stopQueue: () => runs.setState({ queue: [] }),
  };
}
