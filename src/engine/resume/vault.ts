import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { Claims, type Locks } from './claims.ts';
import type { StoredRun } from './stored-run.ts';

/** Where runs are kept as they stand. */
export interface Vault {
  /** Whether this tab, and no other, keeps the run of that key: see `Claims`. */
  claim(key: string, again?: boolean): Promise<boolean>;
  find(key: string): Promise<StoredRun | undefined>;
  /** Whole or not at all, in place of what was kept of the same run. @throws Error where there is no room or no storage. */
  put(run: StoredRun): Promise<void>;
  /** Keys of all runs, the one kept longest ago first. */
  keys(): Promise<string[]>;
  remove(key: string): Promise<void>;
}

interface Schema extends DBSchema {
  runs: { key: string; value: StoredRun; indexes: { saved: number; id: string } };
}

/** In IndexedDB, on this computer alone. */
export class BrowserVault implements Vault {
  readonly #claims: Claims;
  #opened: Promise<IDBPDatabase<Schema>> | undefined;

  /** @param locks undefined where the browser has none. */
  constructor(locks: Locks | undefined) {
    this.#claims = new Claims(locks);
  }

  claim(key: string, again?: boolean): Promise<boolean> {
    return this.#claims.claim(key, again);
  }

  #database(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= openDB<Schema>('penumbra-training', 1, {
      upgrade(database) {
        const store = database.createObjectStore('runs', { keyPath: 'key' });
        store.createIndex('saved', 'saved');
        store.createIndex('id', 'id');
      },
      // A newer page wants another version: let it, and open again when asked.
      blocking: (_from, _to, event) => {
        (event.target as IDBDatabase).close();
        this.#opened = undefined;
      },
      terminated: () => {
        this.#opened = undefined;
      },
    });
    this.#opened.catch(() => {
      this.#opened = undefined;
    });
    return this.#opened;
  }

  async find(key: string): Promise<StoredRun | undefined> {
    return (await this.#database()).get('runs', key);
  }

  async put(run: StoredRun): Promise<void> {
    const work = (await this.#database()).transaction('runs', 'readwrite');
    // A knob that was turned meanwhile gives the run another key.
    const earlier = await work.store.index('id').getAllKeys(run.id);
    const others = earlier.filter((key) => key !== run.key);
    await Promise.all([...others.map((key) => work.store.delete(key)), work.store.put(run), work.done]);
  }

  async keys(): Promise<string[]> {
    const keys: string[] = [];
    const work = (await this.#database()).transaction('runs');
    // Keys alone: each run is a dozen megabytes.
    for (let at = await work.store.index('saved').openKeyCursor(); at; at = await at.continue())
      keys.push(at.primaryKey);
    return keys;
  }

  async remove(key: string): Promise<void> {
    await (await this.#database()).delete('runs', key);
  }
}
