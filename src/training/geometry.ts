import { geometryStride } from '../compute/kernels/warp-image.ts';
import { type Affine, compose, identity } from './affine.ts';
import { drawsFor } from './counter-random.ts';

/** How strongly a view is augmented. Geometry knows only none and weak: weak, mild and strong views share it. */
export type Strength = 'none' | 'weak' | 'mild' | 'strong';

export interface GeometryOptions {
  readonly strength: Strength;
  /** Side S of the letterboxed picture, in pixels. */
  readonly side: number;
  readonly horizontalFlip?: boolean;
  /** Suits pictures taken from above; not landscapes. */
  readonly verticalFlip?: boolean;
  /** By multiples of 90 degrees; suits pictures taken from above. */
  readonly rotations?: boolean;
  /** Largest factor by which the picture grows; it shrinks by as much. */
  readonly maxScale?: number;
  /** Largest shift beyond what keeps the smaller of frame and picture inside the larger, as a part of the side. */
  readonly maxShift?: number;
}

/** Keeps apart the draws of geometry and appearance from the same (seed, step, index). */
const stream = 1;

/** Turns by 90 degrees about the frame's centre: exact, so no weight is lost in interpolation. */
const quarterTurns: readonly (readonly [number, number, number, number])[] = [
  [1, 0, 0, 1],
  [0, -1, 1, 0],
  [-1, 0, 0, -1],
  [0, 1, -1, 0],
];

/**
 * The weak augmentation of image `index` of a batch (or its id) at `step`: flips, 90-degree rotations if wanted, scale
 * 1/1.25..1.25 (log-uniform) and a crop or placement at random. The map leads from output pixels to source pixels.
 */
export const drawGeometry = (seed: number, step: number, index: number, options: GeometryOptions): Affine => {
  const { strength, side, horizontalFlip = true, verticalFlip = true, rotations = false } = options;
  const { maxScale = 1.25, maxShift = 1 / 16 } = options;
  if (strength === 'none') return identity;
  const draws = drawsFor(seed, step, index, stream);
  // All draws are taken whatever the options, so that one option does not change what the others draw.
  const mirrorX = draws.chance(0.5) && horizontalFlip ? -1 : 1;
  const mirrorY = draws.chance(0.5) && verticalFlip ? -1 : 1;
  const turn = draws.below(4);
  const [a, b, d, e] = quarterTurns[rotations ? turn : 0];
  const scale = maxScale ** draws.between(-1, 1);
  const reach = side * (Math.abs(scale - 1) / 2 + maxShift);
  const shiftX = draws.between(-reach, reach);
  const shiftY = draws.between(-reach, reach);
  const centre = (side - 1) / 2;
  const toPicture: Affine = [
    1 / scale,
    0,
    -(centre + shiftX) / scale,
    0,
    1 / scale,
    -(centre + shiftY) / scale,
  ];
  const orient: Affine = [a * mirrorX, b * mirrorY, centre, d * mirrorX, e * mirrorY, centre];
  return compose(orient, toPicture);
};

/** Rows of the `geometry` buffer, f32 [B, 8]. */
export const packGeometry = (maps: readonly Affine[]): Float32Array => {
  const rows = new Float32Array(maps.length * geometryStride);
  maps.forEach((map, image) => {
    rows.set(map, image * geometryStride);
  });
  return rows;
};
