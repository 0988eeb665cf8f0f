/** How a network's masks lie upon true ones, in mask pixels of a view. */
import type { CandidateRow } from '../metrics/candidates.ts';
import { sharedPixels } from '../network/decode.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import type { Affine } from './affine.ts';
import type { PooledInstance } from './pool.ts';
import { warpCoverage } from './warp-coverage.ts';

/** A true instance in mask pixels. */
export interface TrueMask {
  readonly category: number;
  readonly area: number;
  readonly bits: Uint32Array;
}

export type Overlap = Pick<CandidateRow, 'iou' | 'object' | 'trueCategory'>;

/** @param side the network's input side. */
export const trueMasks = (instances: readonly PooledInstance[], map: Affine, side: number): TrueMask[] =>
  instances.map(({ category, coverage }) => ({
    category,
    ...packed(warpCoverage(coverage, map, side), side / MASK_STRIDE),
  }));

/** The true instance, of any class, that a candidate overlaps most; NaN where truth is unknown. */
export function overlapWith(
  masks: readonly TrueMask[] | undefined,
  { bits, area }: { readonly bits: Uint32Array; readonly area: number },
): Overlap {
  const best = { iou: masks ? 0 : Number.NaN, object: -1, trueCategory: -1 };
  let object = 0;
  for (const mask of masks ?? []) {
    if (mask.area === 0) continue;
    const shared = sharedPixels(bits, mask.bits);
    const iou = shared / (area + mask.area - shared);
    if (iou > best.iou) Object.assign(best, { iou, object, trueCategory: mask.category });
    object++;
  }
  return best;
}

/** Mask pixels that are covered by half, one bit each. */
function packed(
  { x, y, width, height, data }: ReturnType<typeof warpCoverage>,
  maskSide: number,
): Pick<TrueMask, 'bits' | 'area'> {
  const bits = new Uint32Array((maskSide * maskSide) / 32);
  let area = 0;
  for (let v = Math.max(0, y); v < Math.min(maskSide, y + height); v++) {
    for (let u = Math.max(0, x); u < Math.min(maskSide, x + width); u++) {
      if (data[(v - y) * width + u - x] < 0.5) continue;
      const pixel = v * maskSide + u;
      bits[pixel >> 5] |= 1 << (pixel & 31);
      area++;
    }
  }
  return { bits, area };
}
