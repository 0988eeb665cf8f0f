import { apart } from '../metrics/apart.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import { maskAtImageSize } from '../training/mask-upsampling.ts';
import type { PooledImage } from '../training/pool.ts';
import { type Candidate, predict } from '../training/predict.ts';
import type { Trainer } from '../training/trainer.ts';
import type { Proposal } from './protocol/labelling.ts';
import type { Fate } from './protocol/pseudo-labels.ts';
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
    const [found = []] = await predict(segmenter, trainer.teacher, [image]);
    const { width, height, transform } = image;
    const frame = {
      maskSide: segmenter.geometry.maskSide,
      scale: transform.scale / MASK_STRIDE,
      width,
      height,
    };
    const candidates = found
      .filter(({ objectness, maskQuality }) => objectness * maskQuality >= LEAST_SCORE)
      .sort((a, b) => b.objectness * b.maskQuality - a.objectness * a.maskQuality);
    const judgements = judged(run, trainer, image, candidates);
    return candidates.map(({ score, objectness, classQuality, maskQuality, logits }, i) => ({
      score,
      objectness,
      classQuality,
      maskQuality,
      mask: maskAtImageSize(logits, frame),
      ...judgements[i],
    }));
  });
}

/** By the rule in force; before the teacher labels, by the two thresholds as they are set. */
function judged(
  run: Run,
  { labeller, step }: Trainer,
  image: PooledImage,
  candidates: readonly Candidate[],
): { readonly category: number; readonly fate: Fate }[] {
  const names = run.source.dataset.categories.map(({ name }) => name);
  const decisions = labeller?.decideOn(image, candidates, step) ?? [];
  if (labeller && decisions.length > 0)
    return decisions.map((decision, i) => ({
      category: decision.category,
      fate: {
        kept: decision.verdict.kept,
        corrected: decision.corrected,
        category: decision.category,
        reason: labeller.explain(candidates[i], decision, names),
      },
    }));
  const { classThreshold, maskThreshold, objectnessThreshold } = run.settings;
  return candidates.map(({ category, classQuality, maskQuality, objectness }) => {
    const refused = [
      [objectness, objectnessThreshold, 'objectness'] as const,
      [classQuality, classThreshold, 'class'] as const,
      [maskQuality, maskThreshold, 'mask'] as const,
    ].filter(([value, least]) => value < least);
    const reason =
      refused.length === 0
        ? 'Above all thresholds.'
        : `${refused.map(([value, least, what]) => `${what} ${apart(value, least).join(' < ')}`).join(', ')}.`;
    return { category, fate: { kept: refused.length === 0, corrected: false, category, reason } };
  });
}
