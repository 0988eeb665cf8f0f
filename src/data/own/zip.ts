import { Inflate } from 'fflate';
import type { GivenFile } from '../formats/format.ts';
import { crc32 } from './crc32.ts';

/**
 * Reads zip files that nobody vouches for (APPNOTE.TXT 6.3): by their central directory, one file at a time, so that
 * only what is asked for is unpacked. Names that would lead elsewhere, sizes that lie, files that overlap (Fifield 2019,
 * "A better zip bomb") and what cannot be read are refused in a sentence.
 */

export const ZIP_CAPS = {
  /** Of the zip; larger ones are of a form that is not read. */
  bytes: 2 ** 32 - 1,
  files: 20_000,
  /** Of one file, unpacked. */
  fileBytes: 256 * 2 ** 20,
  /** Of all files, unpacked. */
  allBytes: 8 * 2 ** 30,
} as const;

/** DEFLATE makes no more than this of a byte. */
const MOST_EXPANSION = 1032;

/** A file that is no zip, or one that is not read. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

export interface OpenedZip {
  /** In the order of the directory; their bytes are unpacked when they are asked for. */
  readonly files: readonly GivenFile[];
  /** Files that were left out, and why, as the end of a sentence. */
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
}

interface Entry {
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  /** Unix mode, where one was written. */
  readonly mode: number;
}

const SIGNATURE = { end: 0x06054b50, directory: 0x02014b50, file: 0x04034b50 } as const;
const END_BYTES = 22;
const DIRECTORY_BYTES = 46;
const FILE_BYTES = 30;
const MOST_COMMENT = 0xffff;
/** In place of a number that stands elsewhere, in a zip of more than 4 GB or 65,535 files. */
const ELSEWHERE = 0xffffffff;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @throws ZipError with a sentence for what is no zip, is damaged, or unpacks to more than is read. */
export async function openZip(zip: GivenFile): Promise<OpenedZip> {
  if (zip.size > ZIP_CAPS.bytes)
    throw new ZipError('The zip is larger than 4 GB. Split it, or drop its folder.');
  const entries = await directoryOf(zip);
  const files: GivenFile[] = [];
  const skipped: { path: string; why: string }[] = [];
  const taken = new Set<string>();
  let all = 0;
  for (const entry of entries) {
    const path = cleanPath(entry.path);
    // Folders have no bytes.
    if (path === '' && entry.size === 0) continue;
    const why =
      path === undefined || path === ''
        ? 'has a name that leads out of the zip'
        : refusal(entry, path, taken);
    if (why !== undefined || path === undefined) {
      skipped.push({ path: printable(entry.path), why: why ?? '' });
      continue;
    }
    all += entry.size;
    if (all > ZIP_CAPS.allBytes)
      throw new ZipError('The zip unpacks to more than 8 GB. Split it, or drop its folder.');
    taken.add(path);
    files.push({ path, size: entry.size, bytes: bytesOf(zip, entry, path) });
  }
  return { files, skipped };
}

function refusal(
  { flags, method, mode, packed, size }: Entry,
  path: string,
  taken: ReadonlySet<string>,
): string | undefined {
  if (taken.has(path)) return 'is in the zip twice; the first is read';
  if ((flags & 1) !== 0) return 'is encrypted';
  if (method !== 0 && method !== 8)
    return `is packed by method ${method}; stored and deflated files are read`;
  if ((mode & 0xf000) === 0xa000) return 'is a link';
  if (size > ZIP_CAPS.fileBytes) return 'unpacks to more than 256 MB';
  if (size > packed * MOST_EXPANSION + 64) return 'unpacks to more than it can hold';
  if (method === 0 && size !== packed) return 'has a size that cannot be';
  return undefined;
}

/** Forward slashes, no "." and nothing that leads up or to a disk; '' for a folder, undefined for what leads elsewhere. */
function cleanPath(name: string): string | undefined {
  const path = name.replaceAll('\\', '/');
  if (path.endsWith('/')) return '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these have no place in a name.
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || /[\u0000-\u001f\u007f]/.test(path)) return undefined;
  const parts = path.split('/').filter((part) => part !== '.' && part !== '');
  if (parts.length === 0 || parts.includes('..')) return undefined;
  return parts.join('/');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what has no place in a name must not be shown either.
