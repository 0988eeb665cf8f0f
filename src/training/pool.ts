import { type Coverage, maskCoverage } from '../data/coverage.ts';
import type { Dataset } from '../data/dataset.ts';
import { type LetterboxTransform, letterbox } from '../data/resize.ts';

/** An instance as training needs it: its class and its mask at the network's resolution. */
export interface PooledInstance {
  readonly category: number;
  /** At stride 1 of the letterboxed image. */
  readonly coverage: Coverage;
}

/** An image brought to the network's input side. */
export interface PooledImage {
  readonly id: number;
  /** Packed RGBA8, [S * S]. */
  readonly pixels: Uint32Array;
  readonly transform: LetterboxTransform;
  /** Size of the image itself. */
  readonly width: number;
  readonly height: number;
  /** Truth without crowds; empty where the image is unlabelled. */
  readonly instances: readonly PooledInstance[];
}

/** Reads one image of a dataset for training or prediction. @throws Error naming the image where it cannot be read. */
export async function poolImage(
  dataset: Dataset,
  id: number,
  side: number,
  options: { readonly truth: boolean },
): Promise<PooledImage> {
  const picture = await dataset.picture(id);
  const { pixels, transform } = letterbox(picture, side);
  const instances = options.truth ? await poolTruth(dataset, id, transform, side) : [];
  return { id, pixels, transform, width: picture.width, height: picture.height, instances };
}

/** The truth of an image that stands as `transform` says at the network's side; crowds are left out. */
export async function poolTruth(
  dataset: Dataset,
  id: number,
  transform: LetterboxTransform,
  side: number,
): Promise<readonly PooledInstance[]> {
  const instances = await dataset.instances(id);
  return instances
    .filter(({ crowd }) => !crowd)
    .map(({ category, mask }) => ({ category, coverage: maskCoverage(mask, transform, side, 1) }));
}
