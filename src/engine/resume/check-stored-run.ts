import type { Dataset } from '../../data/dataset.ts';
import { INSTANCE_WIDTH, trainingNetwork } from '../../network/segmenter.ts';
import { networkOptions } from '../../training/network-options.ts';
import type { StoredRun } from './stored-run.ts';

/** What a run is to go on with. */
export interface Ground {
  /** Names of the dataset's classes, in their order. */
  readonly classes: readonly string[];
  readonly images: ReadonlySet<number>;
}

export const groundOf = ({ categories, images }: Pick<Dataset, 'categories' | 'images'>): Ground => ({
  classes: categories.map(({ name }) => name),
  images: new Set(images.map(({ id }) => id)),
});

/**
 * Why a run that was kept cannot go on here, as a sentence; undefined where it can. What was kept may come from a file,
 * from an older version of this page, or have been damaged: nothing of it is trusted.
 */
export function misfit(
  { checkpoint, settings, classes, labelled }: StoredRun,
  ground: Ground,
): string | undefined {
  const count = classes.length;
  if (count < 1 || count > ground.classes.length)
    return `It was trained on ${count} classes, and there are ${ground.classes.length} now.`;
  // Its outputs are numbered: under another name each would be a class that it never learnt.
  const other = classes.findIndex((name, i) => name !== ground.classes[i]);
  if (other >= 0)
    return `Class ${other + 1} of those it learnt is "${classes[other]}", and here it is "${ground.classes[other]}".`;
  if (labelled.length === 0 || labelled.some((id) => !ground.images.has(id)))
    return 'Images that it learnt from are not there any more.';
  const { step, weights, labeller, labelledImagesSeen, unlabelledImagesSeen } = checkpoint;
  const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  if (![step, labelledImagesSeen, unlabelledImagesSeen].every(whole) || step > settings.steps)
    return `It stands at step ${step} of ${settings.steps}, which cannot be.`;
  const { size } = trainingNetwork(networkOptions(settings.side, count, 1), 1).layout;
  const { student, teacher, first, second } = weights;
  for (const [name, values] of Object.entries({ student, teacher, first, second })) {
    if (values.length !== size)
      return `Its ${name} has ${values.length} weights, but the network has ${size}.`;
    if (!values.every(Number.isFinite)) return `Its ${name} holds what is no number.`;
  }
  if (!labeller) return undefined;
  const { since, most, counts, thresholds, prototypes, alignment } = labeller;
  const perClass = [counts, thresholds.class, thresholds.mask, prototypes.weights, alignment.mean];
  const fits =
    [since, most, alignment.seen].every(whole) &&
    perClass.every((values) => values.length === count && values.every(Number.isFinite)) &&
    prototypes.means.length === count * INSTANCE_WIDTH &&
    prototypes.means.every(Number.isFinite);
  return fits ? undefined : 'What its teacher remembers does not fit its classes.';
}
