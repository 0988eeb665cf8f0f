import type { Category } from '../dataset.ts';
import type { AnnotatedImage, ReadAnnotations, Skipped } from './format.ts';
import type { ImageIndex } from './image-index.ts';

/** What one annotation file says of the images that were dropped. */
export interface FilePart {
  readonly file: string;
  /** `Instance.category` counts in this order. */
  readonly categories: readonly Category[];
  readonly images: readonly AnnotatedImage[];
}

/**
 * One or several annotation files as one, as for "train" and "val": classes are the same where their names are, and of an
 * image that several speak of, the first counts. Ids that an earlier file has given are given anew.
 */
export function mergeFiles(
  [first, ...others]: readonly FilePart[],
  index: ImageIndex,
): Pick<ReadAnnotations, 'categories' | 'images' | 'skipped'> {
  const categories = [...first.categories];
  const images = [...first.images];
  const skipped: Skipped[] = [];
  const byPath = new Map(index.all.map((image) => [image.path, image]));
  const taken = new Set(images.map(({ path }) => path));
  const names = new Set(images.map(({ record }) => record.name));
  const imageIds = new Ids(images.map(({ record }) => record.id));
  const objectIds = new Ids(images.flatMap(({ instances }) => instances.map(({ id }) => id)));
  for (const part of others) {
    const fresh = part.images.filter(({ path }) => !taken.has(path));
    if (fresh.length === 0) {
      skipped.push({
        path: part.file,
        why: 'is of images that another annotation file speaks of, which counts',
      });
      continue;
    }
    for (const { path, record } of part.images)
      if (taken.has(path))
        skipped.push({ path: record.name, why: 'is listed in two annotation files; the first counts' });
    const places = part.categories.map((category) => placeOf(category, categories));
    for (const { path, record, instances } of fresh) {
      const found = names.has(record.name) ? byPath.get(path) : undefined;
      const name = found ? index.nameOf(found) : record.name;
      names.add(name);
      taken.add(path);
      images.push({
        path,
        record: { ...record, id: imageIds.free(record.id), name },
        instances: instances.map((one) => ({
          ...one,
          id: objectIds.free(one.id),
          category: places[one.category],
        })),
      });
    }
  }
  return { categories, images, skipped };
}

/** Where a class stands among those of all files; joins them where none has its name. */
function placeOf({ name }: Category, categories: Category[]): number {
  const place = categories.findIndex((one) => one.name === name);
  if (place >= 0) return place;
  // In ascending order of id, as one file has them.
  const most = categories.reduce((id, one) => Math.max(id, one.id), 0);
  return categories.push({ id: most + 1, name }) - 1;
}

/** Ids that are given once each. */
class Ids {
  readonly #given: Set<number>;
  #most: number;

  constructor(given: readonly number[]) {
    this.#given = new Set(given);
    this.#most = given.reduce((most, id) => Math.max(most, id), 0);
  }

  /** The one that is wished for, where nobody has it. */
  free(wished: number): number {
    const id = this.#given.has(wished) ? this.#most + 1 : wished;
    this.#given.add(id);
    this.#most = Math.max(this.#most, id);
    return id;
  }
}
