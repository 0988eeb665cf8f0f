import { type GivenFile, type SizedImage, type Skipped, type Turn, wordsOf } from '../formats/format.ts';
import { CAPS } from './sort-files.ts';

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

export interface OpenedImages {
  readonly images: readonly SizedImage[];
  readonly files: ReadonlyMap<string, GivenFile>;
  /** Of each file's bytes, by path. */
  readonly digests: ReadonlyMap<string, string>;
  /** Path of a copy to the path of the first image with the same bytes. */
  readonly copies: ReadonlyMap<string, string>;
  readonly notices: readonly string[];
  readonly unusable: readonly Skipped[];
}

/** Opens images, some at a time, to learn their sizes and which are the same. @throws whatever `turn` throws. */
export async function openImages(
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
  const digests = new Map<string, string>();
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
    digests.set(path, seen.digest);
    const first = firsts.get(seen.digest);
    if (first === undefined) firsts.set(seen.digest, path);
    else copies.set(path, first);
    if (seen.notice) notices.set(seen.notice, [...(notices.get(seen.notice) ?? []), path]);
  });
  return { images, files, digests, copies, notices: [...notices].map(inWords), unusable };
}

const inWords = ([notice, [first, ...others]]: [string, string[]]): string =>
  others.length === 0 ? `${first}: ${notice}` : `${first} and ${others.length} more: ${notice}`;
