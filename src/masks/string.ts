/** COCO's compressed form of run lengths: a variant of LEB128 with six bits a character (rleToString in maskApi.c). */
import { type Rle, rleFromCounts } from './rle.ts';

const FIRST_CHARACTER = 48; // '0'
const MORE = 0x20;
const SIGN = 0x10;
const DIGIT = 0x1f;
/** Six times five bits hold any difference of runs in 2^29 pixels; a seventh character leaves room above that. */
const LONGEST_NUMBER = 7;

/** From the third on, a run is written as its difference from the run of the same value before it: often a small number. */
export function rleToString(rle: Rle): string {
  const characters: number[] = [];
  for (let i = 0; i < rle.counts.length; i++) {
    let rest = (rle.counts[i] ?? 0) - (i > 2 ? (rle.counts[i - 2] ?? 0) : 0);
    for (let more = true; more; ) {
      const digit = rest & DIGIT;
      rest = Math.floor(rest / 32);
      more = (digit & SIGN) !== 0 ? rest !== -1 : rest !== 0;
      characters.push(FIRST_CHARACTER + (more ? digit | MORE : digit));
    }
  }
  // In pieces: a call with a whole large mask's characters as arguments would overflow the stack.
  let text = '';
  for (let i = 0; i < characters.length; i += 4096)
    text += String.fromCharCode(...characters.slice(i, i + 4096));
  return text;
}

/**
 * @throws RangeError where a character does not belong, the string breaks off, a run is negative, or the runs do not add up to
 * width * height.
 */
export function rleFromString(text: string, width: number, height: number): Rle {
  const counts: number[] = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    for (let digits = 0, more = true; more; digits++, at++) {
      if (at >= text.length)
        throw new RangeError('The compressed mask breaks off in the middle of a number.');
      const bits = text.charCodeAt(at) - FIRST_CHARACTER;
      if (!(bits >= 0 && bits < 64)) {
        throw new RangeError(
          `Character ${at + 1} of the compressed mask, "${text[at]}", is none that it can hold.`,
        );
      }
      if (digits >= LONGEST_NUMBER) {
        throw new RangeError(`The number that ends at character ${at} of the compressed mask is too long.`);
      }
      value += (bits & DIGIT) * 32 ** digits;
      more = (bits & MORE) !== 0;
      if (!more && (bits & SIGN) !== 0) value -= 32 ** (digits + 1);
    }
    counts.push(counts.length > 2 ? value + (counts[counts.length - 2] ?? 0) : value);
  }
  return rleFromCounts(counts, width, height);
}
