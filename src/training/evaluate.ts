import type { Tensor } from '../compute/device.ts';
import type { Dataset } from '../data/dataset.ts';
import { MaskEvaluation, type MaskFigures } from '../metrics/evaluation.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { maskAtImageSize } from './mask-upsampling.ts';
import type { PooledImage } from './pool.ts';
import { type Candidate, predict } from './predict.ts';
import type { Segmenter } from './segmenter.ts';

export interface EvaluateOptions {
  /** Images per forward pass. */
  readonly batch: number;
  /** Called between batches: a place to yield to other work, or to stop by throwing. */
  readonly between?: () => Promise<void>;
  /** Sees every image's candidates as they come. */
  readonly onCandidates?: (image: PooledImage, candidates: readonly Candidate[]) => void;
}

/** COCO mask AP of the given weights on images with truth, masks compared at the images' own size. */
export async function evaluate(
  segmenter: Segmenter,
  parameters: Readonly<Record<string, Tensor<'f32'>>>,
  dataset: Dataset,
  images: readonly PooledImage[],
  { batch, between, onCandidates }: EvaluateOptions,
): Promise<MaskFigures> {
  const evaluation = new MaskEvaluation(dataset.categories.length);
  const { maskSide } = segmenter.geometry;
  for (let start = 0; start < images.length; start += batch) {
    const some = images.slice(start, start + batch);
    // Always full batches: another size would mean another pair of sessions.
    const padding = Array.from({ length: batch - some.length }, () => some[0]);
    const found = await predict(segmenter, parameters, [...some, ...padding]);
    for (const [i, image] of some.entries()) {
      const candidates = found[i];
      const { width, height, transform } = image;
      const frame = { maskSide, scale: transform.scale / MASK_STRIDE, width, height };
      const detections = candidates.map(({ category, score, logits }) => ({
        category,
        score,
        mask: maskAtImageSize(logits, frame),
      }));
      evaluation.add(image.id, await dataset.instances(image.id), detections);
      onCandidates?.(image, candidates);
    }
    await between?.();
  }
  return evaluation.summarize();
}
