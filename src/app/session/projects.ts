import type { Commands } from '../../engine/client.ts';
import { defaultSettings } from '../../settings/settings.ts';
import type { Stores } from '../../state/stores.ts';
import type { Complain } from './complain.ts';
import type { Knobs } from './knobs.ts';
import type { Labelling } from './labelling.ts';
import type { Transport } from './transport.ts';

/** A person's own projects: each is left before another has its place. */
export function createProjects(
  engine: Commands,
  { run }: Pick<Stores, 'run'>,
  complain: Complain,
  { wish }: Pick<Knobs, 'wish'>,
  { openRun }: Pick<Transport, 'openRun'>,
  { leave, settle }: Pick<Labelling, 'leave' | 'settle'>,
) {
  /** As many labelled as where one begins: all of one's own are, and the demo would have nothing left to label. */
  async function openSamples(): Promise<void> {
    try {
      await leave();
      wish({ dataset: 'demo', labelled: defaultSettings.labelled });
      await openRun('where it stood');
    } catch (error) {
      complain('opening the sample data', error);
    }
  }

  return {
    openSamples,
    projects: () => engine.projects(),
    /** Goes on with another project. */
    async openProject(id: string): Promise<void> {
      try {
        await leave();
        const settings = await engine.openProject(id);
        wish(settings ?? { dataset: 'own', labelled: '100%' });
        await openRun('where it stood');
      } catch (error) {
        complain('opening the project', error);
      }
    },
    async renameProject(id: string, name: string): Promise<void> {
      await engine.renameProject(id, name).catch((error: unknown) => complain('renaming the project', error));
    },
    async duplicateProject(id: string): Promise<void> {
      await settle();
      await engine.duplicateProject(id).catch((error: unknown) => complain('copying the project', error));
    },
    /** Where it is the open one, the page goes back to the demo: nothing may be drawn on images that are gone. */
    async deleteProject(id: string): Promise<void> {
      const isOpen = run.getState().description?.project === id;
      try {
        // Another one may have to go to make room for what is drawn on this.
        if (isOpen) await leave();
        await engine.deleteProject(id);
        if (isOpen) await openSamples();
      } catch (error) {
        complain('deleting the project', error);
      }
    },
    async restoreProject(id: string): Promise<void> {
      await engine.restoreProject(id).catch((error: unknown) => complain('bringing the project back', error));
    },
    /** As the other tab left it: what is shown here may be older. */
    async takeOverProject(): Promise<void> {
      try {
        await leave();
        await engine.takeOverProject();
        await openRun('where it stood');
      } catch (error) {
        complain('taking the project over', error);
      }
    },
  };
}
