import { Inflate, Unzlib } from 'fflate';

/** Bytes that are unpacked at a time: a thousand times as many may come of them. */
const PIECE = 2 ** 16;

type Form = 'zlib' | 'deflate';

class TooMuch extends RangeError {}

/** Hands on what comes of packed data, piece by piece. @throws RangeError with the end of a sentence. */
function inflate(pieces: readonly Uint8Array[], form: Form, take: (chunk: Uint8Array) => void): void {
  let ended = false;
  const stream = form === 'zlib' ? new Unzlib() : new Inflate();
  stream.ondata = (chunk, final) => {
    take(chunk);
    ended = final;
  };
  try {
    pieces.forEach((piece, i) => {
      for (let at = 0; at === 0 || at < piece.length; at += PIECE) {
        const last = i === pieces.length - 1 && at + PIECE >= piece.length;
        stream.push(piece.subarray(at, at + PIECE), last);
      }
    });
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    throw new RangeError('is broken: its packed data cannot be unpacked');
  }
  if (!ended) throw new RangeError('is broken: its packed data breaks off');
}

/**
 * What was packed, when it must be of a certain length; more is never unpacked, whatever the data says.
 * @throws RangeError with the end of a sentence where it is not.
 */
export function inflateExactly(
  pieces: readonly Uint8Array[],
  length: number,
  form: Form = 'zlib',
): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  let filled = 0;
  inflate(pieces, form, (chunk) => {
    if (filled + chunk.length > length) throw new TooMuch('is broken: it holds more than it says');
    result.set(chunk, filled);
    filled += chunk.length;
  });
  if (filled < length) throw new RangeError('is broken: it holds less than it says');
  return result;
}

/** @throws RangeError with the end of a sentence where more than `most` bytes were packed. */
export function inflateAtMost(packed: Uint8Array, most: number): void {
  let length = 0;
  inflate([packed], 'zlib', (chunk) => {
    length += chunk.length;
    if (length > most) throw new TooMuch('is broken: it holds more than it says');
  });
}
