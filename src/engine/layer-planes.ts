/** The layers of a view as planes of figures that the display kernels read. */
import {
  type UncertaintyVariant,
  uncertaintyOf,
  uncertaintyVariant,
} from '../compute/kernels/pixel-uncertainty.ts';
import { maskCoverage } from '../data/coverage.ts';
import type { Instance } from '../data/dataset.ts';

/** Square planes over the letterboxed image; positive values are inside. */
export interface Planes {
  readonly side: number;
  /** [N, side * side] */
  readonly values: Float32Array;
}

/** True masks as signed planes, so that they are drawn as predicted ones are: 1 inside, -1 outside, 0 on the outline. */
export function truthPlanes(
  truth: readonly Instance[],
  image: { readonly width: number; readonly height: number },
  side: number,
): Planes {
  const pixels = side * side;
  const values = new Float32Array(truth.length * pixels).fill(-1);
  const scale = side / Math.max(image.width, image.height);
  truth.forEach(({ mask }, index) => {
    const { x, y, width, height, data } = maskCoverage(mask, { scale }, side, 1);
    for (let row = 0; row < height; row++) {
      const to = index * pixels + (y + row) * side + x;
      for (let column = 0; column < width; column++) {
        values[to + column] = 2 * (data[row * width + column] ?? 0) - 1;
      }
    }
  });
  return { side, values };
}

/** Logits of masks one behind the other. */
export function logitPlanes(masks: readonly { readonly logits: Float32Array }[], side: number): Planes {
  const values = new Float32Array(masks.length * side * side);
  masks.forEach(({ logits }, index) => {
    values.set(logits, index * side * side);
  });
  return { side, values };
}

/** Per pixel the greatest uncertainty (tent: PL-DC, arXiv 2505.11075, pixel level) of any candidate's mask. [1, side * side] */
export function uncertaintyPlane(
  candidates: readonly { readonly logits: Float32Array }[],
  side: number,
): Planes {
  const values = new Float32Array(side * side);
  for (const { logits } of candidates) {
    for (let p = 0; p < values.length; p++) {
      const doubt = uncertaintyOf(logits[p] ?? 0, uncertaintyVariant.tent);
      if (doubt > (values[p] ?? 0)) values[p] = doubt;
    }
  }
  return { side, values };
}

/** A mask that teaches, with what it weighs in the mask loss. */
export interface WeighedMask {
  readonly logits: Float32Array;
  readonly maskWeight: number;
}

/**
 * Per pixel what it weighs in the mask loss, w_i (1 - u_i(p)), in the pseudo-label that trusts it least; 1 where there
 * is none. [1, side * side]
 * @param variant of the uncertainty u.
 */
export function weightPlane(
  masks: readonly WeighedMask[],
  side: number,
  variant: UncertaintyVariant,
): Planes {
  const values = new Float32Array(side * side).fill(1);
  for (const { logits, maskWeight } of masks) {
    for (let p = 0; p < values.length; p++) {
      const weight = maskWeight * (1 - uncertaintyOf(logits[p] ?? 0, uncertaintyVariant[variant]));
      if (weight < (values[p] ?? 1)) values[p] = weight;
    }
  }
  return { side, values };
}
