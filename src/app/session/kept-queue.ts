import type { Settings } from '../../settings/schema.ts';
import { readKeptQueue, resumeQueue } from '../../state/kept-queue.ts';
import { addNotice } from '../../state/notices.ts';
import type { Stores } from '../../state/stores.ts';
import { plural } from '../format.ts';
import { openQueueShelf, type QueueShelf } from './queue-shelf.ts';

/**
 * Brings back the runs that were to follow the one that stands, and keeps them as they are from then on. Without storage,
 * a queue lasts as long as the page.
 */
export async function keepQueue(
  { run, runs, settings, notices }: Pick<Stores, 'run' | 'runs' | 'settings' | 'notices'>,
  openShelf: () => Promise<QueueShelf | undefined> = openQueueShelf,
): Promise<void> {
  try {
    const shelf = await openShelf();
    if (!shelf) return;
    const kept = readKeptQueue(await shelf.read());
    const standing = { settings: await firstRun(settings), project: run.getState().description?.project };
    // Somebody may have queued others meanwhile.
    const found = kept && runs.getState().queue.length === 0 ? resumeQueue(kept, standing) : undefined;
    if (found) {
      runs.setState(found);
      if (found.queue.length > 0)
        addNotice(notices, {
          level: 'info',
          what: `${plural(found.queue.length, 'run', 'runs')} of an ablation still to come.`,
          where: 'the queue kept on this computer',
          advice: 'They follow when the present run is finished. Runs holds a button that stops them.',
        });
    }
    runs.subscribe(({ queue, part }, before) => {
      if (queue === before.queue && part === before.part) return;
      const { running, asked } = settings.getState();
      const present = { settings: running ?? asked, project: run.getState().description?.project };
      const worth = queue.length > 0 || part !== undefined;
      shelf.write(worth ? { ...present, part, queue } : undefined).catch((error: unknown) => {
        complain(notices, error);
      });
    });
  } catch (error) {
    complain(notices, error);
  }
}

/** Settings of the run that this page opens with. */
function firstRun(settings: Stores['settings']): Promise<Settings> {
  return new Promise((resolve) => {
    const { running } = settings.getState();
    if (running) resolve(running);
    const stop = settings.subscribe((facts) => {
      if (!facts.running) return;
      stop();
      resolve(facts.running);
    });
  });
}

function complain(notices: Stores['notices'], error: unknown): void {
  addNotice(notices, {
    level: 'warning',
    what: `Runs that are to follow cannot be kept: ${error instanceof Error ? error.message : String(error)}`,
    where: 'the browser’s storage',
    advice: 'They are forgotten when this page is closed. Free some space, or allow this site to store data.',
  });
}
