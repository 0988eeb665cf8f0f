import { FORMATS } from '../formats/all.ts';
import { coco } from '../formats/coco.ts';
import {
  type Format,
  FormatError,
  type GivenFile,
  type SizedImage,
  type Skipped,
  type Turn,
  wordsOf,
} from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { baseName, extensionOf, isImage } from '../formats/paths.ts';
import { type ImportPlan, planImport, splitsFor } from './plan-import.ts';
import { CAPS, isHidden, sortFiles } from './sort-files.ts';
import { openZip } from './zip.ts';

/** What is seen of an image when it is opened. */
export interface Looked {
  readonly width: number;
  readonly height: number;
  /** Of the file's bytes: the same for two files that hold the same. */
  readonly digest: string;
  /** A sentence, where the pixels were changed to be shown. */
  readonly notice?: string;
}

/** What reading needs of the world around. */
export interface Reading {
  /** Opens an image as it will be opened later. @throws Error with the end of a sentence. */
  readonly look: (file: GivenFile) => Promise<Looked>;
  readonly turn: Turn;
  readonly onProgress: (done: number, all: number) => void;
}

/** Images opened at a time: decoding goes on beside this thread. */
const AT_ONCE = 4;

export interface ReadDrop {
  readonly plan: ImportPlan;
  /** Files of the plan's images, by path. */
  readonly files: ReadonlyMap<string, GivenFile>;
}

/**
 * Makes a plan of dropped files: tells images from annotations, opens the images, reads the annotations against them.
 * @throws Error with a sentence where there is no image, nothing can be read, or nothing fits together; whatever `turn`
 * throws. Nothing is left behind then.
 */
export async function readDropped(dropped: readonly GivenFile[], reading: Reading): Promise<ReadDrop> {
  const opened = await openArchives(dropped, reading.turn);
  const { usable, skipped } = sortFiles(opened.files);
  const { format, own, others } = await recognised(usable, reading.turn);
  const { images, copies, files, notices, unusable } = await openImages(others.images, reading);
  if (images.length === 0 && own.length === 0) {
    const [first] = unusable;
    const reason = first ? ` ${first.path} ${first.why}.` : '';
    throw new Error(`There is no image among them. Drop images, or a folder that holds some.${reason}`);
  }
  const index = new ImageIndex(images);
  const read = format && (await format.read(own, index, reading.turn));
  const plan = planImport(index, read, copies);
  // A split that cannot be made is told now, not when training begins.
  splitsFor(plan, '100%', 1);
  return {
    plan: {
      ...plan,
      skipped: [...opened.skipped, ...skipped, ...others.skipped, ...unusable, ...plan.skipped],
      notices: [...plan.notices, ...notices],
    },
    files,
  };
}

/** Archives are as good as folders; those within them are left closed. */
async function openArchives(
  dropped: readonly GivenFile[],
  turn: Turn,
): Promise<{ readonly files: readonly GivenFile[]; readonly skipped: readonly Skipped[] }> {
  const files: GivenFile[] = [];
  const skipped: Skipped[] = [];
  for (const file of dropped) {
    if (extensionOf(file.path) !== 'zip' || isHidden(file.path)) files.push(file);
    else {
      await turn();
      const archive = await openZip(file).catch((error: unknown) => {
        throw new Error(`${file.path} cannot be opened. ${wordsOf(error)}`, { cause: error });
      });
      const inside = (path: string): string => `${file.path.replace(/\.zip$/i, '')}/${path}`;
      for (const one of archive.files) {
        const path = inside(one.path);
        const bytes = unpacked(one);
        // What is to be looked into for what it is must be whole; images are opened one by one later.
        const why = isImage(path) ? undefined : await bytes(0, 0).then(() => undefined, wordsOf);
        if (why === undefined) files.push({ ...one, path, bytes });
        else skipped.push({ path, why });
      }
      skipped.push(...archive.skipped.map(({ path, why }) => ({ path: inside(path), why })));
    }
  }
  return { files, skipped };
}

