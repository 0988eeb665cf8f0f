import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb';

/** A database of this site in IndexedDB, opened when it is first wanted. */
export class BrowserDatabase<S extends DBSchema> {
  readonly #name: string;
  readonly #version: number;
  readonly #upgrade: NonNullable<OpenDBCallbacks<S>['upgrade']>;
  #opened: Promise<IDBPDatabase<S>> | undefined;

  /** @param upgrade brings what an older version of this page made to this version; from nothing for a new one. */
  constructor(name: string, version: number, upgrade: NonNullable<OpenDBCallbacks<S>['upgrade']>) {
    this.#name = name;
    this.#version = version;
    this.#upgrade = upgrade;
  }

  /** What failed once is tried again. @throws DOMException where nothing can be stored. */
  open(): Promise<IDBPDatabase<S>> {
    const closed = () => {
      this.#opened = undefined;
    };
    this.#opened ??= openDB<S>(this.#name, this.#version, {
      upgrade: this.#upgrade,
      // A newer page wants another version: let it, and open again when asked.
      blocking: (_from, _to, event) => {
        (event.target as IDBDatabase).close();
        closed();
      },
      terminated: closed,
    });
    this.#opened.catch(closed);
    return this.#opened;
  }
}
