import type { GivenFile, Turn } from '../../data/formats/format.ts';
import { type Addition, type FindHeld, readAddition } from '../../data/own/add-images.ts';
import type { Looked } from '../../data/own/open-images.ts';
import type { ImportPlan } from '../../data/own/plan-import.ts';
import { readDropped } from '../../data/own/read-dropped.ts';
import { breathe } from '../breathe.ts';
import { ImportCancelled } from '../notices.ts';
import type { ImportedFile } from '../protocol/take-in.ts';
import { decoded } from './pictures.ts';

/** Milliseconds of work after which commands that came in meanwhile are heard. */
const LONGEST_TURN = 30;

/** Browsers give the files of a folder in any order; a person counts 2 before 10. */
const { compare } = new Intl.Collator('en', { numeric: true });
const byName = (a: ImportedFile, b: ImportedFile): number => compare(a.path, b.path);

/** Turns for others, until the signal ends the work. */
export function turnsUntil(signal: AbortSignal): Turn {
  let began = performance.now();
  return async () => {
    if (performance.now() - began > LONGEST_TURN) {
      await breathe();
      began = performance.now();
    }
    if (signal.aborted) throw new ImportCancelled();
  };
}

export interface ReadPlan {
  readonly plan: ImportPlan;
  /** Files of its images, by path. */
  readonly blobs: ReadonlyMap<string, Blob>;
}

export const given = ({ path, file }: ImportedFile): GivenFile => ({
  path,
  size: file.size,
  bytes: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
});

/**
 * Reads what a person dropped. Nothing is kept by it.
 * @throws Error with a sentence where nothing usable is among the files; ImportCancelled once `signal` says so.
 */
export async function readFiles(
  files: readonly ImportedFile[],
  onProgress: (done: number, all: number) => void,
  signal: AbortSignal,
): Promise<ReadPlan> {
  const dropped = new Map(files.map(({ path, file }) => [path, file]));
  return readGiven(files.toSorted(byName).map(given), onProgress, signal, dropped);
}

/**
 * As `readFiles`, of files that need not be blobs yet.
 * @param dropped those that are, by path.
 */
export async function readGiven(
  files: readonly GivenFile[],
  onProgress: (done: number, all: number) => void,
  signal: AbortSignal,
  dropped: ReadonlyMap<string, Blob> = new Map(),
): Promise<ReadPlan> {
  const turn = turnsUntil(signal);
  const { plan, files: used } = await readDropped(files, { look, turn, onProgress });
  return { plan, blobs: await blobsOf(plan.paths.values(), used, dropped, turn) };
}

export interface ReadAddition {
  readonly addition: Addition;
  /** Files of its images, by the path that the drop has them under. */
  readonly blobs: ReadonlyMap<string, Blob>;
}

/**
 * Reads what a person dropped for an open project. Nothing is kept by it.
 * @throws Error with a sentence where nothing usable is among the files; ImportCancelled once `signal` says so.
 */
export async function readFilesFor(
  project: ImportPlan,
  files: readonly ImportedFile[],
  find: FindHeld,
  onProgress: (done: number, all: number) => void,
  signal: AbortSignal,
): Promise<ReadAddition> {
  const dropped = new Map(files.map(({ path, file }) => [path, file]));
  const turn = turnsUntil(signal);
  const sorted = files.toSorted(byName).map(given);
  const addition = await readAddition(project, sorted, { look, turn, onProgress }, find);
  return { addition, blobs: await blobsOf(addition.paths, addition.files, dropped, turn) };
}

/** What comes out of an archive is kept unpacked. */
async function blobsOf(
  paths: Iterable<string>,
  used: ReadonlyMap<string, GivenFile>,
  dropped: ReadonlyMap<string, Blob>,
  turn: Turn,
): Promise<ReadonlyMap<string, Blob>> {
  const blobs = new Map<string, Blob>();
  for (const path of paths) {
    await turn();
    const file = used.get(path);
    const blob = dropped.get(path) ?? (file && new Blob([await file.bytes()]));
    if (blob) blobs.set(path, blob);
  }
  return blobs;
}

async function look(file: GivenFile): Promise<Looked> {
  const bytes = await file.bytes();
  const { bitmap, notice } = await decoded(new Blob([bytes]));
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height, digest: await digestOf(bytes), ...(notice !== undefined && { notice }) };
}

export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
