/** Masks as the network sees them: how much of each cell of its grid a mask covers. */
import { maskBox, type Rle } from '../masks/rle.ts';
import type { LetterboxTransform } from './resize.ts';

/** Zero outside the box. */
export interface Coverage {
  /** Of the box, in cells. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Row-major [height, width], each 0..1: covered area over the cell's area. */
  readonly data: Float32Array;
}

/**
 * The mask of a letterboxed picture on the grid of side / stride cells a side, exact: no sampling, areas only.
 * A cell of the grid is `stride` letterboxed pixels wide, which are stride / scale pixels of the picture.
 * @throws RangeError where `stride` does not divide `side`.
 */
export function maskCoverage(
  mask: Rle,
  transform: Pick<LetterboxTransform, 'scale'>,
  side: number,
  stride: number,
): Coverage {
  const grid = side / stride;
  if (!Number.isInteger(grid)) {
    throw new RangeError(`A square of ${side} pixels has no whole number of cells of ${stride} pixels.`);
  }
  const toCells = transform.scale / stride;
  const [boxX, boxY, boxWidth, boxHeight] = maskBox(mask);
  const x = Math.min(Math.floor(cells(boxX, toCells)), grid);
  const y = Math.min(Math.floor(cells(boxY, toCells)), grid);
  const width = Math.min(Math.ceil(cells(boxX + boxWidth, toCells)), grid) - x;
  const height = Math.min(Math.ceil(cells(boxY + boxHeight, toCells)), grid) - y;
  if (boxWidth === 0 || width <= 0 || height <= 0) {
    return { x: 0, y: 0, width: 0, height: 0, data: new Float32Array(0) };
  }
  // In double precision, so that thousands of slivers add up to the whole.
  const sum = new Float64Array(width * height);
  const addColumn = (column: number, fromRow: number, toRow: number) => {
    const left = cells(column, toCells) - x;
    const right = cells(column + 1, toCells) - x;
    const top = cells(fromRow, toCells) - y;
    const bottom = cells(toRow, toCells) - y;
    const lastX = Math.min(Math.ceil(right), width) - 1;
    const lastY = Math.min(Math.ceil(bottom), height) - 1;
    for (let cellX = Math.floor(left); cellX <= lastX; cellX++) {
      const across = Math.min(right, cellX + 1) - Math.max(left, cellX);
      for (let cellY = Math.floor(top); cellY <= lastY; cellY++) {
        const down = Math.min(bottom, cellY + 1) - Math.max(top, cellY);
        const at = cellY * width + cellX;
        sum[at] = (sum[at] ?? 0) + across * down;
      }
    }
  };
  forEachColumnRun(mask, addColumn);
  return { x, y, width, height, data: Float32Array.from(sum, (area) => Math.min(area, 1)) };
}

/** Rounding errors must not spill into a cell that is only touched. */
function cells(pixels: number, toCells: number): number {
  const exact = pixels * toCells;
  const whole = Math.round(exact);
  return Math.abs(exact - whole) < 1e-9 ? whole : exact;
}

/** Runs of 1s cut at the columns' ends: rows [fromRow, toRow) of a column. */
function forEachColumnRun(mask: Rle, visit: (column: number, fromRow: number, toRow: number) => void): void {
  const { height, counts } = mask;
  let start = 0;
  for (let i = 1; i < counts.length; i += 2) {
    start += counts[i - 1] ?? 0;
    const end = start + (counts[i] ?? 0);
    while (start < end) {
      const column = Math.floor(start / height);
      const columnStart = column * height;
      const stop = Math.min(end, columnStart + height);
      visit(column, start - columnStart, stop - columnStart);
      start = stop;
    }
  }
}
