import { partsOf } from '../../masks/regions.ts';
import { type Rle, rleFromChanges } from '../../masks/rle.ts';

interface Frame {
  /** Where the small mask lies in the image, in its pixels. */
  readonly left: number;
  readonly top: number;
  /** Image pixels per pixel of the small mask. */
  readonly scale: number;
  /** Of the image. */
  readonly imageWidth: number;
  readonly imageHeight: number;
}

/**
 * A small mask at the size of the image, its border interpolated: { bilinear > one half }.
 * @param bits row-major [height, width], 0 or 1.
 */
export function enlarged(bits: Uint8Array, width: number, height: number, frame: Frame): Rle {
  const { left, top, scale, imageWidth, imageHeight } = frame;
  const at = (x: number, y: number): number =>
    bits[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
  const changes: number[] = [];
  const firstX = Math.max(0, Math.floor(left));
  const firstY = Math.max(0, Math.floor(top));
  const lastX = Math.min(imageWidth, Math.ceil(left + width * scale));
  const lastY = Math.min(imageHeight, Math.ceil(top + height * scale));
  for (let x = firstX; x < lastX; x++) {
    const u = (x + 0.5 - left) / scale - 0.5;
    const u0 = Math.floor(u);
    const tu = u - u0;
    for (let y = firstY; y < lastY; y++) {
      const v = (y + 0.5 - top) / scale - 0.5;
      const v0 = Math.floor(v);
      const tv = v - v0;
      const value =
        (1 - tv) * ((1 - tu) * at(u0, v0) + tu * at(u0 + 1, v0)) +
        tv * ((1 - tu) * at(u0, v0 + 1) + tu * at(u0 + 1, v0 + 1));
      if (value > 0.5) changes.push(x * imageHeight + y, x * imageHeight + y + 1);
    }
  }
  return rleFromChanges(changes, imageWidth, imageHeight);
}

/** The largest connected part; undefined where the mask is empty. */
export const largestPart = (mask: Rle): Rle | undefined => partsOf(mask)[0];
