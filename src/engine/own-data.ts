import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Dataset, Picture } from '../data/dataset.ts';
import {
  CAPS,
  type ImportPlan,
  planImport,
  type SizedImage,
  type Skipped,
  sortFiles,
  splitsFor,
} from '../data/own/plan-import.ts';
import type { Settings } from '../settings/schema.ts';
import type { Source } from '../training/sources.ts';
import type { ImportedFile, ImportReport } from './protocol.ts';

interface Shelf extends DBSchema {
  /** Images as they were dropped, by path. */
  images: { key: string; value: Blob };
  /** One project: what was made of the annotation files. */
  project: { key: 'own'; value: ImportPlan };
}

interface Project {
  readonly plan: ImportPlan;
  readonly dataset: Dataset;
}

const openShelf = (): Promise<IDBPDatabase<Shelf>> =>
  openDB<Shelf>('penumbra-own', 1, {
    upgrade(database) {
      database.createObjectStore('images');
      database.createObjectStore('project');
    },
  });

/** A person's own images and labels: read here, in the worker, and kept on this computer. */
export class OwnData {
  #project: Project | undefined;

  /**
   * Replaces what there was; where it fails, everything stays as it was.
   * @throws Error with a sentence where nothing usable was dropped.
   */
  async import(
    files: readonly ImportedFile[],
    onProgress: (done: number, all: number) => void,
  ): Promise<ImportReport> {
    const sorted = sortFiles(files.map(({ path, file }) => ({ path, file, size: file.size })));
    const skipped: Skipped[] = [...sorted.skipped];
    const texts = await Promise.all(
      sorted.texts.map(async ({ path, file }) => ({ path, text: await file.text() })),
    );
    const sized: SizedImage[] = [];
    const blobs = new Map<string, Blob>();
    for (const [i, { path, file }] of sorted.images.entries()) {
      onProgress(i, sorted.images.length);
      try {
        const bitmap = await decoded(file);
        sized.push({ path, width: bitmap.width, height: bitmap.height });
        bitmap.close();
        blobs.set(path, file);
      } catch (error) {
        skipped.push({ path, why: error instanceof Error ? error.message : String(error) });
      }
    }
    onProgress(sorted.images.length, sorted.images.length);
    const plan = planImport(sized, texts);
    const notices = [...plan.notices];
    const annotated = plan.images.filter(({ id }) => (plan.instances.get(id) ?? []).length > 0).length;
    // A split that cannot be made is told now, not when training begins.
    splitsFor(plan, '100%', 1);
    const kept = await keep(plan, blobs).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (kept !== undefined)
      notices.push(
        `They could not be kept on this computer (${kept}), so they last until this page is closed.`,
      );
    this.#project = projectOf(plan, async (path) => blobs.get(path));
    return {
      name: plan.name,
      images: plan.images.length,
      annotated,
      classes: plan.categories.map(({ name }) => name),
      skipped: [...skipped, ...plan.skipped],
      notices,
    };
  }

  /** @throws Error where nothing was imported on this computer; RangeError for an amount that is not to be had. */
  async source({ labelled, seed }: Pick<Settings, 'labelled' | 'seed'>): Promise<Source> {
    this.#project ??= await remembered();
    if (!this.#project)
      throw new Error(
        'There are no images of your own on this computer yet. Drop a folder with images and a COCO annotation file onto the page, or choose the Workbench as the dataset.',
      );
    const { plan, dataset } = this.#project;
    return { dataset, splits: splitsFor(plan, labelled, seed) };
  }
}

/** EXIF orientation is honoured. @throws Error with the end of a sentence. */
async function decoded(blob: Blob): Promise<ImageBitmap> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new Error('cannot be decoded: it is damaged, or of a kind that this browser does not know');
  }
  if (bitmap.width * bitmap.height > CAPS.pixels) {
    bitmap.close();
    throw new Error('has more than 67 million pixels');
  }
  return bitmap;
}

async function pictureOf(blob: Blob): Promise<Picture> {
  const bitmap = await decoded(blob);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new Error('This browser gives no canvas to read images with. Try again, or restart it.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from];
    rgb[to + 1] = data[from + 1];
    rgb[to + 2] = data[from + 2];
  }
  return { width, height, rgb };
}

function projectOf(plan: ImportPlan, blobAt: (path: string) => Promise<Blob | undefined>): Project {
  const dataset: Dataset = {
    name: plan.name,
    categories: plan.categories,
    images: plan.images,
    async picture(id) {
      const path = plan.paths.get(id);
      const blob = path === undefined ? undefined : await blobAt(path);
      if (!blob)
        throw new Error(`The image ${path ?? id} is no longer on this computer. Drop its folder again.`);
      return pictureOf(blob);
    },
    instances: async (id) => plan.instances.get(id) ?? [],
  };
  return { plan, dataset };
}

/** In one transaction: either everything is there afterwards, or what was there before. */
async function keep(plan: ImportPlan, blobs: ReadonlyMap<string, Blob>): Promise<void> {
  const shelf = await openShelf();
  try {
    const work = shelf.transaction(['images', 'project'], 'readwrite');
    const images = work.objectStore('images');
    const writes = [
      images.clear(),
      ...[...plan.paths.values()].map((path) => images.put(blobs.get(path) ?? new Blob(), path)),
      work.objectStore('project').put(plan, 'own'),
    ];
    await Promise.all([...writes, work.done]);
  } finally {
    shelf.close();
  }
}

async function remembered(): Promise<Project | undefined> {
  const shelf = await openShelf();
  const plan = await shelf.get('project', 'own');
  if (plan) return projectOf(plan, (path) => shelf.get('images', path));
  shelf.close();
  return undefined;
}
