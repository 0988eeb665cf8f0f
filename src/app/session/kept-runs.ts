import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type KeptRun, readKeptRun } from '../../state/kept-run.ts';
import { addNotice } from '../../state/notices.ts';
import { keepRun } from '../../state/runs.ts';
import type { Stores } from '../../state/stores.ts';

interface Shelf extends DBSchema {
  runs: { key: string; value: KeptRun; indexes: { ended: number } };
}

const open = (): Promise<IDBPDatabase<Shelf>> =>
  openDB<Shelf>('penumbra', 1, {
    upgrade(database) {
      database.createObjectStore('runs', { keyPath: 'id' }).createIndex('ended', 'ended');
    },
  });

/** Brings back the runs of earlier visits, and keeps the shelf as the store is. Without storage, runs last as long as the page. */
export async function keepRuns({ runs, notices }: Stores): Promise<void> {
  try {
    const database = await open();
    for (const kept of await database.getAllFromIndex('runs', 'ended')) {
      const run = readKeptRun(kept);
      if (typeof run !== 'string') keepRun(runs, run);
      else
        addNotice(notices, {
          level: 'warning',
          what: run,
          where: 'the runs kept on this computer',
          advice: 'Nothing else is affected.',
        });
    }
    runs.subscribe((facts, before) => {
      if (facts.runs === before.runs) return;
      const known = new Set(facts.runs.map(({ id }) => id));
      const old = new Set(before.runs);
      const work = database.transaction('runs', 'readwrite');
      for (const run of facts.runs) if (!old.has(run)) void work.store.put(run);
      for (const { id } of before.runs) if (!known.has(id)) void work.store.delete(id);
      work.done.catch((error: unknown) => complain(notices, error));
    });
  } catch (error) {
    complain(notices, error);
  }
}

function complain(notices: Stores['notices'], error: unknown): void {
  addNotice(notices, {
    level: 'warning',
    what: `Runs cannot be kept on this computer: ${error instanceof Error ? error.message : String(error)}`,
    where: 'the browser’s storage',
    advice: 'They last until this page is closed. Free some space, or allow this site to store data.',
  });
}
