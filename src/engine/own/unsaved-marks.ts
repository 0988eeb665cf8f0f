import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { type PackedInstances, packInstances, unpackInstances } from '../../data/own/pack-instances.ts';
import type { Marks } from '../../labels/document.ts';
import type { Rle } from '../../masks/rle.ts';

/** What is marked in one image and has not been saved with its project yet. */
export interface UnsavedMarks {
  readonly project: string;
  readonly image: number;
  /** Names of the classes that the objects' numbers stand for. */
  readonly classes: readonly string[];
  readonly marks: Marks;
}

interface Stored extends Omit<UnsavedMarks, 'marks'> {
  readonly objects: PackedInstances;
  readonly refused: readonly Rle[];
}

interface Schema extends DBSchema {
  marks: { key: [project: string, image: number]; value: Stored };
}

/**
 * A project is saved by the worker, which may be in the middle of a training step. The page itself writes here what it
 * has just been given, so that a tab that dies loses none of it: whoever opens the project next finds it.
 */
export class UnsavedShelf {
  #opened: Promise<IDBPDatabase<Schema>> | undefined;

  #database(): Promise<IDBPDatabase<Schema>> {
    this.#opened ??= openDB<Schema>('penumbra-unsaved', 1, {
      upgrade(fresh) {
        fresh.createObjectStore('marks', { keyPath: ['project', 'image'] });
      },
      terminated: () => {
        this.#opened = undefined;
      },
    });
    // What failed once is tried again with the next stroke.
    this.#opened.catch(() => {
      this.#opened = undefined;
    });
    return this.#opened;
  }

  /** In place of what is there for this image. @throws DOMException where nothing can be stored. */
  async write({ project, image, classes, marks: { objects, refused } }: UnsavedMarks): Promise<void> {
    // What is measured of an object is measured anew when it is saved.
    const packed = packInstances(objects.map((object) => ({ ...object, area: 0, box: [0, 0, 0, 0] })));
    await (await this.#database()).put('marks', { project, image, classes, objects: packed, refused });
  }

  /** They are saved, or nobody's any more. */
  async forget(project: string, image: number): Promise<void> {
    await (await this.#database()).delete('marks', [project, image]);
  }

  async of(project: string): Promise<UnsavedMarks[]> {
    const range = IDBKeyRange.bound([project], [project, []]);
    const stored = await (await this.#database()).getAll('marks', range);
    return stored.map(({ objects, refused, ...facts }) => ({
      ...facts,
      marks: {
        objects: unpackInstances(objects).map(({ id, category, mask, crowd }) => ({
          id,
          category,
          mask,
          crowd,
        })),
        refused,
      },
    }));
  }
}

/** By the classes as they are now; what was of a class that is no more is left out. */
export function marksAmong(
  names: readonly string[],
  { classes, marks }: Pick<UnsavedMarks, 'classes' | 'marks'>,
): Marks {
  const objects = marks.objects.flatMap((object) => {
    const category = names.indexOf(classes[object.category] ?? '');
    return category < 0 ? [] : [{ ...object, category }];
  });
  return { ...marks, objects };
}
