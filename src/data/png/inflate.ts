import { Inflate, Unzlib } from 'fflate';

/** Bytes that are unpacked at a time: a thousand times as many may come of them. */
const PIECE = 2 ** 16;

/**
 * What zlib packed, when it must be of a certain length; more is never unpacked, whatever the data says.
 * @throws RangeError with the end of a sentence where it is not.
 */
export const inflateExactly = (
  pieces: readonly Uint8Array[],
  length: number,
  form: 'zlib' | 'deflate' = 'zlib',
): Uint8Array<ArrayBuffer> => {
  const result = new Uint8Array(length);
  let filled = 0;
  let ended = false;
  const stream = form === 'zlib' ? new Unzlib() : new Inflate();
  stream.ondata = (chunk, final) => {
    if (filled + chunk.length > length) throw new RangeError('holds more than it says');
    result.set(chunk, filled);
    filled += chunk.length;
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
    if (error instanceof RangeError && error.message === 'holds more than it says') throw error;
    throw new RangeError('is broken: its packed data cannot be unpacked');
  }
  if (!ended || filled < length) throw new RangeError('is broken: it holds less than it says');
  return result;
};
