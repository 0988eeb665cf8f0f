/** Connected regions of a mask: parts, holes, and what a cut makes of it. */
import { maskArea, maskBox, type Rle, rleFromChanges } from './rle.ts';
import { rasteriseStroke } from './stroke.ts';

/** A box of a mask, one byte a pixel, with a margin of one pixel around its 1s so that all holes are enclosed. */
interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Row-major. */
  readonly bits: Uint8Array;
}

function cropOf(mask: Rle, [x, y, w, h] = maskBox(mask)): Crop {
  const [left, top, width, height] = [x - 1, y - 1, w + 2, h + 2];
  const bits = new Uint8Array(width * height);
  let position = 0;
  for (let i = 0; i < mask.counts.length; i++) {
    const end = position + mask.counts[i];
    if (i % 2 === 1)
      for (let p = position; p < end; p++) {
        const column = Math.floor(p / mask.height) - left;
        const row = (p % mask.height) - top;
        if (column > 0 && row > 0 && column < width - 1 && row < height - 1) bits[row * width + column] = 1;
      }
    position = end;
  }
  return { left, top, width, height, bits };
}

/** The pixels of a crop that pass, at the size of the image. */
function uncropped(crop: Crop, passes: (pixel: number) => boolean, { width, height }: Rle): Rle {
  const changes: number[] = [];
  for (let x = 0; x < crop.width; x++) {
    for (let y = 0; y < crop.height; y++) {
      if (!passes(y * crop.width + x)) continue;
      const column = crop.left + x;
      const row = crop.top + y;
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const position = column * height + row;
      // Two changes at one place undo each other: the run goes on.
      changes.push(position, position + 1);
    }
  }
  return rleFromChanges(changes, width, height);
}

/**
 * Regions of pixels with `value`, by number from 1; 0 elsewhere. 1s touch at corners too, 0s only at sides, so that a
 * line of 1s always parts two regions of 0s.
 */
function labelled(
  { width, height, bits }: Crop,
  value: 0 | 1,
): { readonly regions: Uint32Array; readonly sizes: readonly number[] } {
  const regions = new Uint32Array(width * height);
  const sizes: number[] = [0];
  const stack: number[] = [];
  for (let start = 0; start < bits.length; start++) {
    if (bits[start] !== value || regions[start] !== 0) continue;
    const region = sizes.length;
    let size = 0;
    regions[start] = region;
    stack.push(start);
    for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
      size++;
      const x = pixel % width;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          if (value === 0 && dx !== 0 && dy !== 0) continue;
          const next = pixel + dy * width + dx;
          if (x + dx < 0 || x + dx >= width || next < 0 || next >= bits.length) continue;
          if (bits[next] !== value || regions[next] !== 0) continue;
          regions[next] = region;
          stack.push(next);
        }
    }
    sizes.push(size);
  }
  return { regions, sizes };
}

/** The connected parts of a mask (pixels that touch at a corner are connected), largest first. */
export function partsOf(mask: Rle): Rle[] {
  if (maskArea(mask) === 0) return [];
  const crop = cropOf(mask);
  const { regions, sizes } = labelled(crop, 1);
  return sizes
    .map((size, region) => ({ size, region }))
    .slice(1)
    .sort((a, b) => b.size - a.size)
    .map(({ region }) => uncropped(crop, (pixel) => regions[pixel] === region, mask));
}

/** The hole of a mask that pixel (x, y) lies in; undefined where it lies in none. */
export function holeAt(mask: Rle, x: number, y: number): Rle | undefined {
  if (maskArea(mask) === 0) return undefined;
  const crop = cropOf(mask);
  const column = Math.floor(x) - crop.left;
  const row = Math.floor(y) - crop.top;
  if (column < 0 || row < 0 || column >= crop.width || row >= crop.height) return undefined;
  const { regions } = labelled(crop, 0);
  const region = regions[row * crop.width + column];
  // The margin is one region, the first: it is no hole.
  if (region <= 1) return undefined;
  return uncropped(crop, (pixel) => regions[pixel] === region, mask);
}

/** All holes of a mask together; undefined where it has none. */
export function holesOf(mask: Rle): Rle | undefined {
  if (maskArea(mask) === 0) return undefined;
  const crop = cropOf(mask);
  const { regions, sizes } = labelled(crop, 0);
  return sizes.length > 2 ? uncropped(crop, (pixel) => regions[pixel] > 1, mask) : undefined;
}

const AROUND = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const;

/** Half the width of a cut, in pixels: it parts regions that touch at corners. */
const CUT = 1.1;

/**
 * A mask cut along a line [x0, y0, x1, y1, ...]: its parts, largest first. Not a pixel is lost: those under the cut go
 * to the part that they are nearest to. One part where the line does not go through.
 */
export function cutMask(mask: Rle, line: ArrayLike<number>): Rle[] {
  const crop = cropOf(mask);
  const { width, height, bits: whole } = crop;
  const knife = cropOf(rasteriseStroke(line, CUT, mask.width, mask.height), maskBox(mask)).bits;
  const bits = whole.map((value, i) => (value === 1 && knife[i] === 0 ? 1 : 0));
  const { regions: owner, sizes } = labelled({ ...crop, bits }, 1);
  if (sizes.length <= labelled(crop, 1).sizes.length) return [mask];
  let front = Array.from(owner.keys()).filter((pixel) => owner[pixel] > 0);
  while (front.length > 0) {
    const reached: number[] = [];
    for (const pixel of front)
      for (const [dx, dy] of AROUND) {
        // The margin keeps neighbours in the crop.
        const next = pixel + dy * width + dx;
        if (whole[next] !== 1 || owner[next] !== 0) continue;
        owner[next] = owner[pixel];
        reached.push(next);
      }
    front = reached;
  }
  // Crumbs that lie wholly under the cut stay with the largest.
  const largest = sizes.indexOf(Math.max(...sizes));
  for (let i = 0; i < width * height; i++) if (whole[i] === 1 && owner[i] === 0) owner[i] = largest;
  return sizes
    .map((size, region) => ({ size, region }))
    .slice(1)
    .sort((a, b) => b.size - a.size)
    .map(({ region }) => uncropped(crop, (pixel) => owner[pixel] === region, mask));
}
