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
import { baseName, extensionOf } from './paths.ts';

const SPLITS = 'splits.json';
/** Reasons named one by one at most. */
const NAMED = 3;
/** Bytes in which one of its three lists begins, whatever stands before. */
const LOOKED_AT = 2 ** 16;
const LISTS = /"(images|annotations|categories)"\s*:\s*\[/;

/** COCO's instances: one JSON file for all images, and `splits.json` beside it where there is one. */
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
    const { contents, matches, skipped } = await firstReadable(others, index, turn);
    const images = matches.images;
    return {
      categories: contents.categories,
      images,
      ...(splitsFile && {
        splits: splitsOf(
          await textOf(splitsFile),
          contents.images,
          new Set(images.map(({ record }) => record.id)),
        ),
      }),
      skipped: [...skipped, ...matches.skipped],
      notices: contents.notices,
    };
  },
};

async function firstReadable(files: readonly GivenFile[], index: ImageIndex, turn: Turn) {
  const skipped: Skipped[] = [];
  const reasons: string[] = [];
  let found: { contents: CocoContents; matches: Matches } | undefined;
  for (const file of files) {
    await turn();
    if (found) {
      skipped.push({ path: file.path, why: 'is a second annotation file; one is read at a time' });
      continue;
    }
    try {
      const fitting = (image: ImageRecord) => fits(index.named(image.name), image);
      const contents = await inTurns(readCoco(jsonOf(await textOf(file)), fitting), turn);
      found = { contents, matches: match(contents, index) };
    } catch (error) {
      if (!(error instanceof CocoFormatError) && !(error instanceof FormatError)) throw error;
      reasons.push(`${baseName(file.path)}: ${error.message}`);
      skipped.push({ path: file.path, why: 'is no COCO annotation file' });
    }
  }
  if (found) return { ...found, skipped };
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

function match({ images, instances }: CocoContents, index: ImageIndex): Matches {
  const skipped: Skipped[] = [];
  const matched: AnnotatedImage[] = [];
  const taken = new Set<string>();
  for (const record of images) {
    const found = index.named(record.name);
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
