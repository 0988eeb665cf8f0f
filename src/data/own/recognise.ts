import { FORMATS } from '../formats/all.ts';
import { coco } from '../formats/coco.ts';
import {
  type Format,
  FormatError,
  type GivenFile,
  type Skipped,
  type Turn,
  wordsOf,
} from '../formats/format.ts';
import { baseName, extensionOf, isImage } from '../formats/paths.ts';
import { isHidden, sortFiles } from './sort-files.ts';
import { openZip } from './zip.ts';

/** What dropped files are, by their names and first bytes; archives opened. */
export interface Recognised {
  /** The one that is read; undefined where images came alone. */
  readonly format: Format | undefined;
  /** The format's files. */
  readonly own: readonly GivenFile[];
  readonly images: readonly GivenFile[];
  /** Those of the skipped files that may belong to masks of an open project. */
  readonly others: readonly GivenFile[];
  readonly skipped: readonly Skipped[];
}

/** Tells images from annotations. @throws Error with a sentence for an archive that cannot be opened; whatever `turn` throws. */
export async function recogniseDropped(dropped: readonly GivenFile[], turn: Turn): Promise<Recognised> {
  const opened = await openArchives(dropped, turn);
  const { usable, skipped } = sortFiles(opened.files);
  const recognised = await recognise(usable, turn);
  return { ...recognised, skipped: [...opened.skipped, ...skipped, ...recognised.skipped] };
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

async function recognise(files: readonly GivenFile[], turn: Turn): Promise<Recognised> {
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
  const others = unclaimed.filter((file) => !json.includes(file));
  skipped.push(...others.map(({ path }) => ({ path, why: 'belongs to no image and to no annotations' })));
  return { format: found?.format, own: found?.own ?? [], images, others, skipped };
}
