/** From the network's dense outputs to instances: peaks of objectness, then duplicates removed by mask IoU. */

export interface Peak {
  /** Row-major index in the grid. */
  readonly cell: number;
  /** Probability that an instance's centre lies here. */
  readonly objectness: number;
}

export interface PeakOptions {
  /** At most so many per image. */
  readonly limit: number;
  /** Objectness below this is no peak. */
  readonly threshold: number;
}

/** What a cell's objectness must be, so that the network is said to see something there. */
export const PEAK_THRESHOLD = 0.05;

/** Mask IoU above which the lower-scored of two candidates is a duplicate. */
export const DUPLICATE_IOU = 0.6;

/**
 * Cells whose objectness is highest in their 3x3 neighbourhood (of equal neighbours the first wins), best first.
 * @param logits objectness logits of one image, [gridSide * gridSide].
 */
export function findPeaks(logits: Float32Array, gridSide: number, options: PeakOptions): Peak[] {
  const lowest = Math.log(options.threshold / (1 - options.threshold));
  const peaks: Peak[] = [];
  for (let y = 0; y < gridSide; y++) {
    for (let x = 0; x < gridSide; x++) {
      const cell = y * gridSide + x;
      const logit = logits[cell] ?? Number.NEGATIVE_INFINITY;
      // Written so that NaN, which a diverged network gives, is no peak.
      if (!(logit >= lowest) || !isHighest(logits, gridSide, x, y, logit)) continue;
      peaks.push({ cell, objectness: 1 / (1 + Math.exp(-logit)) });
    }
  }
  peaks.sort((a, b) => b.objectness - a.objectness || a.cell - b.cell);
  return peaks.slice(0, options.limit);
}

function isHighest(logits: Float32Array, gridSide: number, x: number, y: number, logit: number): boolean {
  for (let ny = Math.max(0, y - 1); ny <= Math.min(gridSide - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(gridSide - 1, x + 1); nx++) {
      const other = logits[ny * gridSide + nx] ?? Number.NEGATIVE_INFINITY;
      const before = ny < y || (ny === y && nx < x);
      if (other > logit || (before && other === logit)) return false;
    }
  }
  return true;
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Pixels in both of two packed masks, one bit a pixel. */
export function sharedPixels(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0; i < a.length; i++) shared += countBits((a[i] ?? 0) & (b[i] ?? 0));
  return shared;
}

export interface PackedCandidate {
  readonly score: number;
  /** Mask pixels. */
  readonly area: number;
  /** One bit a mask pixel. */
  readonly bits: Uint32Array;
}

/** Greedy: best score first, dropping what overlaps a kept one by more than `iou`; empty masks are dropped. Returns indices, best first. */
export function removeDuplicates(
  candidates: readonly PackedCandidate[],
  iou: number = DUPLICATE_IOU,
): number[] {
  const order = candidates
    .map((candidate, index) => ({ candidate, index }))
    .filter(({ candidate }) => candidate.area > 0)
    .sort((a, b) => b.candidate.score - a.candidate.score || a.index - b.index);
  const kept: typeof order = [];
  for (const entry of order) {
    const duplicate = kept.some(({ candidate }) => {
      const shared = sharedPixels(candidate.bits, entry.candidate.bits);
      return shared > iou * (candidate.area + entry.candidate.area - shared);
    });
    if (!duplicate) kept.push(entry);
  }
  return kept.map(({ index }) => index);
}
