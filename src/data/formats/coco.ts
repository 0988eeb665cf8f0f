import { type CocoContents, jsonOf, readCoco } from '../coco.ts';
import { CocoFormatError } from '../coco-schema.ts';
import type { ImageRecord, Splits } from '../dataset.ts';
import { parseSplits } from '../splits-file.ts';
import {
  type AnnotatedImage,
  type Format,
  FormatError,
  type GivenFile,
  type ReadAnnotations,
  type SizedImage,
  type Skipped,
  type Turn,
  textOf,
} from './format.ts';
import type { ImageIndex } from './image-index.ts';
import { type FilePart, mergeFiles } from './merge-files.ts';
import { baseName, extensionOf } from './paths.ts';

const SPLITS = 'splits.json';
/** Reasons named one by one at most. */
const NAMED = 3;
/** Bytes in which one of its three lists begins, whatever stands before. */
const LOOKED_AT = 2 ** 16;
const LISTS = /"(images|annotations|categories)"\s*:\s*\[/;

/** COCO's instances: JSON files of many images each, or a single one with `splits.json` beside it. */
export const coco: Format = {
  name: 'COCO',

  async recognise(files, turn) {
    const own: GivenFile[] = [];
    for (const file of files) {
      if (extensionOf(file.path) !== 'json') continue;
      await turn();
      const start = await file.bytes(0, LOOKED_AT);
      if (baseName(file.path) === SPLITS || LISTS.test(new TextDecoder().decode(start))) own.push(file);
    }
    return own.some(({ path }) => baseName(path) !== SPLITS) ? own : [];
  },

  async read(files, index, turn) {
    const splitsFile = files.find(({ path }) => baseName(path) === SPLITS);
    const others = files.filter(({ path }) => baseName(path) !== SPLITS);
    const { read, skipped } = await readable(others, index, splitsFile ? 1 : others.length, turn);
    // One that fits no image that was dropped has no say in the classes where another does.
    const fitting = read.filter(({ images }) => images.length > 0);
    const heard = fitting.length > 0 ? fitting : read.slice(0, 1);
    const several = heard.length > 1;
    const [{ contents, images }] = heard;
    const merged = mergeFiles(heard, index);
    return {
      ...merged,
      ...(splitsFile && {
        splits: splitsOf(
          await textOf(splitsFile),
          contents.images,
          new Set(images.map(({ record }) => record.id)),
        ),
      }),
      // Who keeps a file for each of "train" and "val" has folders of these names.
      ...(several && { splitByFolder: true }),
      skipped: [
        ...skipped,
        ...read
          .filter((one) => !heard.includes(one))
          .map(({ file }) => ({ path: file, why: 'fits no image that was dropped' })),
        ...heard.flatMap((one) => one.skipped),
        ...merged.skipped,
      ],
      notices: heard.flatMap(({ file, contents: { notices } }) =>
        notices.map((notice) => (several ? `${baseName(file)}: ${notice}` : notice)),
      ),
    };
  },
};

interface ReadFile extends FilePart, Matches {
  readonly contents: CocoContents;
}

/** Those that can be read, `most` at most. @throws FormatError where there is none. */
async function readable(files: readonly GivenFile[], index: ImageIndex, most: number, turn: Turn) {
  const skipped: Skipped[] = [];
  const reasons: string[] = [];
  const read: ReadFile[] = [];
  for (const file of files) {
    await turn();
    if (read.length === most) {
      skipped.push({ path: file.path, why: 'is a second annotation file; beside splits.json one is read' });
      continue;
    }
    try {
      const find = (image: ImageRecord) => index.named(image.name, file.path);
      const fitting = (image: ImageRecord) => fits(find(image), image);
      const contents = await inTurns(readCoco(jsonOf(await textOf(file)), fitting), turn);
      const { categories } = contents;
      read.push({ file: file.path, categories, contents, ...match(contents, find) });
    } catch (error) {
      if (!(error instanceof CocoFormatError) && !(error instanceof FormatError)) throw error;
      reasons.push(`${baseName(file.path)}: ${error.message}`);
      skipped.push({ path: file.path, why: `is no COCO annotation file that can be read: ${error.message}` });
    }
  }
  if (read.length > 0) return { read, skipped };
  throw new FormatError(`No annotation file could be read. ${reasons.slice(0, NAMED).join(' ')}`);
}

/** Others may have their turn between any two of its steps. */
async function inTurns<T>(steps: Generator<void, T>, turn: Turn): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await turn();
  }
}

interface Matches extends Pick<ReadAnnotations, 'skipped'> {
  readonly images: readonly AnnotatedImage[];
}

const fits = (found: SizedImage | undefined, record: ImageRecord): boolean =>
  found?.width === record.width && found.height === record.height;

function match(
  { images, instances }: CocoContents,
  find: (image: ImageRecord) => SizedImage | undefined,
): Matches {
  const skipped: Skipped[] = [];
  const matched: AnnotatedImage[] = [];
  const taken = new Set<string>();
  for (const record of images) {
    const found = find(record);
    if (!found) {
      skipped.push({
        path: record.name,
        why: 'is listed in the annotation file, but no such image was dropped',
      });
    } else if (!fits(found, record)) {
      skipped.push({
        path: found.path,
        why: `is ${found.width} x ${found.height} pixels, but the annotation file says ${record.width} x ${record.height}`,
      });
    } else if (taken.has(found.path)) {
      skipped.push({
        path: record.name,
        why: 'is listed twice in the annotation file; the first entry counts',
      });
    } else {
      taken.add(found.path);
      matched.push({ record, path: found.path, instances: instances.get(record.id) ?? [] });
    }
  }
  return { images: matched, skipped };
}

/** Splits of a file, less the images that are missing. */
function splitsOf(text: string, listed: readonly ImageRecord[], there: ReadonlySet<number>): Splits {
  const splits = parseSplits(
    text,
    listed.map(({ id }) => id),
  );
  const kept = (ids: readonly number[]) => ids.filter((id) => there.has(id));
  return {
    labelled: kept(splits.labelled),
    unlabelled: kept(splits.unlabelled),
    validation: kept(splits.validation),
    test: kept(splits.test),
  };
}
