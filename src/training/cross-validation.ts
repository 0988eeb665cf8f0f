import type { HeldOut } from '../method/suggestion.ts';
import { augment, identity, packGeometry } from './augmentation.ts';
import { packPixels } from './batch.ts';
import { type Detection, detect } from './detect.ts';
import { overlapWith, trueMasks } from './overlap.ts';
import type { PooledImage } from './pool.ts';
import { within } from './scope.ts';
import type { Segmenter } from './segmenter.ts';
import { Trainer, type TrainingSettings } from './trainer.ts';

export interface CrossValidationOptions {
  /** Parts that the labelled images are dealt into; one is held out at a time. */
  readonly folds?: number;
  /** Training steps done and to do in all; a place to yield to other work, or to stop by throwing. */
  readonly onStep?: (done: number, all: number) => void | Promise<void>;
}

/** A mask that overlaps the truth by this much may be learnt from. */
const GOOD_IOU = 0.75;
/** A candidate that overlaps less of anything has no class to be right about. */
const SEEN_IOU = 0.5;

/**
 * What the teacher would see, at the end of burn-in, in images that it has not learnt from: for each part of the labelled
 * images a network is trained on the others for as many steps as the burn-in has, then looks at that part. For the start
 * values of thresholds; nothing unlabelled is looked at, and the run itself is left alone.
 *
 * @param start as for the run's own `Trainer`; random without.
 * @throws RangeError where there are fewer than two labelled images.
 */
export async function heldOutCandidates(
  segmenter: Segmenter,
  labelled: readonly PooledImage[],
  start: Float32Array | undefined,
  settings: TrainingSettings,
  { folds = 3, onStep }: CrossValidationOptions = {},
): Promise<HeldOut[]> {
  if (labelled.length < 2)
    throw new RangeError(
      `Thresholds are suggested from labelled images, each judged by what the others teach; there ${labelled.length === 1 ? 'is only one' : 'are none'}. Label another.`,
    );
  const parts = Math.min(folds, labelled.length);
  const steps = Math.max(1, Math.min(settings.burnIn, settings.steps));
  const seen: HeldOut[] = [];
  for (let part = 0; part < parts; part++) {
    const others = labelled.filter((_, i) => i % parts !== part);
    const trainer = new Trainer(segmenter, { labelled: others, start }, { ...settings, rule: 'off' });
    try {
      for (let step = 0; step < steps; step++) {
        await trainer.advance();
        await onStep?.(part * steps + step + 1, parts * steps);
      }
      const own = labelled.filter((_, i) => i % parts === part);
      for (const image of own) seen.push(...(await judged(segmenter, trainer, image, settings)));
    } finally {
      trainer.dispose();
    }
  }
  return seen;
}

/** Credible candidates of one image beside its truth. */
function judged(
  segmenter: Segmenter,
  { teacher }: Trainer,
  image: PooledImage,
  { unlabelledBatch: batch, objectnessThreshold, teacherViews: views }: TrainingSettings,
): Promise<HeldOut[]> {
  const { device, options } = segmenter;
  const { side } = options;
  return within(device, async (scope) => {
    // As many copies as training has unlabelled images: another size would mean another pair of sessions.
    const images = Array.from({ length: batch }, () => image);
    const source = scope.upload('u32', [batch, side * side], packPixels(images, side));
    const input = scope.keep(augment(device, source, packGeometry(images.map(() => identity))));
    const { images: found } = await detect(scope, segmenter, teacher, input, { views });
    const masks = trueMasks(image.instances, identity, side);
    return (found[0] ?? [])
      .filter(({ objectness }) => objectness >= objectnessThreshold)
      .map((detection: Detection): HeldOut => {
        const { iou, trueCategory } = overlapWith(masks, detection);
        const { classQuality, maskQuality, category } = detection;
        return {
          classQuality,
          maskQuality,
          rightClass: iou >= SEEN_IOU && category === trueCategory,
          goodMask: iou >= GOOD_IOU,
        };
      });
  });
}
