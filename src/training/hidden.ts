import { MASK_STRIDE } from '../network/geometry.ts';
import type { Rectangle } from './augmentation.ts';

/** An object of which the strong view shows less than this cannot be asked for: neither its class nor its outline is to be seen. */
const LEAST_SEEN = 0.5;

/** Whether erased rectangles leave too little of a mask to learn it from. */
export function isHidden(
  { bits, area }: { readonly bits: Uint32Array; readonly area: number },
  erased: readonly Rectangle[],
  maskSide: number,
): boolean {
  if (erased.length === 0 || area === 0) return false;
  let hidden = 0;
  for (let v = 0; v < maskSide; v++) {
    const y = (v + 0.5) * MASK_STRIDE;
    const rows = erased.filter(({ top, bottom }) => y >= top && y < bottom);
    if (rows.length === 0) continue;
    for (let u = 0; u < maskSide; u++) {
      const pixel = v * maskSide + u;
      if (((bits[pixel >> 5] >>> (pixel & 31)) & 1) === 0) continue;
      const x = (u + 0.5) * MASK_STRIDE;
      if (rows.some(({ left, right }) => x >= left && x < right)) hidden++;
    }
  }
  return hidden > (1 - LEAST_SEEN) * area;
}
