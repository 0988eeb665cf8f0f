import type { Rle } from '../../masks/rle.ts';
import type { Category, ImageRecord, Instance, Splits } from '../dataset.ts';
import type { AnnotatedImage, ReadAnnotations, SizedImage, Skipped } from '../formats/format.ts';
import type { ImageIndex } from '../formats/image-index.ts';
import { bySplitFolder } from '../formats/split-folders.ts';
import { splitLabelled, splitUnsplit } from '../splits.ts';

/** A dataset to be, without its pixels. */
export interface ImportPlan {
  readonly name: string;
  readonly categories: readonly Category[];
  readonly images: readonly ImageRecord[];
  /** Path of each image. */
  readonly paths: ReadonlyMap<number, string>;
  readonly instances: ReadonlyMap<number, readonly Instance[]>;
  /** Masks of a network that a person refused, by image; they are not offered again. */
  readonly refused?: ReadonlyMap<number, readonly Rle[]>;
  /** As a file said, where there was one. */
  readonly splits: Splits | undefined;
  readonly skipped: readonly Skipped[];
  readonly notices: readonly string[];
}

/** What is known of images that came alone. */
const withoutLabels: ReadAnnotations = {
  images: [],
  categories: [{ id: 1, name: 'object' }],
  skipped: [],
  notices: [],
};

/** Whether a project has only the class that there is to begin with, and nobody has marked anything of it. */
export const isUntouched = ({ categories, instances }: ImportPlan): boolean =>
  categories.length === 1 &&
  categories[0]?.name === withoutLabels.categories[0]?.name &&
  [...instances.values()].every(({ length }) => length === 0);

/**
 * Images with what was read of them. Images that no file speaks of are unlabelled; without annotations all of them
 * are, and there is one class to begin with.
 * @param copies images that are the same as another one, which is their value: left out unless they are annotated too.
 * @throws Error with a sentence where there is no image.
 */
export function planImport(
  index: ImageIndex,
  read: ReadAnnotations = withoutLabels,
  copies: ReadonlyMap<string, string> = new Map(),
): ImportPlan {
  const skipped = [...read.skipped];
  const spoken = new Set([...read.images, ...skipped].map(({ path }) => path));
  const taken: AnnotatedImage[] = read.images.filter(({ path, instances }) => {
    const original = instances.length === 0 ? copies.get(path) : undefined;
    if (original !== undefined) skipped.push({ path, why: `is the same image as ${original}` });
    return original === undefined;
  });
  const fresh: number[] = [];
  let id = read.images.reduce((most, { record }) => Math.max(most, record.id), 0);
  for (const image of index.all) {
    if (spoken.has(image.path)) continue;
    const original = copies.get(image.path);
    if (original !== undefined) skipped.push({ path: image.path, why: `is the same image as ${original}` });
    else {
      taken.push({ record: index.record(image, ++id), path: image.path, instances: [] });
      fresh.push(id);
    }
  }
  if (taken.length === 0)
    throw new Error('No image of the annotation file was dropped with it. Drop the folder that holds both.');
  return {
    name: nameOf(index.all),
    categories: read.categories,
    images: taken.map(({ record }) => record),
    paths: new Map(taken.map(({ record, path }) => [record.id, path])),
    instances: new Map(taken.map(({ record, instances }) => [record.id, instances])),
    // Images that the file does not know are in none of its lists.
    splits: read.splits
      ? { ...read.splits, unlabelled: [...read.splits.unlabelled, ...fresh] }
      : read.splitByFolder
        ? bySplitFolder(taken)
        : undefined,
    skipped,
    notices: [...read.notices, ...twins(taken, copies)],
  };
}

/** The folder that everything was dropped in, where there was one. */
function nameOf([first]: readonly SizedImage[]): string {
  const slash = first?.path.indexOf('/') ?? -1;
  return slash > 0 ? (first?.path.slice(0, slash) ?? '') : 'Own images';
}

/** Annotated twice, an image might teach and measure at once. */
function twins(taken: readonly AnnotatedImage[], copies: ReadonlyMap<string, string>): string[] {
  const [one, ...others] = taken.filter(({ path }) => copies.has(path));
  if (!one) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more like it`;
  return [
    `${one.path} is the same image as ${copies.get(one.path)}, but both are annotated: both were kept${more}.`,
  ];
}

/** One labelled image teaches; there is none to measure by. */
const fewLabelled = (ids: readonly number[], annotated: (id: number) => boolean): Splits => ({
  labelled: ids.filter(annotated),
  unlabelled: ids.filter((id) => !annotated(id)),
  validation: [],
  test: [],
});

/**
 * Who learns from what: as the file of splits says; else a fifth of the annotated images is for validation and the
 * others are labelled. Where every image is annotated, `amount` says how many of them training may know.
 * @throws RangeError where the amount is not to be had.
 */
export function splitsFor(
  { images, instances, splits }: Pick<ImportPlan, 'images' | 'instances' | 'splits'>,
  amount: string,
  seed: number,
): Splits {
  const ids = images.map(({ id }) => id);
  const annotated = (id: number): boolean => (instances.get(id) ?? []).length > 0;
  const found =
    splits ??
    (ids.filter(annotated).length < 2 ? fewLabelled(ids, annotated) : splitUnsplit(ids, annotated, seed));
  if (found.unlabelled.length > 0) return found;
  return {
    ...found,
    ...splitLabelled(found.labelled, amount, seed, (id) =>
      (instances.get(id) ?? []).map(({ category }) => category),
    ),
  };
}
