import { parseCocoText } from '../coco.ts';
import type { Category, ImageRecord, Instance, Splits } from '../dataset.ts';
import { splitLabelled, splitUnsplit } from '../splits.ts';
import { parseSplits } from '../splits-file.ts';

/** More than these are not taken at once. */
export const CAPS = {
  images: 5_000,
  imageBytes: 64 * 2 ** 20,
  textBytes: 256 * 2 ** 20,
  pixels: 2 ** 26,
} as const;

/** A file that a person dropped or picked. */
export interface DroppedFile {
  /** "folder/images/a.png": the folder first, where there was one. */
  readonly path: string;
  readonly size: number;
}

/** A file that was left out, and why, as the end of a sentence. */
export interface Skipped {
  readonly path: string;
  readonly why: string;
}

const IMAGE = /\.(png|jpe?g|webp|avif|gif|bmp)$/i;
const JSON_FILE = /\.json$/i;

export interface SortedFiles<F extends DroppedFile> {
  readonly images: readonly F[];
  readonly texts: readonly F[];
  readonly skipped: readonly Skipped[];
}

/** Tells images from annotation files; hidden files are passed over in silence, whatever else is skipped aloud. */
export function sortFiles<F extends DroppedFile>(files: readonly F[]): SortedFiles<F> {
  const images: F[] = [];
  const texts: F[] = [];
  const skipped: Skipped[] = [];
  for (const file of files) {
    const { path, size } = file;
    const name = baseName(path);
    if (name.startsWith('.') || path.includes('__MACOSX/')) continue;
    if (IMAGE.test(name)) {
      if (size > CAPS.imageBytes) skipped.push({ path, why: 'is larger than 64 MB' });
      else if (images.length >= CAPS.images)
        skipped.push({ path, why: `comes after the first ${CAPS.images} images` });
      else images.push(file);
    } else if (JSON_FILE.test(name)) {
      if (size > CAPS.textBytes) skipped.push({ path, why: 'is larger than 256 MB' });
      else texts.push(file);
    } else
      skipped.push({ path, why: 'is neither an image (PNG, JPEG, WebP, AVIF, GIF, BMP) nor a JSON file' });
  }
  return { images, texts, skipped };
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** An image as it lies in the file. */
export interface SizedImage {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** A dataset to be, without its pixels. */
export interface ImportPlan {
  readonly name: string;
  readonly categories: readonly Category[];
  readonly images: readonly ImageRecord[];
  /** Path of each image. */
  readonly paths: ReadonlyMap<number, string>;
  readonly instances: ReadonlyMap<number, readonly Instance[]>;
  /** As a file said, where there was one. */
  readonly splits: Splits | undefined;
  readonly skipped: readonly Skipped[];
  readonly notices: readonly string[];
}

/**
 * Puts images and annotations together, by path or else by file name. Images that no annotation file lists are
 * unlabelled; without such a file all of them are, and there is one class to begin with.
 * @throws Error with a sentence where there is no image, no file can be read, or nothing fits together.
 */
export function planImport(
  images: readonly SizedImage[],
  texts: readonly { readonly path: string; readonly text: string }[],
): ImportPlan {
  if (images.length === 0 && texts.length === 0)
    throw new Error('There is no image among them. Drop images, or a folder that holds some.');
  const skipped: Skipped[] = [];
  const { contents, splitsText } = readTexts(texts, skipped);
  const byName = new Map<string, SizedImage[]>();
  for (const image of images) {
    const name = baseName(image.path);
    byName.set(name, [...(byName.get(name) ?? []), image]);
  }
  const free = new Set(images);
  const records: ImageRecord[] = [];
  const paths = new Map<number, string>();
  const take = (record: ImageRecord, path: string): void => {
    records.push(record);
    paths.set(record.id, path);
  };
  for (const record of contents.images) {
    const found = fileOf(record, byName);
    if (!found) {
      skipped.push({
        path: record.name,
        why: 'is listed in the annotation file, but no such image was dropped',
      });
    } else if (found.width !== record.width || found.height !== record.height) {
      free.delete(found);
      skipped.push({
        path: found.path,
        why: `is ${found.width} x ${found.height} pixels, but the annotation file says ${record.width} x ${record.height}`,
      });
    } else {
      free.delete(found);
      take(record, found.path);
    }
  }
  let id = contents.images.reduce((most, image) => Math.max(most, image.id), 0);
  for (const { path, width, height } of free) take({ id: ++id, name: baseName(path), width, height }, path);
  if (records.length === 0)
    throw new Error('No image of the annotation file was dropped with it. Drop the folder that holds both.');
  const folder = images[0]?.path.split('/')[0] ?? '';
  return {
    name: folder === baseName(images[0]?.path ?? '') ? 'Own images' : folder,
    categories: contents.categories,
    images: records,
    paths,
    instances: contents.instances,
    splits:
      splitsText === undefined
        ? undefined
        : splitsOf(
            splitsText,
            contents.images.map((image) => image.id),
            paths,
          ),
    skipped,
    notices: contents.notices,
  };
}

/** What is known of images that came alone. */
const withoutLabels: ReturnType<typeof parseCocoText> = {
  images: [],
  categories: [{ id: 1, name: 'object' }],
  instances: new Map(),
  notices: [],
};

function readTexts(texts: readonly { readonly path: string; readonly text: string }[], skipped: Skipped[]) {
  const reasons: string[] = [];
  const splitsText = texts.find(({ path }) => baseName(path) === 'splits.json')?.text;
  let contents: ReturnType<typeof parseCocoText> | undefined;
  for (const { path, text } of texts) {
    if (baseName(path) === 'splits.json') continue;
    if (contents) {
      skipped.push({ path, why: 'is a second annotation file; one is read at a time' });
      continue;
    }
    try {
      contents = parseCocoText(text);
    } catch (error) {
      reasons.push(`${baseName(path)}: ${error instanceof Error ? error.message : String(error)}`);
      skipped.push({ path, why: 'is no COCO annotation file' });
    }
  }
  if (contents) return { contents, splitsText };
  if (reasons.length > 0)
    throw new Error(`No annotation file could be read. ${reasons.slice(0, 3).join(' ')}`);
  return { contents: withoutLabels, splitsText: undefined };
}

function fileOf(
  record: ImageRecord,
  byName: ReadonlyMap<string, readonly SizedImage[]>,
): SizedImage | undefined {
  const candidates = byName.get(baseName(record.name)) ?? [];
  return (
    candidates.find(({ path }) => path.endsWith(`/${record.name}`)) ??
    (candidates.length === 1 ? candidates[0] : undefined)
  );
}

/** Splits of a file, less the images that are missing. */
function splitsOf(text: string, listed: readonly number[], paths: ReadonlyMap<number, string>): Splits {
  const splits = parseSplits(text, listed);
  const there = (ids: readonly number[]) => ids.filter((id) => paths.has(id));
  return {
    labelled: there(splits.labelled),
    unlabelled: there(splits.unlabelled),
    validation: there(splits.validation),
    test: there(splits.test),
  };
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
