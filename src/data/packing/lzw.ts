/** Measures what TIFF's form of LZW holds (TIFF 6.0, section 13), without unpacking it. */

const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
/** Codes of more bits there are not. */
const LONGEST = 12;

const broken = (how: string): RangeError => new RangeError(`is broken: ${how}`);

/**
 * Follows the codes with the lengths of their strings alone: a few bytes can stand for millions.
 * @returns bytes that come of it.
 * @throws RangeError with the end of a sentence where that is more than `most`, or codes stand for nothing.
 */
export function lzwLength(packed: Uint8Array, most: number): number {
  const lengths = new Uint32Array(2 ** LONGEST + 1).fill(1);
  lengths[CLEAR] = 0;
  let free = FIRST_FREE;
  let width = 9;
  // What readers begin with; after a clearing there is nothing before.
  let before: number | undefined = 0;
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const byte of packed) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & (2 ** width - 1);
    if (code === END) break;
    if (code === CLEAR && before !== undefined) {
      free = FIRST_FREE;
      width = 9;
      before = undefined;
      continue;
    }
    if (before === undefined) {
      if (code > CLEAR) throw broken('its packed data begins with nothing');
      length += lengths[code];
    } else {
      if (code > free) throw broken('its packed data stands for nothing');
      lengths[free] = lengths[before] + 1;
      length += lengths[code];
      free++;
      if (free === 2 ** width - 1) width++;
      if (width > LONGEST) throw broken('its packed data is never cleared');
    }
    if (length > most) throw broken('it holds more than it says');
    before = code;
  }
  return length;
}
