import type { Commands } from '../../engine/client.ts';
import type { AsideRun } from '../../engine/protocol/run.ts';
import { dismissNotice } from '../../state/notices.ts';
import type { Stores } from '../../state/stores.ts';
import type { Labelling } from './labelling.ts';
import type { Transport } from './transport.ts';

/** Runs that have given their place to others, for a person to bring back. */
export function createPutAside(
  engine: Commands,
  { runs, notices }: Pick<Stores, 'runs' | 'notices'>,
  { goOn }: Pick<Transport, 'goOn'>,
  { leave }: Pick<Labelling, 'leave'>,
) {
  /** As it was; what stands is put aside in its turn. Runs that wait in a queue would take its place at once: they go. */
  const bringBack = (id: string): Promise<void> =>
    goOn('bringing the run back', async () => {
      await leave();
      const settings = await engine.bringBack(id);
      runs.setState({ queue: [], sheetOpen: false });
      const told = notices.getState().shown.find(({ undo }) => typeof undo === 'object' && undo.run === id);
      if (told) dismissNotice(notices, told.id);
      return settings;
    });

  return {
    asideRuns: () => engine.asideRuns(),
    bringBack,
    /** The one put aside last. */
    async bringLastBack(): Promise<void> {
      // Where nothing can be kept there is none.
      const [last] = await engine.asideRuns().catch((): AsideRun[] => []);
      if (last) await bringBack(last.id);
    },
  };
}
