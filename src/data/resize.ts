/** Pictures brought to the network's square: the longest side fills it, the picture sits top-left, grey fills the rest. */
import type { Picture } from './dataset.ts';

/** Where things go: a point (x, y) of the picture, in pixels from its top-left corner, goes to (x * scale, y * scale). */
export interface LetterboxTransform {
  readonly scale: number;
  /** What the picture covers of the square, in its pixels; fractions where the last pixel is covered in part. */
  readonly width: number;
  readonly height: number;
}

export interface Letterbox {
  /** Row-major [side, side], one RGBA8 pixel a word: red in the lowest byte, alpha 255 in the highest. */
  readonly pixels: Uint32Array;
  readonly side: number;
  readonly transform: LetterboxTransform;
}

/** Mean grey, which the network's normalisation takes to about 0. */
const PADDING = 0xff808080;

/** @throws RangeError where the picture is empty or its data do not fit its size, or where `side` is no whole number from 1. */
export function letterbox(picture: Picture, side: number): Letterbox {
  const { width, height, rgb } = picture;
  if (!(width > 0 && height > 0) || rgb.length !== width * height * 3) {
    throw new RangeError(
      `A picture of ${width} x ${height} pixels with ${rgb.length} bytes cannot be resized; it needs 3 bytes a pixel.`,
    );
  }
  const transform = letterboxTransform(width, height, side);
  const pixels = new Uint32Array(side * side).fill(PADDING);
  const across = resampling(width, transform.scale, side);
  const down = resampling(height, transform.scale, side);
  const row = new Float32Array(across.length * 3);
  // Neighbouring target rows share a source row: each is resampled sideways once, the even and the odd in turn.
  const kept = [new Float32Array(row.length), new Float32Array(row.length)] as const;
  const keptRow = [-1, -1];
  for (let y = 0; y < down.length; y++) {
    row.fill(0);
    const end = down.starts[y + 1] ?? 0;
    for (let tap = down.starts[y] ?? 0; tap < end; tap++) {
      const source = down.sources[tap] ?? 0;
      const parity = source % 2 === 0 ? 0 : 1;
      const sideways = kept[parity];
      if (keptRow[parity] !== source) {
        resampleRow(rgb, source * width * 3, across, sideways);
        keptRow[parity] = source;
      }
      const weight = down.weights[tap] ?? 0;
      for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + weight * (sideways[i] ?? 0);
    }
    for (let x = 0, i = 0, to = y * side; x < across.length; x++, i += 3, to++) {
      const red = ((row[i] ?? 0) + 0.5) | 0;
      const green = ((row[i + 1] ?? 0) + 0.5) | 0;
      const blue = ((row[i + 2] ?? 0) + 0.5) | 0;
      pixels[to] = red | (green << 8) | (blue << 16) | 0xff000000;
    }
  }
  return { pixels, side, transform };
}

/** @throws RangeError where a size is no whole number from 1. */
export function letterboxTransform(width: number, height: number, side: number): LetterboxTransform {
  for (const size of [width, height, side]) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(
        `A picture of ${width} x ${height} pixels cannot be brought to a side of ${side} pixels.`,
      );
    }
  }
  const scale = side / Math.max(width, height);
  return { scale, width: Math.min(width * scale, side), height: Math.min(height * scale, side) };
}

/** Each target pixel along one axis as a weighted sum of source pixels. */
interface Resampling {
  /** Target pixels. */
  readonly length: number;
  /** Target pixel t reads taps starts[t] up to starts[t + 1]. */
  readonly starts: Uint32Array;
  readonly sources: Uint32Array;
  readonly weights: Float32Array;
}

/** Shrinking takes the mean over the area that becomes the pixel, growing interpolates between the two nearest centres. */
function resampling(size: number, scale: number, side: number): Resampling {
  // Rounding errors must not open a pixel of nothing at the end.
  const length = Math.min(side, Math.max(1, Math.ceil(size * scale - 1e-6)));
  const starts = new Uint32Array(length + 1);
  const sources: number[] = [];
  const weights: number[] = [];
  for (let t = 0; t < length; t++) {
    if (scale < 1) {
      const from = t / scale;
      const to = Math.min((t + 1) / scale, size);
      const last = Math.min(Math.ceil(to - 1e-6), size) - 1;
      for (let s = Math.floor(from + 1e-6); s <= last; s++) {
        sources.push(s);
        weights.push((Math.min(s + 1, to) - Math.max(s, from)) / (to - from));
      }
    } else {
      const centre = Math.min(Math.max((t + 0.5) / scale - 0.5, 0), size - 1);
      const left = Math.floor(centre);
      sources.push(left);
      weights.push(1 - (centre - left));
      if (centre > left) {
        sources.push(left + 1);
        weights.push(centre - left);
      }
    }
    starts[t + 1] = sources.length;
  }
  return { length, starts, sources: Uint32Array.from(sources), weights: Float32Array.from(weights) };
}

/** One source row, beginning at byte `offset`, resampled sideways into `to` [length, 3]. */
function resampleRow(rgb: Uint8Array, offset: number, across: Resampling, to: Float32Array): void {
  const { starts, sources, weights, length } = across;
  for (let x = 0, tap = 0; x < length; x++) {
    const end = starts[x + 1] ?? 0;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (; tap < end; tap++) {
      const at = offset + 3 * (sources[tap] ?? 0);
      const weight = weights[tap] ?? 0;
      red += weight * (rgb[at] ?? 0);
      green += weight * (rgb[at + 1] ?? 0);
      blue += weight * (rgb[at + 2] ?? 0);
    }
    to[3 * x] = red;
    to[3 * x + 1] = green;
    to[3 * x + 2] = blue;
  }
}
