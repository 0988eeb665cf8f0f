/** Binary masks as run lengths, column by column: COCO's form (cocodataset/cocoapi, common/maskApi.h). */

/**
 * Run-length encoded binary mask, column-major as in COCO: counts of 0s and 1s in turn, beginning with 0s.
 * Canonical: no count is zero but the first, which is where the mask begins with a 1. The counts add up to height * width.
 */
export interface Rle {
  readonly height: number;
  readonly width: number;
  readonly counts: Uint32Array;
}

/** [x, y, width, height] in pixels. */
export type Box = readonly [number, number, number, number];

/**
 * A mask from counts of any origin; runs of length zero are melted into their neighbours.
 * @throws RangeError where a count is no whole number or the counts do not add up to width * height.
 */
export function rleFromCounts(counts: ArrayLike<number>, width: number, height: number): Rle {
  let total = 0;
  const changes: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? Number.NaN;
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`Run ${i} of the mask is ${count}; a run length must be a whole number from 0.`);
    }
    total += count;
    changes.push(total);
  }
  if (total !== width * height) {
    throw new RangeError(
      `The mask's runs cover ${total} pixels, but ${width} x ${height} pixels are ${width * height}.`,
    );
  }
  return rleFromChanges(changes, width, height);
}

/**
 * A mask from the ascending column-major positions at which its value changes, starting from 0.
 * Two changes at the same position undo each other; those at the end or beyond have no effect.
 */
export function rleFromChanges(changes: ArrayLike<number>, width: number, height: number): Rle {
  const end = width * height;
  const kept = new Uint32Array(changes.length + 1);
  let length = 0;
  for (let i = 0; i < changes.length; i++) {
    const position = changes[i] ?? end;
    if (position >= end) break;
    if (length > 0 && kept[length - 1] === position) length--;
    else kept[length++] = position;
  }
  kept[length++] = end;
  const counts = new Uint32Array(length);
  for (let i = 0, previous = 0; i < length; i++) {
    const position = kept[i] ?? end;
    counts[i] = position - previous;
    previous = position;
  }
  return { height, width, counts };
}

/** Pixels that are 1. */
export function maskArea(rle: Rle): number {
  let area = 0;
  for (let i = 1; i < rle.counts.length; i += 2) area += rle.counts[i] ?? 0;
  return area;
}

/** The smallest box around the 1s; [0, 0, 0, 0] where there are none. */
export function maskBox(rle: Rle): Box {
  const { height, counts } = rle;
  let left = rle.width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let position = 0;
  for (let i = 1; i < counts.length; i += 2) {
    const first = position + (counts[i - 1] ?? 0);
    const last = first + (counts[i] ?? 0) - 1;
    position = last + 1;
    if (last < first) continue;
    const firstColumn = Math.floor(first / height);
    const lastColumn = Math.floor(last / height);
    left = Math.min(left, firstColumn);
    right = lastColumn;
    const spansColumns = lastColumn > firstColumn;
    top = spansColumns ? 0 : Math.min(top, first - firstColumn * height);
    bottom = spansColumns ? height - 1 : Math.max(bottom, last - lastColumn * height);
  }
  return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1];
}

/** Of masks of one image. */
export const sameMask = (a: Rle, b: Rle): boolean =>
  a.counts.length === b.counts.length && a.counts.every((count, i) => count === b.counts[i]);
