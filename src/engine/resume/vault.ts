import type { DBSchema, IDBPTransaction } from 'idb';
import { BrowserDatabase } from '../browser-database.ts';
import type { Moment } from '../moments.ts';
import { Claims, type Locks } from './claims.ts';
import type { StoredRun } from './stored-run.ts';

/** Where runs are kept as they stand. */
export interface Vault {
  /** Whether this tab, and no other, keeps the run of that key: see `Claims`. */
  claim(key: string, again?: boolean): Promise<boolean>;
  find(key: string): Promise<StoredRun | undefined>;
  /** Under which the run of an id is kept, without reading it. */
  keyOf(id: string): Promise<string | undefined>;
  /** Whole or not at all, in place of what was kept of the same run. @throws Error where there is no room or no storage. */
  put(run: StoredRun): Promise<void>;
  /** Keys of all runs, the one kept longest ago first. */
  keys(): Promise<string[]>;
  remove(key: string): Promise<void>;
}

interface Schema extends DBSchema {
  /** Without their films. */
  runs: { key: string; value: StoredRun; indexes: { saved: number; id: string } };
  /** One by one, so that each is written once: a run is kept every few seconds. */
  moments: { key: [run: string, moment: string]; value: { run: string; moment: Moment } };
}

type Writing = IDBPTransaction<Schema, ['runs', 'moments'], 'readwrite'>;

/** In IndexedDB, on this computer alone. */
export class BrowserVault implements Vault {
  readonly #claims: Claims;
  readonly #database = new BrowserDatabase<Schema>('penumbra-training', 2, (database, before) => {
    if (before < 1) {
      const store = database.createObjectStore('runs', { keyPath: 'key' });
      store.createIndex('saved', 'saved');
      store.createIndex('id', 'id');
    }
    database.createObjectStore('moments', { keyPath: ['run', 'moment.id'] });
  });

  /** @param locks undefined where the browser has none. */
  constructor(locks: Locks | undefined) {
    this.#claims = new Claims(locks);
  }

  claim(key: string, again?: boolean): Promise<boolean> {
    return this.#claims.claim(key, again);
  }

  async find(key: string): Promise<StoredRun | undefined> {
    const work = (await this.#database.open()).transaction(['runs', 'moments']);
    const run = await work.objectStore('runs').get(key);
    if (!run?.film) return run;
    const kept = await work.objectStore('moments').getAll(momentsOf(run.id));
    const moments = kept.map(({ moment }) => moment).sort((a, b) => a.step - b.step);
    return { ...run, film: { ...run.film, moments } };
  }

  async keyOf(id: string): Promise<string | undefined> {
    return (await this.#database.open()).getKeyFromIndex('runs', 'id', id);
  }

  async put(run: StoredRun): Promise<void> {
    const work = (await this.#database.open()).transaction(['runs', 'moments'], 'readwrite');
    // Both: where one fails, nobody may be left waiting for the other.
    await Promise.all([putInto(work, run), work.done]);
  }

  async keys(): Promise<string[]> {
    const keys: string[] = [];
    const work = (await this.#database.open()).transaction('runs');
    // Keys alone: each run is a dozen megabytes.
    for (let at = await work.store.index('saved').openKeyCursor(); at; at = await at.continue())
      keys.push(at.primaryKey);
    return keys;
  }

  async remove(key: string): Promise<void> {
    const work = (await this.#database.open()).transaction(['runs', 'moments'], 'readwrite');
    await Promise.all([removeFrom(work, key), work.done]);
  }
}

async function putInto(work: Writing, run: StoredRun): Promise<void> {
  const runs = work.objectStore('runs');
  const moments = work.objectStore('moments');
  for (const [key, id] of await idsOf(work)) {
    // A knob that was turned meanwhile gives the run another key.
    if (id === run.id && key !== run.key) await runs.delete(key);
    if (id !== run.id && key === run.key) await moments.delete(momentsOf(id));
  }
  const { film } = run;
  await runs.put(film ? { ...run, film: { ...film, moments: [] } } : run);
  const now = new Set(film?.moments.map(({ id }) => id));
  const kept = new Set((await moments.getAllKeys(momentsOf(run.id))).map(([, id]) => id));
  for (const id of kept) if (!now.has(id)) await moments.delete([run.id, id]);
  for (const moment of film?.moments ?? [])
    if (!kept.has(moment.id)) await moments.put({ run: run.id, moment });
}

async function removeFrom(work: Writing, key: string): Promise<void> {
  const id = (await idsOf(work)).get(key);
  if (id !== undefined) await work.objectStore('moments').delete(momentsOf(id));
  await work.objectStore('runs').delete(key);
}

const momentsOf = (run: string): IDBKeyRange => IDBKeyRange.bound([run], [run, []]);

/** Of every run that is kept, by its key, without reading its weights. */
async function idsOf(work: Writing): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const index = work.objectStore('runs').index('id');
  for (let at = await index.openKeyCursor(); at; at = await at.continue())
    ids.set(at.primaryKey, String(at.key));
  return ids;
}
