import type { SeenMask } from './view-instances.ts';

/** A predicted mask as a moment keeps it: its logits within the box that holds it, in 8-bit steps. */
export interface PackedMask extends Omit<SeenMask, 'logits'> {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** [height, width] */
  readonly steps: Int8Array;
}

/** Steps of a logit's unit: probabilities are told to within 0.016 where they matter most. */
const STEPS = 8;
/** Beyond a mask's box its logits are of no account. */
const OUTSIDE = -16;
/** Pixels around the mask that its box takes in: the contour is where logits cross zero, and is drawn from both sides. */
const MARGIN = 2;

/** @param side of the square of logits. */
export function packMask({ logits, ...facts }: SeenMask, side: number): PackedMask {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (logits[y * side + x] <= 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  if (right === 0) [left, top] = [0, 0];
  else {
    left = Math.max(0, left - MARGIN);
    top = Math.max(0, top - MARGIN);
    right = Math.min(side, right + MARGIN);
    bottom = Math.min(side, bottom + MARGIN);
  }
  const [width, height] = [right - left, bottom - top];
  const steps = new Int8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const logit = logits[(top + y) * side + left + x];
      const step = Math.round(STEPS * Math.min(15, Math.max(-15, logit)));
      // What is inside stays inside, however close to the contour.
      steps[y * width + x] = step === 0 ? (logit > 0 ? 1 : -1) : step;
    }
  }
  return { ...facts, left, top, width, height, steps };
}

export function unpackMask(packed: PackedMask, side: number): SeenMask {
  const { left, top, width, height, steps, ...facts } = packed;
  const logits = new Float32Array(side * side).fill(OUTSIDE);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) logits[(top + y) * side + left + x] = steps[y * width + x] / STEPS;
  }
  return { ...facts, logits };
}