const printable = (name: string): string => name.replace(/[\u0000-\u001f\u007f]/g, '?').slice(0, 200);

async function directoryOf(zip: GivenFile): Promise<Entry[]> {
  const from = Math.max(0, zip.size - END_BYTES - MOST_COMMENT);
  const tail = await zip.bytes(from, zip.size);
  const end = endIn(tail);
  const view = viewOf(tail);
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || length === ELSEWHERE || start === ELSEWHERE)
    throw new ZipError(
      'The zip is of the form for more than 4 GB or 65,535 files, which is not read. Drop its folder.',
    );
  if (count > ZIP_CAPS.files)
    throw new ZipError(`The zip holds ${count} files; ${ZIP_CAPS.files} are read at most.`);
  if (start + length > from + end)
    throw new ZipError('The directory of the zip does not lie within it; it is damaged.');
  const entries = entriesIn(await zip.bytes(start, start + length), count);
  // Files that share bytes are how a small zip unpacks to more than a disk holds.
  let reached = 0;
  for (const { offset, packed } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < reached) throw new ZipError('Files of the zip overlap; it is damaged, or made to do harm.');
    reached = offset + FILE_BYTES + packed;
  }
  if (reached > start) throw new ZipError('Files of the zip do not lie within it; it was cut short.');
  return entries;
}

/** Where the end record begins in the last bytes of a zip: behind it comes nothing but a comment of the length that it says. */
function endIn(tail: Uint8Array): number {
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== SIGNATURE.end) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) === tail.length) return at;
  }
  throw new ZipError('The file is no zip, or was cut short.');
}

function entriesIn(directory: Uint8Array, count: number): Entry[] {
  const view = viewOf(directory);
  const entries: Entry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + DIRECTORY_BYTES > directory.length || view.getUint32(at, true) !== SIGNATURE.directory)
      throw new ZipError(`The directory of the zip ends after ${i} of ${count} files; it is damaged.`);
    const word = (place: number): number => view.getUint32(at + place, true);
    const short = (place: number): number => view.getUint16(at + place, true);
    const [nameLength, extra, comment] = [short(28), short(30), short(32)];
    const name = directory.subarray(at + DIRECTORY_BYTES, at + DIRECTORY_BYTES + nameLength);
    if ([word(20), word(24), word(42)].includes(ELSEWHERE))
      throw new ZipError('A file of the zip is larger than 4 GB, which is not read.');
    entries.push({
      path: new TextDecoder().decode(name),
      flags: short(8),
      method: short(10),
      crc: word(16),
      packed: word(20),
      size: word(24),
      offset: word(42),
      // Only where a Unix system wrote it does the upper half hold a mode.
      mode: short(4) >> 8 === 3 ? word(38) >>> 16 : 0,
    });
    at += DIRECTORY_BYTES + nameLength + extra + comment;
  }
  return entries;
}

/** Unpacks a file; a part of it, where one is asked for, is cut from the whole. */
function bytesOf(zip: GivenFile, entry: Entry, path: string): GivenFile['bytes'] {
  return async (start, end) => {
    const head = await zip.bytes(entry.offset, entry.offset + FILE_BYTES);
    const view = viewOf(head);
    if (head.length < FILE_BYTES || view.getUint32(0, true) !== SIGNATURE.file)
      throw new ZipError(`${path} is not where the zip says it lies; it is damaged.`);
    // The directory's names and those beside the files may differ in length.
    const begin = entry.offset + FILE_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
    const packed = await zip.bytes(begin, begin + entry.packed);
    const bytes = entry.method === 0 ? packed : inflated(packed, entry.size, path);
    if (bytes.length !== entry.size || crc32(bytes) !== entry.crc)
      throw new ZipError(`${path} is damaged: it is not what was put into the zip.`);
    return start === undefined && end === undefined ? bytes : bytes.slice(start, end);
  };
}

/** @throws ZipError where there is more than was said, as soon as there is. */
function inflated(packed: Uint8Array, size: number, path: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw new ZipError(`${path} unpacks to more than the zip says.`);
    bytes.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    // In pieces: the whole at once would be unpacked before anybody counts.
    for (let at = 0; at < packed.length || at === 0; at += PIECE)
      inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError(`${path} cannot be unpacked; it is damaged.`, { cause: error });
  }
  return bytes.subarray(0, filled);
}

const PIECE = 65_536;
