import type { LabelObject, Labels, Marks } from '../../labels/document.ts';
import { maskArea, maskBox, type Rle } from '../../masks/rle.ts';
import type { Category, Instance, Splits } from '../dataset.ts';
import type { ImportPlan } from './plan-import.ts';

/** One image in so many that a person labels measures instead of teaching. */
const VALIDATION_EVERY = 5;

export const labelsOf = (plan: ImportPlan, image: number): Labels =>
  (plan.instances.get(image) ?? []).map(({ id, category, mask, crowd }) => ({ id, category, mask, crowd }));

export const marksOf = (plan: ImportPlan, image: number): Marks => ({
  objects: labelsOf(plan, image),
  refused: plan.refused?.get(image) ?? [],
});

/** `withLabels`, and what was refused. @throws RangeError for an image that the project does not have. */
export function withMarks(plan: ImportPlan, image: number, { objects, refused }: Marks, splits: Splits) {
  const labelled = withLabels(plan, image, objects, splits);
  const before = plan.refused ?? new Map<number, readonly Rle[]>();
  if (refused.length === 0 && !before.has(image)) return labelled;
  return { ...labelled, refused: new Map(before).set(image, refused) };
}

/**
 * What a person marked in an image takes the place of what was known of it. The image joins those that teach, every
 * fifth those that measure; without objects it is unlabelled. An image never moves between the two.
 * @param splits as they stand: they are kept from now on, so that nothing moves that nobody touched.
 * @throws RangeError for an image that the project does not have.
 */
export function withLabels(plan: ImportPlan, image: number, labels: Labels, splits: Splits): ImportPlan {
  const record = plan.images.find(({ id }) => id === image);
  if (!record)
    throw new RangeError(
      `The project "${plan.name}" has no image ${image}; open it again to see which it has.`,
    );
  const before = plan.instances.get(image) ?? [];
  const instances = new Map(plan.instances);
  instances.set(
    image,
    labels.map((object) => instanceOf(object, before)),
  );
  return { ...plan, instances, splits: settled(splits, image, labels.length > 0) };
}

/** An object that nobody touched keeps its area: that of a polygon is fractional. */
function instanceOf({ id, category, mask, crowd }: LabelObject, before: readonly Instance[]): Instance {
  const known = before.find((instance) => instance.id === id);
  if (known && sameMask(known.mask, mask)) return { ...known, category };
  return { id, category, mask, crowd, area: maskArea(mask), box: maskBox(mask) };
}

const sameMask = (a: Rle, b: Rle): boolean =>
  a.counts.length === b.counts.length && a.counts.every((count, i) => count === b.counts[i]);

function settled(splits: Splits, image: number, labelled: boolean): Splits {
  const without = (ids: readonly number[]): readonly number[] => ids.filter((id) => id !== image);
  const known = [...splits.labelled, ...splits.validation, ...splits.test].includes(image);
  if (labelled && known) return splits;
  const rest: Splits = {
    labelled: without(splits.labelled),
    unlabelled: without(splits.unlabelled),
    validation: without(splits.validation),
    test: without(splits.test),
  };
  if (!labelled) return { ...rest, unlabelled: [...rest.unlabelled, image].sort((a, b) => a - b) };
  const annotated = rest.labelled.length + rest.validation.length + 1;
  return rest.validation.length < Math.floor(annotated / VALIDATION_EVERY)
    ? { ...rest, validation: [...rest.validation, image] }
    : { ...rest, labelled: [...rest.labelled, image] };
}

/**
 * The classes by their names, in order: those that were there may be renamed, others come behind them.
 * @throws RangeError where there are fewer than before, a name is empty, or two are the same.
 */
export function withClasses(plan: ImportPlan, names: readonly string[]): ImportPlan {
  const trimmed = names.map((name) => name.trim());
  if (trimmed.some((name) => name === '')) throw new RangeError('A class needs a name.');
  if (new Set(trimmed).size !== trimmed.length)
    throw new RangeError('There is a class of that name already; choose another name.');
  if (trimmed.length < plan.categories.length)
    throw new RangeError('A class cannot be taken away while a project is open; rename it.');
  let id = plan.categories.reduce((most, category) => Math.max(most, category.id), 0);
  const categories = trimmed.map((name, i): Category => ({ id: plan.categories[i]?.id ?? ++id, name }));
  return { ...plan, categories };
}
