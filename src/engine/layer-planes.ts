/** The layers of a view as planes of figures that the display kernels read. */
import { uncertaintyOf, uncertaintyVariant } from '../compute/kernels/pixel-uncertainty.ts';
import { maskCoverage } from '../data/coverage.ts';
import type { Instance } from '../data/dataset.ts';
import type { Candidate } from '../training/predict.ts';

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

export function candidatePlanes(candidates: readonly Candidate[], side: number): Planes {
  const values = new Float32Array(candidates.length * side * side);
  candidates.forEach(({ logits }, index) => {
    values.set(logits, index * side * side);
  });
  return { side, values };
}

/** Per pixel the greatest uncertainty (tent, `method.md`, pixel level) of any candidate's mask. [1, side * side] */
export function uncertaintyPlane(candidates: readonly Candidate[], side: number): Planes {
  const values = new Float32Array(side * side);
  for (const { logits } of candidates) {
    for (let p = 0; p < values.length; p++) {
      const doubt = uncertaintyOf(logits[p] ?? 0, uncertaintyVariant.tent);
      if (doubt > (values[p] ?? 0)) values[p] = doubt;
    }
  }
  return { side, values };
}
