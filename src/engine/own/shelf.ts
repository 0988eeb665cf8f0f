import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ImportPlan } from '../../data/own/plan-import.ts';

/** A project as it is kept: everything but the pixels. */
export interface KeptProject {
  readonly id: string;
  readonly plan: ImportPlan;
  /** When it was last worked on, in milliseconds since 1970. */
  readonly touched: number;
}

interface Shelves extends DBSchema {
  /** Images as they were dropped, by project and path. */
  pictures: { key: [project: string, path: string]; value: Blob };
  projects: { key: string; value: KeptProject };
  /** As version 1 kept its only project. */
  images: { key: string; value: Blob };
  project: { key: 'own'; value: ImportPlan };
}

/** Where a person's projects are kept: IndexedDB, on this computer alone. */
export class Shelf {
  #opened: Promise<IDBPDatabase<Shelves>> | undefined;

  #database(): Promise<IDBPDatabase<Shelves>> {
    this.#opened ??= openDB<Shelves>('penumbra-own', 2, {
      async upgrade(database, before, _now, work) {
        database.createObjectStore('pictures');
        database.createObjectStore('projects', { keyPath: 'id' });
        if (before < 1) return;
        const plan = await work.objectStore('project').get('own');
        if (plan) {
          const id = crypto.randomUUID();
          await work.objectStore('projects').put({ id, plan, touched: Date.now() });
          for (const path of await work.objectStore('images').getAllKeys()) {
            const image = await work.objectStore('images').get(path);
            if (image) await work.objectStore('pictures').put(image, [id, path]);
          }
        }
        database.deleteObjectStore('images');
        database.deleteObjectStore('project');
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

  /** Latest first. */
  async list(): Promise<KeptProject[]> {
    const kept = await (await this.#database()).getAll('projects');
    return kept.sort((a, b) => b.touched - a.touched);
  }

  async project(id: string): Promise<KeptProject | undefined> {
    return (await this.#database()).get('projects', id);
  }

  async picture(project: string, path: string): Promise<Blob | undefined> {
    return (await this.#database()).get('pictures', [project, path]);
  }

  /** In one transaction: either everything is there afterwards, or what was there before. */
  async add(project: KeptProject, pictures: ReadonlyMap<string, Blob>): Promise<void> {
    const work = (await this.#database()).transaction(['pictures', 'projects'], 'readwrite');
    const store = work.objectStore('pictures');
    const writes = [
      ...[...project.plan.paths.values()].map((path) =>
        store.put(pictures.get(path) ?? new Blob(), [project.id, path]),
      ),
      work.objectStore('projects').put(project),
    ];
    await Promise.all([...writes, work.done]);
  }

  /**
   * Resolves when it can be read back as it was written.
   * @throws Error where the browser kept something else, or nothing.
   */
  async keep(project: KeptProject): Promise<void> {
    const database = await this.#database();
    await database.put('projects', project);
    const kept = await database.get('projects', project.id);
    if (kept?.touched !== project.touched)
      throw new Error('What was saved could not be read back. Take your labels home as a file now.');
  }

  async remove(id: string): Promise<void> {
    const work = (await this.#database()).transaction(['pictures', 'projects'], 'readwrite');
    await Promise.all([
      work.objectStore('pictures').delete(IDBKeyRange.bound([id], [id, []])),
      work.objectStore('projects').delete(id),
      work.done,
    ]);
  }
}
