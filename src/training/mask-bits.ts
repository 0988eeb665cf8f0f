/** Masks of a view, one bit a mask pixel, row-major: what candidates are compared and remembered by. */
import { type Rle, rleFromChanges } from '../masks/rle.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { type Affine, apply, invert } from './affine.ts';
import type { PooledImage } from './pool.ts';

/** { logit > 0 } of a square plane. */
export function positiveBits(logits: Float32Array): Uint32Array {
  const bits = new Uint32Array(Math.ceil(logits.length / 32));
  for (let p = 0; p < logits.length; p++) if (logits[p] > 0) bits[p >> 5] |= 1 << (p & 31);
  return bits;
}

/** [left, top, right, bottom) of the set bits; undefined where there is none. */
function boxOf(bits: Uint32Array, side: number): readonly [number, number, number, number] | undefined {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let p = 0; p < side * side; p++) {
    if (((bits[p >> 5] >> (p & 31)) & 1) === 0) continue;
    const [u, v] = [p % side, Math.floor(p / side)];
    left = Math.min(left, u);
    right = Math.max(right, u + 1);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v + 1);
  }
  return right > left ? [left, top, right, bottom] : undefined;
}

/** Bilinear between mask-pixel centres; zero outside. */
function sample(bits: Uint32Array, side: number, u: number, v: number): number {
  const [u0, v0] = [Math.floor(u), Math.floor(v)];
  const at = (x: number, y: number): number => {
    if (x < 0 || y < 0 || x >= side || y >= side) return 0;
    const p = y * side + x;
    return (bits[p >> 5] >> (p & 31)) & 1;
  };
  const [tu, tv] = [u - u0, v - v0];
  return (
    (1 - tv) * ((1 - tu) * at(u0, v0) + tu * at(u0 + 1, v0)) +
    tv * ((1 - tu) * at(u0, v0 + 1) + tu * at(u0 + 1, v0 + 1))
  );
}

/**
 * A view's mask as it lies in the image, at the image's own size.
 * @param map from pixels of the view to pixels of the letterboxed image.
 * @param side of the mask plane, in mask pixels.
 */
export function bitsAtImageSize(
  bits: Uint32Array,
  map: Affine,
  side: number,
  { width, height, transform }: Pick<PooledImage, 'width' | 'height' | 'transform'>,
): Rle {
  const box = boxOf(bits, side);
  if (!box) return rleFromChanges([], width, height);
  const [left, top, right, bottom] = box;
  const { scale } = transform;
  // Mask pixel (u, v) has its centre at MASK_STRIDE (u + 1/2) - 1/2 in pixels of the view.
  const intoImage = (u: number, v: number): readonly [number, number] => {
    const [x, y] = apply(map, MASK_STRIDE * (u + 0.5) - 0.5, MASK_STRIDE * (v + 0.5) - 0.5);
    return [(x + 0.5) / scale - 0.5, (y + 0.5) / scale - 0.5];
  };
  const corners = [left - 1, right].flatMap((u) => [top - 1, bottom].map((v) => intoImage(u, v)));
  const span = (places: readonly number[], size: number): [number, number] => [
    Math.min(size, Math.max(0, Math.floor(Math.min(...places)))),
    Math.min(size, Math.max(0, Math.ceil(Math.max(...places)) + 1)),
  ];
  const [firstX, lastX] = span(
    corners.map(([x]) => x),
    width,
  );
  const [firstY, lastY] = span(
    corners.map(([, y]) => y),
    height,
  );
  const intoView = invert(map);
  const changes: number[] = [];
  for (let x = firstX; x < lastX; x++) {
    let inside = false;
    for (let y = firstY; y < lastY; y++) {
      const [vx, vy] = apply(intoView, (x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5);
      const within =
        sample(bits, side, (vx + 0.5) / MASK_STRIDE - 0.5, (vy + 0.5) / MASK_STRIDE - 0.5) >= 0.5;
      if (within !== inside) changes.push(x * height + y);
      inside = within;
    }
    if (inside) changes.push(x * height + lastY);
  }
  return rleFromChanges(changes, width, height);
}
