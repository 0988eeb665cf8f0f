import type { DBSchema } from 'idb';
import { BrowserDatabase } from '../../engine/browser-database.ts';
import type { KeptQueue } from '../../state/kept-queue.ts';

/** Where a queue is kept from one visit to the next. @throws Error, each of them, where nothing can be stored. */
export interface QueueShelf {
  /** As some version of this page has written it. */
  read(): Promise<unknown>;
  /** Undefined takes it away. */
  write(queue: KeptQueue | undefined): Promise<void>;
}

interface Schema extends DBSchema {
  queue: { key: string; value: KeptQueue };
}

const NAME = 'penumbra-queue';
const KEY = 'present';

/** Milliseconds in which a tab that is being reloaded lets go. */
const patience = 2_000;

/**
 * One tab at a time keeps its queue: two would train the same runs.
 * @returns undefined where another tab does.
 */
export async function openQueueShelf(): Promise<QueueShelf | undefined> {
  if (!(await ownsQueue())) return undefined;
  const database = new BrowserDatabase<Schema>(NAME, 1, (fresh) => {
    fresh.createObjectStore('queue');
  });
  return {
    read: async () => (await database.open()).get('queue', KEY),
    async write(queue) {
      const opened = await database.open();
      if (queue) await opened.put('queue', queue, KEY);
      else await opened.delete('queue', KEY);
    },
  };
}

/** Held until the page is left. */
function ownsQueue(): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(NAME, { signal: AbortSignal.timeout(patience) }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}
