import type { TrueInstance } from '../network/targets.ts';
import type { Settings } from '../settings/schema.ts';
import {
  type Affine,
  drawAppearance,
  drawGeometry,
  packAppearance,
  packGeometry,
  type Rectangle,
  type Strength,
  warpCoverage,
} from './augmentation.ts';
import type { PooledImage } from './pool.ts';

/** Views of images, drawn on the CPU: what the augmentation kernels need. */
export interface DrawnViews {
  readonly images: number;
  /** [B, S * S] packed RGBA8. */
  readonly pixels: Uint32Array;
  /** From a view's pixels to its image's. */
  readonly maps: readonly Affine[];
  /** `maps` as rows of `warp-image`. */
  readonly geometry: Float32Array;
  /** Rows of the colour kernels; undefined where colours stay. */
  readonly appearance: Float32Array | undefined;
}

/** Labelled images under their views, with what is to be learnt from each. */
export interface LabelledViews extends DrawnViews {
  readonly instances: readonly (readonly TrueInstance[])[];
}

/** How much the student's view of an unlabelled image differs from the teacher's. */
export type StudentView = Settings['studentView'];

/** Unlabelled images: the student's view of each, whose geometry the teacher's weak view shares. */
export interface UnlabelledViews extends DrawnViews {
  readonly appearance: Float32Array;
  readonly ids: readonly number[];
  /** What is erased of each view. */
  readonly erased: readonly (readonly Rectangle[])[];
}

export interface ViewOptions {
  readonly seed: number;
  readonly step: number;
  readonly side: number;
  /** Whether views are turned by quarters too. */
  readonly turns: boolean;
}

/** Keeps apart what is drawn for labelled and unlabelled images of one step. */
const FIRST_UNLABELLED = 1_000_000;

/** Packed pixels of a batch, [B, S * S]. */
export function packPixels(images: readonly PooledImage[], side: number): Uint32Array {
  const pixels = new Uint32Array(images.length * side * side);
  images.forEach((image, b) => {
    pixels.set(image.pixels, b * side * side);
  });
  return pixels;
}

function drawMaps(images: readonly PooledImage[], strength: Strength, first: number, options: ViewOptions) {
  const { seed, step, side, turns: rotations } = options;
  const maps = images.map((_, i) => drawGeometry(seed, step, first + i, { strength, side, rotations }));
  return { images: images.length, pixels: packPixels(images, side), maps, geometry: packGeometry(maps) };
}

/**
 * Draws a view of each labelled image from (seed, step, place in the batch), and warps its truth along.
 * @param strength `both`: weak and strong views in turn.
 */
export function labelledViews(
  images: readonly PooledImage[],
  strength: Strength | 'both',
  options: ViewOptions,
): LabelledViews {
  const { seed, step, side } = options;
  const views = drawMaps(images, strength === 'none' ? 'none' : 'weak', 0, options);
  const strengths = images.map(
    (_, i): Strength => (strength === 'both' ? (i % 2 ? 'strong' : 'weak') : strength),
  );
  const recoloured = strengths.some((one) => one === 'mild' || one === 'strong');
  return {
    ...views,
    appearance: recoloured
      ? packAppearance(strengths.map((one, i) => drawAppearance(seed, step, i, { strength: one, side })))
      : undefined,
    instances: images.map(({ instances }, b) =>
      instances.map(({ category, coverage }) => ({
        category,
        coverage: warpCoverage(coverage, views.maps[b], side),
      })),
    ),
  };
}

/**
 * Draws the student's view of each unlabelled image from (seed, step, place in the batch).
 * @param strength of its colours; its geometry is that of the teacher's weak view.
 */
export function unlabelledViews(
  images: readonly PooledImage[],
  strength: StudentView,
  options: ViewOptions,
): UnlabelledViews {
  const { seed, step, side } = options;
  const appearances = images.map((_, i) =>
    drawAppearance(seed, step, FIRST_UNLABELLED + i, { strength, side }),
  );
  return {
    ...drawMaps(images, 'weak', FIRST_UNLABELLED, options),
    appearance: packAppearance(appearances),
    ids: images.map(({ id }) => id),
    erased: appearances.map(({ rectangles }) => rectangles),
  };
}
