import { MASK_STRIDE } from '../network/geometry.ts';
import { maskAtImageSize } from '../training/mask-upsampling.ts';
import { predict } from '../training/predict.ts';
import type { Proposal } from './protocol.ts';
import type { Run } from './run.ts';

/** A person looks before they take one, so doubtful masks are worth offering. */
const LEAST_SCORE = 0.02;

/**
 * Masks that the teacher sees in an image, best first, at the image's own size.
 * @throws RangeError where the run has no such image.
 */
export function proposalsOn(run: Run, id: number): Promise<Proposal[]> {
  return run.onStage(async ({ segmenter, trainer }) => {
    const image = await run.pooled(id);
    const [candidates = []] = await predict(segmenter, trainer.teacher, [image]);
    const { width, height, transform } = image;
    const frame = {
      maskSide: segmenter.geometry.maskSide,
      scale: transform.scale / MASK_STRIDE,
      width,
      height,
    };
    return candidates
      .filter(({ objectness, maskQuality }) => objectness * maskQuality >= LEAST_SCORE)
      .sort((a, b) => b.objectness * b.maskQuality - a.objectness * a.maskQuality)
      .map(({ category, score, logits }) => ({ category, score, mask: maskAtImageSize(logits, frame) }));
  });
}
