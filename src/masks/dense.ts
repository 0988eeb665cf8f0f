/** Between run lengths and masks with one value a pixel. */
import { type Rle, rleFromChanges } from './rle.ts';

/**
 * Run lengths of a row-major mask [height, width]; every value but 0 counts as 1.
 *
 * Read row by row, as it lies in memory: a column-major run ends where a pixel differs from the one above it, and those places,
 * sorted by column, are the mask.
 * @throws RangeError where the length is not width * height.
 */
export function encodeMask(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): Rle {
  if (pixels.length !== width * height) {
    throw new RangeError(
      `A mask of ${width} x ${height} pixels needs ${width * height} values, not ${pixels.length}.`,
    );
  }
  const changes = new ChangeList(width, height);
  // The pixel before the top of a column is the bottom of the column to its left.
  const lastRow = width * (height - 1);
  for (let x = 0; x < width; x++) {
    const before = x > 0 && pixels[lastRow + x - 1] !== 0;
    if ((pixels[x] !== 0) !== before) changes.add(x, 0);
  }
  // Four pixels at once where memory allows: most are like the four above them.
  const inFours = width % 4 === 0 && pixels.byteOffset % 4 === 0;
  const fours = inFours
    ? new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)
    : new Uint32Array();
  const step = inFours ? 4 : 1;
  for (let y = 1, i = width; y < height; y++) {
    for (let x = 0; x < width; x += step, i += step) {
      if (inFours && fours[i >> 2] === fours[(i - width) >> 2]) continue;
      for (let k = 0; k < step; k++) {
        const value = pixels[i + k];
        const above = pixels[i + k - width];
        if (value !== above && (value === 0 || above === 0)) changes.add(x + k, y);
      }
    }
  }
  return changes.encode();
}

/** The mask as one byte a pixel, 0 or 1, row-major [height, width]. */
export function decodeMask(rle: Rle): Uint8Array {
  const pixels = new Uint8Array(rle.height * rle.width);
  paintRuns(pixels, rle, 1);
  return pixels;
}

/** Writes `value` wherever the mask, column-major runs of the same size, is 1. @param map row-major [height, width]. */
export function paintRuns(
  map: Uint8Array | Uint16Array,
  { width, height, counts }: Rle,
  value: number,
): void {
  let position = 0;
  for (let i = 0; i < counts.length; i++) {
    const end = position + (counts[i] ?? 0);
    if (i % 2 === 1) {
      let x = Math.floor(position / height);
      let y = position - x * height;
      for (let p = position; p < end; p++) {
        map[y * width + x] = value;
        if (++y === height) {
          y = 0;
          x++;
        }
      }
    }
    position = end;
  }
}

/** Collects changes row by row and hands them out column by column (a counting sort). */
class ChangeList {
  private readonly width: number;
  private readonly height: number;
  private readonly perColumn: Uint32Array;
  private readonly columns: number[] = [];
  private readonly rows: number[] = [];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.perColumn = new Uint32Array(width);
  }

  add(x: number, y: number): void {
    this.columns.push(x);
    this.rows.push(y);
    this.perColumn[x] = (this.perColumn[x] ?? 0) + 1;
  }

  encode(): Rle {
    const next = new Uint32Array(this.width);
    for (let x = 1; x < this.width; x++) next[x] = (next[x - 1] ?? 0) + (this.perColumn[x - 1] ?? 0);
    const positions = new Uint32Array(this.columns.length);
    for (let i = 0; i < positions.length; i++) {
      const x = this.columns[i] ?? 0;
      const slot = next[x] ?? 0;
      next[x] = slot + 1;
      positions[slot] = x * this.height + (this.rows[i] ?? 0);
    }
    return rleFromChanges(positions, this.width, this.height);
  }
}
