/** How valid files are spoilt: bytes, words and numbers, names. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { crc32 } from '../../data/own/crc32.ts';
import type { Drop } from './drops.ts';

/** A whole number from 0 to below `count`. */
type Dice = (count: number) => number;
type Bytes = Uint8Array<ArrayBuffer>;

const NUMBERS = [
  'NaN',
  '1e999',
  '-1',
  '1e300',
  '0',
  '9007199254740993',
  '99999999',
  '-1e9',
  '0.5',
  '30000',
  '4294967295',
];
const VALUES = [...NUMBERS, 'null', '[]', '{}', 'true', '"x"', '[[[[]]]]', '""'];
const WORDS = [
  '<img src=x onerror=alert(1)>',
  '../../etc/passwd',
  'C:\\\\x.png',
  '',
  '__proto__',
  'constructor',
  'a.png',
  '\\u0000',
  '\\ud800',
  'x'.repeat(5000),
];
const NAMES = [
  '../a.png',
  'a.png',
  'annotations.json',
  'set/.json',
  '<b>.png',
  '__proto__',
  'set/labels/a.png',
  'x.zip',
  'a.tif',
  '',
];

/** The drop with one file spoilt, or a few; the same for the same seed. */
export function mutated(drop: Drop, seed: number): Map<string, Bytes> {
  const random = xoroshiro128plus(seed);
  const dice: Dice = (count) => uniformInt(random, 0, Math.max(0, count - 1));
  const files = new Map(drop);
  for (let i = 1 + dice(2); i > 0; i--) {
    const paths = [...files.keys()];
    const path = paths[dice(paths.length)];
    const content = files.get(path);
    if (content === undefined) continue;
    if (dice(12) === 0) rename(files, path, content, dice);
    else files.set(path, spoilt(path, content, dice));
  }
  return files;
}

function rename(files: Map<string, Bytes>, path: string, content: Bytes, dice: Dice): void {
  if (dice(2) === 0) files.delete(path);
  files.set(NAMES[dice(NAMES.length)], content);
}

function spoilt(path: string, content: Bytes, dice: Dice): Bytes {
  if (/\.(json|txt|ya?ml)$/.test(path) && dice(4) > 0) return spoiltText(content, dice);
  if (path.endsWith('.png') && dice(3) > 0) return withRightSums(spoiltBytes(content, dice));
  return spoiltBytes(content, dice);
}

function spoiltText(content: Bytes, dice: Dice): Bytes {
  const text = new TextDecoder().decode(content);
  const tokens = text.split(/("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|[[\]{},:\n])/);
  const places = tokens.flatMap((token, i) => (token.trim() === '' ? [] : [i]));
  const at = places[dice(places.length)] ?? 0;
  const token = tokens[at] ?? '';
  switch (dice(6)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, token);
      break;
    case 2:
      tokens[at] = tokens[places[dice(places.length)] ?? 0] ?? '';
      break;
    default:
      if (/^-?\d/.test(token)) tokens[at] = (dice(3) > 0 ? NUMBERS : VALUES)[dice(NUMBERS.length)];
      else if (token.startsWith('"'))
        tokens[at] = dice(3) > 0 ? `"${WORDS[dice(WORDS.length)]}"` : VALUES[dice(VALUES.length)];
      else tokens[at] = VALUES[dice(VALUES.length)];
  }
  return new TextEncoder().encode(tokens.join(''));
}

const STRANGE = [0, 1, 0x7f, 0x80, 0xff];

function spoiltBytes(content: Bytes, dice: Dice): Bytes {
  const bytes = content.slice();
  const at = dice(bytes.length);
  switch (dice(6)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(dice(bytes.length))]);
    case 2:
      bytes.fill(STRANGE[dice(STRANGE.length)], at, at + 1 + dice(8));
      return bytes;
    case 3:
      // A number of four bytes, in either order.
      if (bytes.length >= 4)
        new DataView(bytes.buffer).setUint32(Math.min(at, bytes.length - 4), 2 ** dice(32), dice(2) === 0);
      return bytes;
    default:
      for (let i = 1 + dice(4); i > 0; i--) bytes[dice(bytes.length)] ^= 1 << dice(8);
      return bytes;
  }
}

/** PNG files say by their sums that they were changed; only with right sums does what is changed come to be read. */
function withRightSums(bytes: Bytes): Bytes {
  const view = new DataView(bytes.buffer);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) break;
    view.setUint32(at + 8 + length, crc32(bytes.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  return bytes;
}
