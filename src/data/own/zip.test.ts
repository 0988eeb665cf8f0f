import { type Zippable, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { GivenFile } from '../formats/format.ts';
import { crc32 } from './crc32.ts';
import { openZip } from './zip.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const given = (bytes: Uint8Array): GivenFile => ({
  path: 'a.zip',
  size: bytes.length,
  bytes: async (start, end) => Uint8Array.from(bytes.subarray(start, end)),
});
const zipped = (files: Zippable): Uint8Array => zipSync(files);
const letters = text('penumbra '.repeat(1000));

/** Writes numbers over a copy, each at its place. */
function changed(bytes: Uint8Array, changes: readonly (readonly [at: number, value: number])[]): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (const [at, value] of changes) view.setUint32(at, value, true);
  return copy;
}
/** Where the nth record with this signature begins. */
function place(bytes: Uint8Array, signature: number, nth = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let left = nth;
  for (let at = 0; at + 4 <= bytes.length; at++)
    if (view.getUint32(at, true) === signature && left-- === 0) return at;
  throw new Error('There is no such record.');
}
const DIRECTORY = 0x02014b50;

test('crc32 is that of ISO 3309', () => {
  expect(crc32(text('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});

test('reads files packed or stored, in whole and in part, and passes over folders', async () => {
  const bytes = zipped({
    set: { 'a.txt': [letters, { level: 6 }], 'b.bin': [text('stored'), { level: 0 }] },
    'empty.txt': new Uint8Array(),
    'Größe.json': text('{}'),
  });
  const { files, skipped } = await openZip(given(bytes));
  expect(skipped).toEqual([]);
  expect(files.map(({ path, size }) => [path, size])).toEqual([
    ['set/a.txt', letters.length],
    ['set/b.bin', 6],
    ['empty.txt', 0],
    ['Größe.json', 2],
  ]);
  const [a, b, empty] = files;
  expect(await a.bytes()).toEqual(letters);
  expect(await a.bytes(9, 17)).toEqual(text('penumbra'));
  expect(await b.bytes()).toEqual(text('stored'));
  expect(await empty.bytes()).toEqual(new Uint8Array());
});

test('names that lead elsewhere are left out with a reason; backslashes and dots are cleaned', async () => {
  const bytes = zipped({
    '../up.txt': text('a'),
    'set/../../up.txt': text('a'),
    '/root.txt': text('a'),
    'C:\\disk.txt': text('a'),
    'bell\u0007.txt': text('a'),
    'set\\images\\.\\one.txt': text('a'),
    './set//two.txt': text('a'),
    'set/two.txt': text('b'),
  });
  const { files, skipped } = await openZip(given(bytes));
  expect(files.map(({ path }) => path)).toEqual(['set/images/one.txt', 'set/two.txt']);
  const reasons = new Set(skipped.slice(0, 5).map(({ why }) => why));
  expect([...reasons]).toEqual(['has a name that leads out of the zip']);
  expect(skipped[4]?.path).toBe('bell?.txt');
  expect(skipped[5]).toEqual({ path: 'set/two.txt', why: 'is in the zip twice; the first is read' });
});

test('links, encrypted files and other packings are left out with a reason', async () => {
  const bytes = zipped({
    link: [text('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }],
    secret: text('a'),
    odd: text('a'),
    huge: text('a'),
    'fine.txt': text('a'),
  });
  const [secret, odd, huge] = [1, 2, 3].map((nth) => place(bytes, DIRECTORY, nth));
  const spoilt = bytes.slice();
  spoilt[secret + 8] |= 1;
  spoilt[odd + 10] = 12;
  const { files, skipped } = await openZip(given(changed(spoilt, [[huge + 24, 2 ** 30]])));
  expect(files.map(({ path }) => path)).toEqual(['fine.txt']);
  expect(skipped).toEqual([
    { path: 'link', why: 'is a link' },
    { path: 'secret', why: 'is encrypted' },
    { path: 'odd', why: 'is packed by method 12; stored and deflated files are read' },
    { path: 'huge', why: 'unpacks to more than 256 MB' },
  ]);
});

test('what unpacks to more, or to something else, than the zip says is refused as it is read', async () => {
  const bytes = zipped({ 'a.txt': [letters, { level: 9 }] });
  const entry = place(bytes, DIRECTORY);
  const read = async (spoilt: Uint8Array) => (await openZip(given(spoilt))).files[0]?.bytes();
  await expect(read(changed(bytes, [[entry + 24, 100]]))).rejects.toThrow(
    /a.txt unpacks to more than the zip says/,
  );
  await expect(read(changed(bytes, [[entry + 16, 1]]))).rejects.toThrow(/a.txt is damaged/);
  await expect(read(changed(bytes, [[35, 0xffffffff]]))).rejects.toThrow(/a.txt/);
  await expect(read(changed(bytes, [[0, 0]]))).rejects.toThrow(/a.txt is not where the zip says/);
});

test('zips that are cut short, overlap or lie about their size are refused in a sentence', async () => {
  const bytes = zipped({ 'a.txt': letters, 'b.txt': letters });
  const end = place(bytes, 0x06054b50);
  const open = (spoilt: Uint8Array) => openZip(given(spoilt));
  await expect(open(text('not a zip at all, but long enough'))).rejects.toThrow(/is no zip/);
  await expect(open(new Uint8Array())).rejects.toThrow(/is no zip/);
  await expect(open(bytes.subarray(0, bytes.length - 9))).rejects.toThrow(/is no zip, or was cut short/);
  // Both entries point at the first file.
  const second = place(bytes, DIRECTORY, 1);
  await expect(open(changed(bytes, [[second + 42, 0]]))).rejects.toThrow(/overlap/);
  await expect(open(changed(bytes, [[second + 42, bytes.length]]))).rejects.toThrow(/cut short/);
  await expect(open(changed(bytes, [[end + 16, bytes.length]]))).rejects.toThrow(/does not lie within it/);
  await expect(open(changed(bytes, [[end + 16, 0xffffffff]]))).rejects.toThrow(/more than 4 GB/);
  await expect(open(changed(bytes, [[second, 0]]))).rejects.toThrow(/ends after 1 of 2 files/);
  const many = bytes.slice();
  new DataView(many.buffer).setUint16(end + 10, 60_000, true);
  await expect(open(many)).rejects.toThrow(/holds 60000 files/);
  await expect(openZip({ ...given(bytes), size: 2 ** 33 })).rejects.toThrow(/larger than 4 GB/);
});

test('bytes changed at random give files or a sentence, nothing else', async () => {
  const bytes = zipped({ 'set/a.txt': letters, 'set/b.bin': [letters.subarray(0, 300), { level: 0 }] });
  // A fixed sequence: what fails here fails again.
  let state = 12345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state % below;
  };
  for (let round = 0; round < 300; round++) {
    const spoilt = bytes.slice(0, round % 7 === 0 ? random(bytes.length) : bytes.length);
    for (let i = 0; i <= random(4) && spoilt.length > 0; i++) spoilt[random(spoilt.length)] = random(256);
    const reading = openZip(given(spoilt)).then(({ files }) =>
      Promise.all(files.map((file) => file.bytes())),
    );
    await reading.catch((error: unknown) => expect(error).toHaveProperty('name', 'ZipError'));
  }
});
