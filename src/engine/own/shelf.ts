import type { DBSchema, IDBPTransaction } from 'idb';
import type { Instance } from '../../data/dataset.ts';
import { changedObjects } from '../../data/own/changed-objects.ts';
import { type PackedInstances, packInstances, unpackInstances } from '../../data/own/pack-instances.ts';
import type { ImportPlan } from '../../data/own/plan-import.ts';
import { BrowserDatabase } from '../browser-database.ts';
import { projectOf } from '../resume/stored-run.ts';
import type { Vault } from '../resume/vault.ts';
import { isFull, withRoom } from '../resume/with-room.ts';

/** A project as it is kept: everything but the pixels. */
export interface KeptProject {
  readonly id: string;
  readonly plan: ImportPlan;
  /** When it was last worked on, in milliseconds since 1970. */
  readonly touched: number;
  /** When it was deleted: it can be brought back for a while. */
  readonly deleted?: number;
}

/** As it lies in the database: a head that every save writes, or whole, as earlier versions wrote it. */
interface StoredProject extends Omit<KeptProject, 'plan'> {
  readonly plan: StoredHead | StoredWhole;
}

/** `refused` lies with the images; earlier versions had it here. */
type StoredHead = Omit<ImportPlan, 'images' | 'paths' | 'instances'>;

interface StoredWhole extends Omit<ImportPlan, 'instances'> {
  readonly instances: ReadonlyMap<number, readonly Instance[] | PackedInstances>;
}

const isWhole = (plan: StoredHead | StoredWhole): plan is StoredWhole => 'instances' in plan;

interface Shelves extends DBSchema {
  /** Images as they were dropped, by project and path. */
  pictures: { key: [project: string, path: string]; value: Blob };
  projects: { key: string; value: StoredProject };
  /** Which images each project has, and what was refused in them: written when some come, or when something is refused. */
  contents: { key: string; value: Pick<ImportPlan, 'images' | 'paths' | 'refused'> };
  /** The objects of each image that has some: written when they change, so that a save costs what has changed. */
  objects: { key: [project: string, image: number]; value: PackedInstances };
  /** As version 1 kept its only project. */
  images: { key: string; value: Blob };
  project: { key: 'own'; value: ImportPlan };
}

/** Milliseconds for which a deleted project can be brought back. */
export const UNDO = 5 * 60_000;

/** Milliseconds by which a copy stands behind what it was made of; each new name takes one of them back. */
const BEHIND = 1_000;

/** Where a person's projects are kept: IndexedDB, on this computer alone. */
export class Shelf {
  readonly #vault: Pick<Vault, 'keys' | 'remove'>;
  /** Each project as it was last read or written here: only what differs from it is written. */
  readonly #written = new Map<string, Pick<KeptProject, 'plan' | 'touched'>>();
  readonly #database = new BrowserDatabase<Shelves>(
    'penumbra-own',
    3,
    async (database, before, _now, work) => {
      database.createObjectStore('contents');
      database.createObjectStore('objects');
      // What version 2 wrote whole stays so until it is saved.
      if (before === 2) return;
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
  );

  /** @param vault where runs are kept: they make room for images and labels. */
  constructor(vault: Pick<Vault, 'keys' | 'remove'>) {
    this.#vault = vault;
  }

