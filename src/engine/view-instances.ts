/** The facts that a view tells of each instance. */
import type { Instance } from '../data/dataset.ts';
import { type MeasuredMask, measuredIou, measureMask } from '../masks/overlap.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { maskAtImageSize } from '../training/mask-upsampling.ts';
import type { PooledImage } from '../training/pool.ts';
import type { Candidate } from '../training/predict.ts';
import type { Fate } from './protocol/pseudo-labels.ts';
import type { ViewInstance } from './protocol/view.ts';

/** A predicted mask as it is drawn and told of: fresh from the network, or kept of an earlier moment. */
export type SeenMask = Pick<Candidate, 'category' | 'score' | 'classQuality' | 'maskQuality' | 'logits'>;

export function truthFacts({ category, mask }: Instance): ViewInstance {
  const { box, area } = measureMask(mask);
  return {
    source: 'truth',
    category,
    score: undefined,
    classQuality: undefined,
    maskQuality: undefined,
    iou: undefined,
    box,
    area,
  };
}

/** @param truth all true masks of the image, measured; undefined where nobody knows them. */
export function predictionFacts(
  source: 'teacher' | 'student',
  { category, score, classQuality, maskQuality, logits }: SeenMask,
  image: Pick<PooledImage, 'width' | 'height' | 'transform'>,
  maskSide: number,
  truth: readonly MeasuredMask[] | undefined,
  fate?: Fate,
): ViewInstance {
  const { width, height, transform } = image;
  const own = measureMask(
    maskAtImageSize(logits, { maskSide, scale: transform.scale / MASK_STRIDE, width, height }),
  );
  return {
    source,
    category: fate?.category ?? category,
    score,
    classQuality,
    maskQuality,
    iou: truth?.reduce((best, mask) => Math.max(best, measuredIou(own, mask)), 0),
    box: own.box,
    area: own.area,
    ...(fate ? { fate } : {}),
  };
}
