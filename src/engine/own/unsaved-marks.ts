import type { DBSchema } from 'idb';
import { type PackedInstances, packInstances, unpackInstances } from '../../data/own/pack-instances.ts';
import type { ClassAliases } from '../../labels/class-edits.ts';
import type { Marks } from '../../labels/document.ts';
import type { Rle } from '../../masks/rle.ts';
import { BrowserDatabase } from '../browser-database.ts';

/** What is marked in one image and has not been saved with its project yet. */
export interface UnsavedMarks {
  readonly project: string;
  readonly image: number;
  /** What the numbers of the objects' classes stand for. */
  readonly classes: readonly ClassAliases[];
  readonly marks: Marks;
}

interface Stored extends Omit<UnsavedMarks, 'marks' | 'classes'> {
  /** One name each in what an older Penumbra wrote. */
  readonly classes: readonly (string | ClassAliases)[];
  readonly objects: PackedInstances;
  readonly refused: readonly Rle[];
  /** Not there in what an older Penumbra wrote. */
  readonly empty?: boolean;
}

interface Schema extends DBSchema {
  marks: { key: [project: string, image: number]; value: Stored };
}

/**
 * A project is saved by the worker, which may be in the middle of a training step. The page itself writes here what it
 * has just been given, so that a tab that dies loses none of it: whoever opens the project next finds it.
 */
export class UnsavedShelf {
  readonly #database = new BrowserDatabase<Schema>('penumbra-unsaved', 1, (fresh) => {
    fresh.createObjectStore('marks', { keyPath: ['project', 'image'] });
  });

  /** In place of what is there for this image. @throws DOMException where nothing can be stored. */
  async write({ project, image, classes, marks: { objects, ...said } }: UnsavedMarks): Promise<void> {
    // What is measured of an object is measured anew when it is saved.
    const packed = packInstances(objects.map((object) => ({ ...object, area: 0, box: [0, 0, 0, 0] })));
    const writing = (await this.#database.open()).transaction('marks', 'readwrite');
    const put = writing.store.put({ project, image, classes, objects: packed, ...said });
    // Not left to the page's next free moment, which a tab that dies does not have.
    writing.commit();
    await Promise.all([put, writing.done]);
  }

  /** They are saved, or nobody's any more. */
  async forget(project: string, image: number): Promise<void> {
    await (await this.#database.open()).delete('marks', [project, image]);
  }

  async of(project: string): Promise<UnsavedMarks[]> {
    const range = IDBKeyRange.bound([project], [project, []]);
    const stored = await (await this.#database.open()).getAll('marks', range);
    return stored.map(({ objects, refused, empty = false, classes, ...facts }) => ({
      ...facts,
      classes: classes.map((names) => (typeof names === 'string' ? [names] : names)),
      marks: {
        objects: unpackInstances(objects).map(({ id, category, mask, crowd }) => ({
          id,
          category,
          mask,
          crowd,
        })),
        refused,
        empty,
      },
    }));
  }
}

/**
 * By the classes as a project has them.
 * @returns also the classes that it has to be given first: those that were added, but not saved, before the tab died.
 */
export function marksAmong(
  known: readonly string[],
  { classes, marks }: Pick<UnsavedMarks, 'classes' | 'marks'>,
): { readonly marks: Marks; readonly added: readonly string[] } {
  const names = [...known];
  const numberOf = (aliases: ClassAliases): number => {
    const found = aliases.map((alias) => names.indexOf(alias)).find((number) => number >= 0);
    return found ?? names.push(aliases[0]) - 1;
  };
  const objects = marks.objects.flatMap((object) => {
    const aliases = classes[object.category];
    return aliases ? [{ ...object, category: numberOf(aliases) }] : [];
  });
  return { marks: { ...marks, objects }, added: names.slice(known.length) };
}