  /** Latest first. What was deleted long enough ago goes for good. */
  async list(now = Date.now()): Promise<KeptProject[]> {
    const all = await (await this.#database.open()).getAll('projects');
    const gone = new Set<StoredProject>();
    for (const kept of all) if (lapsed(kept, now) && (await this.#remove(kept.id, now))) gone.add(kept);
    const there = all.filter((kept) => !gone.has(kept)).sort((a, b) => b.touched - a.touched);
    return Promise.all(there.map((stored) => this.#whole(stored)));
  }

  async project(id: string): Promise<KeptProject | undefined> {
    const stored = await (await this.#database.open()).get('projects', id);
    if (!stored) return undefined;
    const kept = await this.#whole(stored);
    // What lies elsewhere than it is written now is written anew with the next save.
    if (isWhole(stored.plan) || stored.plan.refused) this.#written.delete(id);
    else this.#written.set(id, kept);
    return kept;
  }

  /** Whether it is there, and not deleted. */
  async has(id: string): Promise<boolean> {
    const stored = await (await this.#database.open()).get('projects', id);
    return stored !== undefined && stored.deleted === undefined;
  }

  async picture(project: string, path: string): Promise<Blob | undefined> {
    return (await this.#database.open()).get('pictures', [project, path]);
  }

  /** In one transaction: either everything is there afterwards, or what was there before. */
  add(project: KeptProject, pictures: ReadonlyMap<string, Blob>): Promise<void> {
    return this.#write(() => this.#add(project, pictures));
  }

  async #add(project: KeptProject, pictures: ReadonlyMap<string, Blob>): Promise<void> {
    const work = (await this.#database.open()).transaction(ALL, 'readwrite');
    const store = work.objectStore('pictures');
    const writes = [
      ...[...project.plan.paths.values()].map((path) =>
        store.put(pictures.get(path) ?? new Blob(), [project.id, path]),
      ),
      ...put(work, project, undefined),
    ];
    await Promise.all([...writes, work.done]);
    this.#written.set(project.id, project);
  }

  /**
   * Resolves when it can be read back as it was written.
   * @param before when it was touched as it was last read or written here: anything later is somebody else's.
   * @param pictures images that came to it, by path: all of them are there afterwards, or nothing has changed.
   * @throws Error where another tab has changed or deleted it, where there is no room, or where the browser kept
   * something else.
   */
  keep(project: KeptProject, before: number, pictures: ReadonlyMap<string, Blob> = new Map()): Promise<void> {
    return this.#write(() => this.#keep(project, before, pictures));
  }

  async #keep(project: KeptProject, before: number, added: ReadonlyMap<string, Blob>): Promise<void> {
    const database = await this.#database.open();
    const work = database.transaction(ALL, 'readwrite');
    const pictures = work.objectStore('pictures');
    const there = await work.objectStore('projects').get(project.id);
    if (there?.touched === before) {
      const writes: Promise<unknown>[] = [];
      try {
        for (const [path, picture] of added) writes.push(pictures.put(picture, [project.id, path]));
        const known = this.#written.get(project.id);
        writes.push(...put(work, project, known?.touched === before ? known.plan : undefined));
        await Promise.all([...writes, work.done]);
        this.#written.set(project.id, project);
      } catch (error) {
        // Whatever failed, none of it is to stay.
        await undone(work, writes);
        throw error;
      }
    }
    if (!there)
      throw new Error(
        'This project is not on this computer, so nothing of it is kept. Take your labels home as a file.',
      );
    if (there.touched !== before)
      throw new Error(
        'Another tab has changed this project, so it is not overwritten from here. Open it again to go on.',
      );
    const kept = await database.get('projects', project.id);
    if (kept?.touched !== project.touched)
      throw new Error('What was saved could not be read back. Take your labels home as a file now.');
  }

  /** Marks it as deleted, or no longer. @throws Error where it is gone for good. */
  async setDeleted(id: string, deleted: boolean): Promise<void> {
    const work = (await this.#database.open()).transaction('projects', 'readwrite');
    const kept = await work.store.get(id);
    if (!kept) throw new Error('This project is gone for good.');
    const { deleted: _, ...rest } = kept;
    await Promise.all([work.store.put(deleted ? { ...rest, deleted: Date.now() } : rest), work.done]);
  }

  /**
   * With its images, which the browser keeps once as long as it can. In one transaction. The copy comes right behind it.
   * @throws Error where it is gone or there is no room.
   */
  duplicate(id: string, copy: { readonly id: string; readonly name: string }): Promise<void> {
    return this.#write(() => this.#duplicate(id, copy));
  }

  async #duplicate(id: string, copy: { readonly id: string; readonly name: string }): Promise<void> {
    const work = (await this.#database.open()).transaction(ALL, 'readwrite');
    const [pictures, objects] = [work.objectStore('pictures'), work.objectStore('objects')];
    const kept = await work.objectStore('projects').get(id);
    if (!kept) throw new Error('This project is gone for good.');
    const { deleted: _, ...rest } = kept;
    const contents = isWhole(kept.plan) ? kept.plan : await work.objectStore('contents').get(id);
    const writes: Promise<unknown>[] = [];
    for (const path of contents?.paths.values() ?? []) {
      const picture = await pictures.get([id, path]);
      if (picture) writes.push(pictures.put(picture, [copy.id, path]));
    }
    if (!isWhole(kept.plan)) {
      if (contents) writes.push(work.objectStore('contents').put(contents, copy.id));
      for (const [, image] of await objects.getAllKeys(ofProject(id))) {
        const packed = await objects.get([id, image]);
        if (packed) writes.push(objects.put(packed, [copy.id, image]));
      }
    }
    const plan = { ...kept.plan, name: copy.name };
    // Nobody has worked on it yet: what it was made of is the one to go on with.
    const touched = rest.touched - BEHIND;
    writes.push(work.objectStore('projects').put({ ...rest, id: copy.id, plan, touched }));
    await Promise.all([...writes, work.done]);
  }

  /** @throws Error in a sentence where there is no room, though every kept run went for it. */
  #write(write: () => Promise<void>): Promise<void> {
    return withRoom(this.#vault, write).catch(inWords);
  }

  /** In one transaction of its own: a save comes before it or after it. */
  async #whole(stored: StoredProject): Promise<KeptProject> {
    const { plan, ...rest } = stored;
    if (isWhole(plan)) {
      const instances = [...plan.instances].map(
        ([image, known]) => [image, 'facts' in known ? unpackInstances(known) : known] as const,
      );
      return { ...rest, plan: { ...plan, instances: new Map(instances) } };
    }
    const work = (await this.#database.open()).transaction(['projects', 'contents', 'objects']);
    const objects = work.objectStore('objects');
    const [now, contents, keys, packed] = await Promise.all([
      work.objectStore('projects').get(rest.id),
      work.objectStore('contents').get(rest.id),
      objects.getAllKeys(ofProject(rest.id)),
      objects.getAll(ofProject(rest.id)),
    ]);
    const { images = [], paths = new Map(), refused } = contents ?? {};
    const instances = new Map<number, readonly Instance[]>(images.map(({ id }) => [id, []]));
    for (const [i, [, image]] of keys.entries()) instances.set(image, unpackInstances(packed[i]));
    // Saved since it was asked for: its head and its objects belong together.
    const { plan: head, ...facts } =
      now && !isWhole(now.plan) ? { ...now, plan: now.plan } : { ...rest, plan };
    return { ...facts, plan: { ...head, ...(refused && { refused }), images, paths, instances } };
  }

  /** Unless it was brought back meanwhile. Resolves with whether it is gone. */
  async #remove(id: string, now: number): Promise<boolean> {
    const work = (await this.#database.open()).transaction(ALL, 'readwrite');
    const kept = await work.objectStore('projects').get(id);
    if (kept && !lapsed(kept, now)) return false;
    await Promise.all([
      work.objectStore('pictures').delete(IDBKeyRange.bound([id], [id, []])),
      work.objectStore('objects').delete(ofProject(id)),
      work.objectStore('contents').delete(id),
      work.objectStore('projects').delete(id),
      work.done,
    ]);
    // Nor is anything left of what was trained on it; where that fails, it goes when room is needed.
    const runs = await this.#vault.keys().catch((): string[] => []);
    for (const key of runs) if (projectOf(key) === id) await this.#vault.remove(key).catch(() => {});
    return true;
  }
}

/** Whether it was deleted too long ago to be brought back. */
const lapsed = ({ deleted }: Pick<KeptProject, 'deleted'>, now: number): boolean =>
  deleted !== undefined && now - deleted > UNDO;

const ALL = ['pictures', 'projects', 'contents', 'objects'] as const;

const ofProject = (id: string): IDBKeyRange => IDBKeyRange.bound([id], [id, []]);

/** Writes what has changed of a project. @param before as it lies there; undefined where that is not known. */
function put(
  work: IDBPTransaction<Shelves, typeof ALL, 'readwrite'>,
  { plan, ...facts }: KeptProject,
  before: ImportPlan | undefined,
): Promise<unknown>[] {
  const { images, paths, instances, refused, ...head } = plan;
  const { id } = facts;
  const [contents, objects] = [work.objectStore('contents'), work.objectStore('objects')];
  const writes: Promise<unknown>[] = [work.objectStore('projects').put({ ...facts, plan: head })];
  if (images !== before?.images || paths !== before.paths || refused !== before.refused)
    writes.push(contents.put({ images, paths, ...(refused && { refused }) }, id));
  if (!before) writes.push(objects.delete(ofProject(id)));
  for (const [image, known] of changedObjects(instances, before?.instances))
    writes.push(
      known.length > 0 ? objects.put(packInstances(known), [id, image]) : objects.delete([id, image]),
    );
  return writes;
}

/** Resolves when a transaction is as if it had never been. */
async function undone(
  work: { abort(): void; readonly done: Promise<void> },
  writes: readonly Promise<unknown>[],
): Promise<void> {
  try {
    work.abort();
  } catch {
    // It failed by itself, and is undone already.
  }
  await Promise.allSettled([...writes, work.done]);
}

/** @throws Error always: what the browser refused, in words. */
function inWords(error: unknown): never {
  if (isFull(error))
    throw new Error(
      'There is no room left for it on this computer. Delete a project that you have taken home, or make room on the disk, then try again.',
    );
  throw error;
}
