/** What an annotation format is: a way to recognise its files among others, and to read them against the images. */
import type { Category, ImageRecord, Instance, Splits } from '../dataset.ts';
import type { ImageIndex } from './image-index.ts';

/** A file that a person dropped, or one out of an archive that they dropped. */
export interface GivenFile {
  /** "folder/images/a.png": the folder first, where there was one. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** From `start` to before `end`, as `slice` counts; all of it without. */
  bytes(start?: number, end?: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A file that was left out, and why, as the end of a sentence. */
export interface Skipped {
  readonly path: string;
  readonly why: string;
}

/** An image as it lies in its file, upright. */
export interface SizedImage {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** An image that was dropped together with what a file says of it. */
export interface AnnotatedImage {
  readonly record: ImageRecord;
  readonly path: string;
  readonly instances: readonly Instance[];
}

/** What the files of one format say of the images that were dropped with them. */
export interface ReadAnnotations {
  readonly categories: readonly Category[];
  /** Images that no file speaks of are left to the caller. */
  readonly images: readonly AnnotatedImage[];
  /** As a file said; only of `images`. */
  readonly splits?: Splits;
  /** Whether folders called train, val and test say what images are for. */
  readonly splitByFolder?: boolean;
  readonly skipped: readonly Skipped[];
  /** Sentences about what was left out or assumed. */
  readonly notices: readonly string[];
}

/** Awaited between pieces of work: lets others have their turn. @throws whatever ends the work. */
export type Turn = () => Promise<void>;

export interface Format {
  /** "COCO", as people say it. */
  readonly name: string;
  /** Those of the files that are its own, judged by names and, where these do not tell, by the first bytes. */
  recognise(files: readonly GivenFile[], turn: Turn): Promise<readonly GivenFile[]>;
  /**
   * What its files say. A file that is wrong is left out with the reason where the others can do without it.
   * @throws FormatError in a sentence where nothing can be read.
   */
  read(files: readonly GivenFile[], images: ImageIndex, turn: Turn): Promise<ReadAnnotations>;
}

/** An annotation file that cannot be read; the message says where and what to do. */
export class FormatError extends Error {
  override readonly name: string = 'FormatError';
}

export const textOf = async (file: GivenFile): Promise<string> =>
  new TextDecoder().decode(await file.bytes());

/** The beginning of a text file: enough to tell what it is. */
export const headOf = async (file: GivenFile): Promise<string> =>
  new TextDecoder().decode(await file.bytes(0, 4096));

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
