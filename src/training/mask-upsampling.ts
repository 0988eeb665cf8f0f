import { type Rle, rleFromChanges } from '../masks/rle.ts';

export interface MaskFrame {
  /** Side M of the logit plane, stride 2 of the letterboxed square. */
  readonly maskSide: number;
  /** Mask pixels per image pixel. */
  readonly scale: number;
  /** Size of the image. */
  readonly width: number;
  readonly height: number;
}

/** Mask pixels where a plane is positive, [left, top, right, bottom), or undefined where it is nowhere. */
function positiveBox(plane: Float32Array, side: number): [number, number, number, number] | undefined {
  let left = side;
  let right = 0;
  let top = side;
  let bottom = 0;
  for (let v = 0; v < side; v++) {
    for (let u = 0; u < side; u++) {
      if (plane[v * side + u] <= 0) continue;
      if (u < left) left = u;
      if (u >= right) right = u + 1;
      if (v < top) top = v;
      bottom = v + 1;
    }
  }
  return right > left ? [left, top, right, bottom] : undefined;
}

/**
 * The mask { logit > 0 } at the size of the image, the logits interpolated bilinearly between mask-pixel centres
 * (edges repeated). Written run by run, column by column; only the box that can be positive is visited.
 * @param plane logits [M, M].
 */
export function maskAtImageSize(plane: Float32Array, { maskSide, scale, width, height }: MaskFrame): Rle {
  const box = positiveBox(plane, maskSide);
  if (!box) return rleFromChanges([], width, height);
  const [left, top, right, bottom] = box;
  const first = (edge: number): number => Math.max(0, Math.floor((edge - 0.5) / scale));
  const last = (edge: number, size: number): number => Math.min(size, Math.ceil((edge + 0.5) / scale) + 1);
  const column = new Float64Array(maskSide);
  const changes: number[] = [];
  // Of the pixel before this one in column-major order: runs go on from the foot of a column to the head of the next.
  let before = false;
  let nextPosition = -1;
  for (let x = first(left); x < last(right, width); x++) {
    const u = Math.min(Math.max((x + 0.5) * scale - 0.5, 0), maskSide - 1);
    const u0 = Math.min(Math.floor(u), maskSide - 2);
    const tu = u - u0;
    for (let v = Math.max(0, top - 1); v < Math.min(maskSide, bottom + 1); v++) {
      const at = v * maskSide + u0;
      column[v] = plane[at] + tu * (plane[at + 1] - plane[at]);
    }
    for (let y = first(top); y < last(bottom, height); y++) {
      const position = x * height + y;
      if (before && position !== nextPosition) {
        // The box ended while the mask was on; outside it is off.
        changes.push(nextPosition);
        before = false;
      }
      const v = Math.min(Math.max((y + 0.5) * scale - 0.5, top - 1, 0), bottom, maskSide - 1);
      const v0 = Math.min(Math.floor(v), maskSide - 2);
      const value = column[v0] + (v - v0) * (column[v0 + 1] - column[v0]);
      const inside = value > 0;
      if (inside !== before) changes.push(position);
      before = inside;
      nextPosition = position + 1;
    }
  }
  if (before && nextPosition < width * height) changes.push(nextPosition);
  return rleFromChanges(changes, width, height);
}
