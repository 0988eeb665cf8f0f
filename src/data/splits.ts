/** Who is labelled: seeded, nested subsets of the training images. */
import type { Splits } from './dataset.ts';
import { permutation } from './permutation.ts';

/** How many images are labelled: a share of the training images in 0..1, or a number of them. */
export type LabelledAmount = { readonly share: number } | { readonly count: number };

/**
 * Reads "1%", "5 %", "100%" as a share, "20" as a number of images.
 * @throws RangeError where the text is neither.
 */
export function parseLabelledAmount(text: string): LabelledAmount {
  const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text);
  const count = /^\s*(\d+)\s*$/.exec(text);
  const share = Number(percent?.[1]) / 100;
  if (percent && share > 0 && share <= 1) return { share };
  if (count && Number(count[1]) > 0) return { count: Number(count[1]) };
  throw new RangeError(
    `"${text}" says no number of labelled images; give a share such as "5%", above 0 % and up to 100 %, or a whole number such as "20".`,
  );
}

/**
 * Chooses the labelled images; the rest is unlabelled. Both lists keep the order of `trainingIds`.
 *
 * A smaller amount with the same seed and the same images is always contained in a larger one. Where `categoriesOf` tells what an
 * image shows, images that show the most categories not yet shown come first, until all are covered; after that, chance alone
 * decides. The order of `trainingIds` does not matter for the choice.
 * @throws RangeError where the amount is not to be had from these images, or an id appears twice.
 */
export function splitLabelled(
  trainingIds: readonly number[],
  amount: LabelledAmount | string,
  seed: number,
  categoriesOf?: (image: number) => Iterable<number>,
): Pick<Splits, 'labelled' | 'unlabelled'> {
  const count = labelledCount(
    typeof amount === 'string' ? parseLabelledAmount(amount) : amount,
    trainingIds.length,
  );
  const sorted = [...trainingIds].sort((a, b) => a - b);
  const order = Array.from(permutation(sorted.length, seed), (i) => sorted[i]);
  const covering = categoriesOf ? coverCategories(order, count, categoriesOf) : [];
  const chosen = new Set(covering);
  for (const image of order) {
    if (chosen.size >= count) break;
    chosen.add(image);
  }
  if (new Set(trainingIds).size !== trainingIds.length) {
    throw new RangeError('An image appears twice among the training images; each can be labelled once.');
  }
  return {
    labelled: trainingIds.filter((image) => chosen.has(image)),
    unlabelled: trainingIds.filter((image) => !chosen.has(image)),
  };
}

/**
 * Splits for a dataset that has none: a fifth of the annotated images, 1 at least, for validation, the others labelled; images
 * without annotations are unlabelled.
 * @throws RangeError where fewer than two images are annotated.
 */
export function splitUnsplit(
  images: readonly number[],
  isAnnotated: (image: number) => boolean,
  seed: number,
): Splits {
  const annotated = images.filter(isAnnotated);
  if (annotated.length < 2) {
    throw new RangeError(
      `Training needs one annotated image to learn from and one to measure by, but the dataset has ${annotated.length}; annotate more.`,
    );
  }
  const count = Math.max(1, Math.round(annotated.length / 5));
  const { labelled: validation, unlabelled: labelled } = splitLabelled(annotated, { count }, seed);
  return { labelled, unlabelled: images.filter((image) => !isAnnotated(image)), validation, test: [] };
}

function labelledCount(amount: LabelledAmount, images: number): number {
  if ('share' in amount) {
    if (!(amount.share > 0 && amount.share <= 1)) {
      throw new RangeError(
        `A share of ${amount.share} of the images cannot be labelled; it lies above 0 and up to 1.`,
      );
    }
    if (images === 0) throw new RangeError('There are no training images to label.');
    return Math.max(1, Math.round(amount.share * images));
  }
  if (!Number.isInteger(amount.count) || amount.count < 1 || amount.count > images) {
    throw new RangeError(`${amount.count} images cannot be labelled: there are ${images} training images.`);
  }
  return amount.count;
}

/** Greedy cover: every next image shows the most categories that none before it has shown. */
function coverCategories(
  order: readonly number[],
  limit: number,
  categoriesOf: (image: number) => Iterable<number>,
): number[] {
  const unseen = order.map((image) => ({ image, categories: new Set(categoriesOf(image)) }));
  const chosen: number[] = [];
  while (chosen.length < limit) {
    let best: (typeof unseen)[number] | undefined;
    for (const candidate of unseen)
      if (candidate.categories.size > (best?.categories.size ?? 0)) best = candidate;
    if (!best) break;
    chosen.push(best.image);
    const shown = [...best.categories];
    for (const { categories } of unseen) for (const category of shown) categories.delete(category);
  }
  return chosen;
}
