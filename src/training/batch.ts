import type { SegmenterOptions } from '../network/geometry.ts';
import { assignTargets, type BatchTargets } from '../network/targets.ts';
import {
  drawAppearance,
  drawGeometry,
  packAppearance,
  packGeometry,
  type Strength,
  warpCoverage,
} from './augmentation.ts';
import type { PooledImage } from './pool.ts';

/** A batch of labelled images, drawn and assigned on the CPU, before anything is on a device. */
export interface LabelledBatch {
  readonly images: number;
  /** [B, S * S] packed RGBA8. */
  readonly pixels: Uint32Array;
  /** Rows of `warp-image`. */
  readonly geometry: Float32Array;
  /** Rows of the colour kernels; undefined where colours stay. */
  readonly appearance: Float32Array | undefined;
  readonly targets: BatchTargets;
}

export interface BatchOptions {
  readonly seed: number;
  readonly step: number;
  readonly strength: Strength;
  readonly network: SegmenterOptions;
}

/** Packed pixels of a batch, [B, S * S]. */
export function packPixels(images: readonly PooledImage[], side: number): Uint32Array {
  const pixels = new Uint32Array(images.length * side * side);
  images.forEach((image, b) => {
    pixels.set(image.pixels, b * side * side);
  });
  return pixels;
}

/** Draws the augmentation of each image from (seed, step, place in the batch) and assigns the warped truth to cells. */
export function labelledBatch(images: readonly PooledImage[], options: BatchOptions): LabelledBatch {
  const { seed, step, strength, network } = options;
  const { side } = network;
  const maps = images.map((_, index) => drawGeometry(seed, step, index, { strength, side }));
  const targets = assignTargets(
    images.map(({ instances }, b) =>
      instances.map(({ category, coverage }) => ({
        category,
        coverage: warpCoverage(coverage, maps[b], side),
      })),
    ),
    network,
  );
  const recoloured = strength === 'mild' || strength === 'strong';
  return {
    images: images.length,
    pixels: packPixels(images, side),
    geometry: packGeometry(maps),
    appearance: recoloured
      ? packAppearance(images.map((_, index) => drawAppearance(seed, step, index, { strength, side })))
      : undefined,
    targets,
  };
}