/** A file that cannot be unpacked is left out like any other that is damaged. */
const unpacked =
  (file: GivenFile): GivenFile['bytes'] =>
  (start, end) =>
    file.bytes(start, end).catch((error: unknown) => {
      throw new FormatError('cannot be unpacked: it is damaged', { cause: error });
    });

interface Recognised {
  /** The one that is read; undefined where images came alone. */
  readonly format: Format | undefined;
  readonly own: readonly GivenFile[];
  readonly others: { readonly images: readonly GivenFile[]; readonly skipped: readonly Skipped[] };
}

async function recognised(files: readonly GivenFile[], turn: Turn): Promise<Recognised> {
  let rest = files;
  let found: { readonly format: Format; readonly own: readonly GivenFile[] } | undefined;
  const skipped: Skipped[] = [];
  for (const format of FORMATS) {
    const own = await format.recognise(rest, turn);
    if (own.length === 0) continue;
    const claimed = new Set(own);
    rest = rest.filter((file) => !claimed.has(file));
    if (!found) found = { format, own };
    else {
      const why = `is in the form of ${format.name}, but ${found.format.name} was read; drop one of them at a time`;
      skipped.push(...own.map(({ path }) => ({ path, why })));
    }
  }
  const images = rest.filter(({ path }) => isImage(path));
  const unclaimed = rest.filter(({ path }) => !isImage(path));
  const json = unclaimed.filter(
    ({ path }) => extensionOf(path) === 'json' && baseName(path) !== 'splits.json',
  );
  // Nothing knows it: reading it as COCO says what is wrong with it.
  if (!found && json.length > 0) found = { format: coco, own: json };
  else skipped.push(...json.map(({ path }) => ({ path, why: 'is in no form that is read here' })));
  skipped.push(
    ...unclaimed
      .filter((file) => !json.includes(file))
      .map(({ path }) => ({ path, why: 'belongs to no image and to no annotations' })),
  );
  return { format: found?.format, own: found?.own ?? [], others: { images, skipped } };
}

interface OpenedImages {
  readonly images: readonly SizedImage[];
  readonly files: ReadonlyMap<string, GivenFile>;
  /** Path of a copy to the path of the first image with the same bytes. */
  readonly copies: ReadonlyMap<string, string>;
  readonly notices: readonly string[];
  readonly unusable: readonly Skipped[];
}

async function openImages(
  found: readonly GivenFile[],
  { look, turn, onProgress }: Reading,
): Promise<OpenedImages> {
  const taken = found.slice(0, CAPS.images);
  const unusable: Skipped[] = found
    .slice(CAPS.images)
    .map(({ path }) => ({ path, why: `comes after the first ${CAPS.images} images` }));
  const looked: (Looked | undefined)[] = taken.map(() => undefined);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < taken.length; i = next++) {
      await turn();
      try {
        looked[i] = await look(taken[i]);
      } catch (error) {
        unusable.push({ path: taken[i].path, why: wordsOf(error) });
      }
      onProgress(++done, taken.length);
    }
  };
  onProgress(0, taken.length);
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const images: SizedImage[] = [];
  const files = new Map<string, GivenFile>();
  const firsts = new Map<string, string>();
  const copies = new Map<string, string>();
  const notices = new Map<string, string[]>();
  taken.forEach((file, i) => {
    const seen = looked[i];
    if (!seen) return;
    const { path } = file;
    // Of two files at one path, the first: a folder cannot have both.
    if (files.has(path)) {
      unusable.push({ path, why: 'was dropped twice' });
      return;
    }
    images.push({ path, width: seen.width, height: seen.height });
    files.set(path, file);
    const first = firsts.get(seen.digest);
    if (first === undefined) firsts.set(seen.digest, path);
    else copies.set(path, first);
    if (seen.notice) notices.set(seen.notice, [...(notices.get(seen.notice) ?? []), path]);
  });
  return { images, files, copies, notices: [...notices].map(inWords), unusable };
}

const inWords = ([notice, [first, ...others]]: [string, string[]]): string =>
  others.length === 0 ? `${first}: ${notice}` : `${first} and ${others.length} more: ${notice}`;
