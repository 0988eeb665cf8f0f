import { type DBSchema, openDB } from 'idb';
import type { KeptQueue } from '../../state/kept-queue.ts';

/** Where a queue is kept from one visit to the next. */
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
 * @returns undefined where another tab does. @throws Error where nothing can be stored.
 */
export async function openQueueShelf(): Promise<QueueShelf | undefined> {
  if (!(await ownsQueue())) return undefined;
  const database = await openDB<Schema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('queue');
    },
  });
  return {
    read: () => database.get('queue', KEY),
    async write(queue) {
      if (queue) await database.put('queue', queue, KEY);
      else await database.delete('queue', KEY);
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
