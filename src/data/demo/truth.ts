import { maskArea, maskBox, type Rle, rleFromChanges } from '../../masks/rle.ts';
import type { Instance } from '../dataset.ts';
import { scratch } from './scratch.ts';
import type { Footprint } from './surface.ts';

const scratchFree = scratch(Float32Array);
const scratchOwner = scratch(Int16Array);

/** Fewer visible pixels than this at 256 x 256 and a part is no longer an instance. */
const leastVisible = 40;

/** The pixels that `owner` gives to `index`, all of them within the footprint's rectangle, as runs. */
function ownedMask(owner: Int16Array, index: number, size: number, footprint: Footprint): Rle {
  const changes: number[] = [];
  const bottom = Math.min(size, footprint.top + footprint.height);
  const right = Math.min(size, footprint.left + footprint.width);
  for (let x = Math.max(0, footprint.left); x < right; x++) {
    let inside = false;
    for (let y = Math.max(0, footprint.top); y < bottom; y++) {
      const own = owner[y * size + x] === index;
      if (own !== inside) changes.push(x * size + y);
      inside = own;
    }
    if (inside) changes.push(x * size + bottom);
  }
  return rleFromChanges(changes, size, size);
}

/**
 * Visible masks from coverage, bottom to top: a pixel belongs to a part that fills at least half of it after what
 * lies above has taken its share. Masks are disjoint. Parts with too little in sight are left out.
 */
export function visibleInstances(
  footprints: readonly Footprint[],
  size: number,
  firstId: number,
): Instance[] {
  const free = scratchFree(size * size).fill(1);
  const owner = scratchOwner(size * size).fill(-1);
  for (let index = footprints.length - 1; index >= 0; index--) {
    const footprint = footprints[index];
    if (footprint === undefined) continue;
    const { left, top, width, height } = footprint;
    for (let y = Math.max(0, -top); y < Math.min(height, size - top); y++) {
      for (let x = Math.max(0, -left); x < Math.min(width, size - left); x++) {
        const covered = footprint.coverage[y * width + x] as number;
        if (covered === 0) continue;
        const at = (top + y) * size + left + x;
        const open = free[at] as number;
        if (covered * open >= 0.5 && owner[at] === -1) owner[at] = index;
        free[at] = open * (1 - covered);
      }
    }
  }
  const least = (leastVisible * size * size) / 65536;
  const instances: Instance[] = [];
  for (const [index, footprint] of footprints.entries()) {
    const mask = ownedMask(owner, index, size, footprint);
    const area = maskArea(mask);
    if (area < least) continue;
    const id = firstId + instances.length;
    const category = footprint.placed.category;
    instances.push({ id, category, mask, area, box: maskBox(mask), crowd: false });
  }
  return instances;
}
