/** A dataset in a folder, for Node: images/, annotations.json in COCO's format, and splits.json if there is one. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { parseCocoText } from './coco.ts';
import type { Dataset, Splits } from './dataset.ts';
import { decodePicture } from './picture.node.ts';
import { splitUnsplit } from './splits.ts';
import { parseSplits } from './splits-file.ts';

export interface CocoFolder {
  readonly dataset: Dataset;
  readonly splits: Splits;
  /** Sentences about what was left out or assumed. */
  readonly notices: readonly string[];
}

export interface CocoFolderOptions {
  /** File name within the folder; another set of annotations of the same images, say. */
  readonly annotations?: string;
  /** Decides about validation where there is no splits.json. */
  readonly seed?: number;
}

/**
 * Reads annotations and splits at once, images when they are asked for.
 * @throws Error naming the file that is missing or wrong.
 */
export async function openCocoFolder(path: string, options: CocoFolderOptions = {}): Promise<CocoFolder> {
  const folder = resolve(path);
  const annotationsPath = join(folder, options.annotations ?? 'annotations.json');
  const imagesPath = join(folder, 'images');
  const splitsPath = join(folder, 'splits.json');
  for (const needed of [annotationsPath, imagesPath]) {
    if (!existsSync(needed)) {
      throw new Error(
        `There is no ${needed}; a COCO folder holds images/, annotations.json and, if you like, splits.json.`,
      );
    }
  }
  const { categories, images, instances, notices } = await about(annotationsPath, async () =>
    parseCocoText(await readFile(annotationsPath, 'utf8')),
  );
  const imageById = new Map(images.map((image) => [image.id, image]));
  const ids = [...imageById.keys()];
  const hasSplits = existsSync(splitsPath);
  const splits = hasSplits
    ? await about(splitsPath, async () => parseSplits(await readFile(splitsPath, 'utf8'), ids))
    : splitUnsplit(ids, (id) => (instances.get(id) ?? []).length > 0, options.seed ?? 0);
  const known = (id: number) => {
    const image = imageById.get(id);
    if (!image) throw new Error(`The dataset ${basename(folder)} has no image ${id}.`);
    return image;
  };
  const dataset: Dataset = {
    name: basename(folder),
    categories,
    images,
    picture: async (id) => {
      const image = known(id);
      const file = join(imagesPath, image.name);
      return about(file, () => decodePicture(file, image));
    },
    instances: async (id) => instances.get(known(id).id) ?? [],
  };
  const assumed = hasSplits
    ? []
    : ['There is no splits.json: a fifth of the annotated images was set apart for validation.'];
  return { dataset, splits, notices: [...notices, ...assumed] };
}

/** Errors on the way name the file. */
async function about<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${file} cannot be used. ${(error as Error).message}`, { cause: error });
  }
}
