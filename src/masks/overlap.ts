/** What two masks share, computed on their runs without decoding. */
import { type Box, maskArea, maskBox, type Rle, rleFromChanges } from './rle.ts';

/** A mask with what comparing it many times needs. */
export interface MeasuredMask {
  readonly width: number;
  readonly height: number;
  readonly area: number;
  readonly box: Box;
  /** [start, end) of each run of 1s in turn, column-major. */
  readonly spans: Uint32Array;
}

export function measureMask(rle: Rle): MeasuredMask {
  const { counts } = rle;
  const spans = new Uint32Array(counts.length - (counts.length % 2));
  for (let i = 0, position = 0; i < spans.length; i++) {
    position += counts[i] ?? 0;
    spans[i] = position;
  }
  return { width: rle.width, height: rle.height, area: maskArea(rle), box: maskBox(rle), spans };
}

/**
 * Pixels that are 1 in both masks.
 * @throws RangeError where the masks differ in size.
 */
export function sharedArea(a: MeasuredMask, b: MeasuredMask): number {
  if (a.width !== b.width || a.height !== b.height) {
    throw new RangeError(
      `Masks of ${a.width} x ${a.height} and ${b.width} x ${b.height} pixels cannot be compared; resize one first.`,
    );
  }
  if (boxesSharedArea(a.box, b.box) === 0) return 0;
  const p = a.spans;
  const q = b.spans;
  let shared = 0;
  let i = firstSpanAfter(p, q[0] ?? 0);
  let j = firstSpanAfter(q, p[0] ?? 0);
  while (i < p.length && j < q.length) {
    const startA = p[i] ?? 0;
    const endA = p[i + 1] ?? 0;
    const startB = q[j] ?? 0;
    const endB = q[j + 1] ?? 0;
    const start = Math.max(startA, startB);
    const end = Math.min(endA, endB);
    if (end > start) shared += end - start;
    if (endA <= endB) i += 2;
    if (endB <= endA) j += 2;
  }
  return shared;
}

/**
 * Intersection over union. With `crowd`, the second mask is a region of many instances: intersection over the area of the first,
 * so that a detection anywhere inside counts as fully matched (pycocotools' iscrowd). 0 where the masks share nothing.
 * @throws RangeError where the masks differ in size.
 */
export function measuredIou(detection: MeasuredMask, truth: MeasuredMask, crowd = false): number {
  const shared = sharedArea(detection, truth);
  if (shared === 0) return 0;
  return shared / (crowd ? detection.area : detection.area + truth.area - shared);
}

/** @throws RangeError where the masks differ in size. */
export function maskIou(detection: Rle, truth: Rle, crowd = false): number {
  return measuredIou(measureMask(detection), measureMask(truth), crowd);
}

/** The most that the IoU of two masks can be, from boxes and areas alone. */
export function iouBound(detection: MeasuredMask, truth: MeasuredMask, crowd = false): number {
  const shared = Math.min(boxesSharedArea(detection.box, truth.box), detection.area, truth.area);
  if (shared === 0) return 0;
  return shared / (crowd ? detection.area : detection.area + truth.area - shared);
}

function boxesSharedArea(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Even index of the first span that ends after `position`. */
function firstSpanAfter(spans: Uint32Array, position: number): number {
  let low = 0;
  let high = spans.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[2 * middle + 1] ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

/**
 * Pixels in any of the masks.
 * @throws RangeError where there are none, or where they differ in size.
 */
export function maskUnion(masks: readonly Rle[]): Rle {
  return mergeMasks(masks, 1);
}

/**
 * Pixels in all of the masks.
 * @throws RangeError where there are none, or where they differ in size.
 */
export function maskIntersection(masks: readonly Rle[]): Rle {
  return mergeMasks(masks, masks.length);
}

/**
 * Pixels of the first mask that are in none of the others.
 * @throws RangeError where the masks differ in size.
 */
export function maskDifference(mask: Rle, others: readonly Rle[]): Rle {
  return others.length === 0 ? mask : maskIntersection([mask, complement(maskUnion(others))]);
}

/** Every 0 a 1 and the other way about. */
export function complement({ counts, width, height }: Rle): Rle {
  const turned = counts[0] === 0 ? counts.subarray(1) : Uint32Array.of(0, ...counts);
  return { width, height, counts: turned };
}

/** Pixels covered by at least `atLeast` masks, by one sweep over all runs' ends. */
function mergeMasks(masks: readonly Rle[], atLeast: number): Rle {
  const [first] = masks;
  if (!first) throw new RangeError('Merging needs at least one mask.');
  if (masks.length === 1) return first;
  // A run of 1s opens at an even end and closes at an odd one; the lowest bit of an entry tells which, openings last.
  let length = 0;
  for (const { counts } of masks) length += counts.length - (counts.length % 2);
  const ends = new Float64Array(length);
  let next = 0;
  for (const mask of masks) {
    if (mask.width !== first.width || mask.height !== first.height) {
      throw new RangeError(
        `Masks of ${first.width} x ${first.height} and ${mask.width} x ${mask.height} pixels cannot be merged.`,
      );
    }
    const { spans } = measureMask(mask);
    for (let i = 0; i < spans.length; i++) ends[next++] = 2 * (spans[i] ?? 0) + (i % 2 === 0 ? 1 : 0);
  }
  ends.sort();
  const changes: number[] = [];
  let depth = 0;
  for (const end of ends) {
    const opens = end % 2 === 1;
    if (depth === (opens ? atLeast - 1 : atLeast)) changes.push(Math.floor(end / 2));
    depth += opens ? 1 : -1;
  }
  return rleFromChanges(changes, first.width, first.height);
}
