/**
 * Zip archives from strangers. The list at the end of the file says what there is (PKWARE, APPNOTE 4.3); a file is
 * unpacked when it is asked for, never beyond the size that the list gives, and checked.
 */
import type { GivenFile, Skipped } from '../formats/format.ts';
import { crc32 } from '../packing/crc.ts';
import { inflateExactly } from '../packing/inflate.ts';

export const ZIP_CAPS = {
  entries: 20_000,
  /** Of everything, unpacked. */
  bytes: 4 * 2 ** 30,
  /** Unpacked over packed, where a file is large: what people pack is seldom 20. */
  ratio: 200,
  ratioFrom: 2 ** 20,
} as const;

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record with the longest comment there can be. */
const LONGEST_END = 22 + 65_535;

/** An archive that is refused; the message is a whole sentence. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

interface Entry {
  readonly path: string;
  readonly packed: number;
  readonly size: number;
  readonly method: number;
  readonly crc: number;
  readonly offset: number;
  readonly encrypted: boolean;
}

/**
 * The files of an archive, under the archive's name.
 * @throws ZipError where it is broken, or unpacks to more than can be meant.
 */
export async function openZip(
  archive: GivenFile,
): Promise<{ readonly files: readonly GivenFile[]; readonly skipped: readonly Skipped[] }> {
  const refuse = (why: string): never => {
    throw new ZipError(`The archive ${archive.path} ${why}.`);
  };
  const entries = await listOf(archive, refuse);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > ZIP_CAPS.entries)
    refuse(`holds ${entries.length} files; at most ${ZIP_CAPS.entries} are taken at once`);
  if (total > ZIP_CAPS.bytes) refuse('unpacks to more than 4 GB; take its folders one by one');
  if (entries.reduce((sum, { packed }) => sum + packed, 0) > archive.size)
    refuse('has files that lie over each other, as no archive that was packed by a tool has');
  const bomb = entries.find(
    ({ size, packed }) => size > ZIP_CAPS.ratioFrom && size > ZIP_CAPS.ratio * Math.max(packed, 1),
  );
  if (bomb) refuse(`holds ${bomb.path}, which unpacks to ${ZIP_CAPS.ratio} times its size and more`);
  const folder = archive.path.replace(/\.zip$/i, '');
  const files: GivenFile[] = [];
  const skipped: Skipped[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.path.endsWith('/')) continue;
    const path = `${folder}/${entry.path}`;
    const why = seen.has(path) ? 'is there twice' : reasonAgainst(entry);
    seen.add(path);
    if (why === undefined) {
      const bytes = async (start?: number, end?: number) => {
        const whole = await unpack(archive, entry);
        return start === undefined && end === undefined ? whole : whole.slice(start, end);
      };
      files.push({ path, size: entry.size, bytes });
    } else skipped.push({ path, why });
  }
  return { files, skipped };
}

/** Names become paths. */
function reasonAgainst({ path, method, encrypted }: Entry): string | undefined {
  const parts = path.split('/');
  if (parts.includes('..') || parts[0] === '' || /^[a-z]+:/i.test(path) || path.includes('\0'))
    return 'has a name that leads out of the archive';
  if (encrypted) return 'is encrypted';
  if (method !== 0 && method !== 8) return 'is packed in a way that is not known here; use Deflate';
  return undefined;
}

async function listOf(archive: GivenFile, refuse: (why: string) => never): Promise<Entry[]> {
  const tail = await archive.bytes(Math.max(0, archive.size - LONGEST_END));
  const view = new DataView(tail.buffer);
  let end = tail.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) refuse('is no zip file, or breaks off');
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff)
    refuse('is larger than is read here; take its folders one by one');
  if (start + length > archive.size) refuse('is broken: its list of files lies beyond its end');
  const list = await archive.bytes(start, start + length);
  const entries: Entry[] = [];
  const lines = new DataView(list.buffer);
  for (let i = 0, at = 0; i < count; i++) {
    if (at + 46 > list.length || lines.getUint32(at, true) !== LISTED)
      refuse('is broken: its list of files breaks off');
    const flags = lines.getUint16(at + 8, true);
    const nameLength = lines.getUint16(at + 28, true);
    const name = new TextDecoder().decode(list.subarray(at + 46, at + 46 + nameLength));
    entries.push({
      path: name.replaceAll('\\', '/'),
      method: lines.getUint16(at + 10, true),
      crc: lines.getUint32(at + 16, true),
      packed: lines.getUint32(at + 20, true),
      size: lines.getUint32(at + 24, true),
      offset: lines.getUint32(at + 42, true),
      encrypted: (flags & 1) === 1,
    });
    at += 46 + nameLength + lines.getUint16(at + 30, true) + lines.getUint16(at + 32, true);
  }
  return entries;
}

/** @throws RangeError with the end of a sentence. */
async function unpack(archive: GivenFile, entry: Entry): Promise<Uint8Array<ArrayBuffer>> {
  const head = await archive.bytes(entry.offset, entry.offset + 30);
  const view = new DataView(head.buffer);
  if (head.length < 30 || view.getUint32(0, true) !== LOCAL)
    throw new RangeError('is broken: it is not where its archive says');
  const from = entry.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const packed = await archive.bytes(from, from + entry.packed);
  const whole = entry.method === 8 ? inflateExactly([packed], entry.size, 'deflate') : packed;
  if (whole.length !== entry.size) throw new RangeError('is broken: its archive ends too early');
  if (crc32(whole) !== entry.crc) throw new RangeError('is broken: its check sum is wrong');
  return whole;
}
