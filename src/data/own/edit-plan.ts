import { type ClassEdit, categoryAfter } from '../../labels/class-edits.ts';
import type { LabelObject, Labels, Marks } from '../../labels/document.ts';
import { maskArea, maskBox, type Rle, sameMask } from '../../masks/rle.ts';
import type { Category, Instance, Splits } from '../dataset.ts';
import type { ImportPlan } from './plan-import.ts';

/** One image in so many that a person labels measures instead of teaching. */
const VALIDATION_EVERY = 5;

export const labelsOf = (plan: ImportPlan, image: number): Labels =>
  (plan.instances.get(image) ?? []).map(({ id, category, mask, crowd }) => ({ id, category, mask, crowd }));

export const marksOf = (plan: ImportPlan, image: number): Marks => ({
  objects: labelsOf(plan, image),
  refused: plan.refused?.get(image) ?? [],
  empty: (plan.instances.get(image) ?? []).length === 0 && isLabelled(plan.splits, image),
});

/** Where nobody has said who learns from what, images with objects are labelled. */
const isLabelled = (splits: Splits | undefined, image: number): boolean =>
  splits !== undefined &&
  [splits.labelled, splits.validation, splits.test].some((ids) => ids.includes(image));

/** `withLabels`, and what was refused. @throws RangeError for an image that the project does not have. */
export function withMarks(
  plan: ImportPlan,
  image: number,
  { objects, refused, empty }: Marks,
  splits: Splits,
): ImportPlan {
  const labelled = withLabels(plan, image, objects, splits, empty);
  const before = plan.refused ?? new Map<number, readonly Rle[]>();
  // Left as it is where nothing was refused since: only what is another map is written.
  if (sameMasks(refused, before.get(image) ?? [])) return labelled;
  return { ...labelled, refused: new Map(before).set(image, refused) };
}

/**
 * What a person marked in an image takes the place of what was known of it. The image joins those that teach, every
 * fifth those that measure; without objects it is unlabelled, but where they said that it shows none. An image never moves
 * between the two.
 * @param splits as they stand: they are kept from now on, so that nothing moves that nobody touched.
 * @throws RangeError for an image that the project does not have.
 */
export function withLabels(
  plan: ImportPlan,
  image: number,
  labels: Labels,
  splits: Splits,
  empty = false,
): ImportPlan {
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
  return { ...plan, instances, splits: settled(splits, image, labels.length > 0 || empty) };
}

/** An object that nobody touched keeps its area: that of a polygon is fractional. */
function instanceOf({ id, category, mask, crowd }: LabelObject, before: readonly Instance[]): Instance {
  const known = before.find((instance) => instance.id === id);
  if (known && sameMask(known.mask, mask)) return { ...known, category };
  return { id, category, mask, crowd, area: maskArea(mask), box: maskBox(mask) };
}

const sameMasks = (a: readonly Rle[], b: readonly Rle[]): boolean =>
  a.length === b.length && a.every((mask, i) => sameMask(mask, b[i]));

const without = (splits: Splits, images: ReadonlySet<number>): Splits => {
  const left = (ids: readonly number[]): readonly number[] => ids.filter((id) => !images.has(id));
  return {
    labelled: left(splits.labelled),
    unlabelled: left(splits.unlabelled),
    validation: left(splits.validation),
    test: left(splits.test),
  };
};

/** Where an image belongs once it is labelled, or no longer. */
const settled = (splits: Splits, image: number, labelled: boolean): Splits =>
  labelled ? withLabelled(splits, [image]) : withUnlabelled(splits, [image]);

/** Nothing is marked in these images any more. */
function withUnlabelled(splits: Splits, images: readonly number[]): Splits {
  const others = without(splits, new Set(images));
  return { ...others, unlabelled: [...others.unlabelled, ...images].sort((a, b) => a - b) };
}

/** `splits`, with an image where `like` has it. */
export function placedLike(like: Splits, splits: Splits, image: number): Splits {
  const place = (['labelled', 'unlabelled', 'validation', 'test'] as const).find((name) =>
    like[name].includes(image),
  );
  if (place === undefined || splits[place].includes(image)) return splits;
  if (place === 'unlabelled') return withUnlabelled(splits, [image]);
  const others = without(splits, new Set([image]));
  return { ...others, [place]: [...others[place], image] };
}

/** Images that are labelled now join those that teach, every fifth those that measure; who has a place keeps it. */
export function withLabelled(splits: Splits, images: readonly number[]): Splits {
  const known = new Set([...splits.labelled, ...splits.validation, ...splits.test]);
  const fresh = images.filter((id) => !known.has(id));
  if (fresh.length === 0) return splits;
  const moved = new Set(fresh);
  const labelled = [...splits.labelled];
  const validation = [...splits.validation];
  for (const id of fresh) {
    const annotated = labelled.length + validation.length + 1;
    if (validation.length < Math.floor(annotated / VALIDATION_EVERY)) validation.push(id);
    else labelled.push(id);
  }
  return { ...splits, labelled, validation, unlabelled: splits.unlabelled.filter((id) => !moved.has(id)) };
}

/**
 * A project whose classes were edited, with the objects as they are then.
 * @throws RangeError where a class has no name or another's, or would be the last to go.
 */
export function withClassEdit(plan: ImportPlan, edit: ClassEdit): ImportPlan {
  const { categories } = plan;
  const changed = (change: (category: Category) => Category): ImportPlan => ({
    ...plan,
    categories: categories.map((category, i) =>
      edit.kind !== 'add' && i === edit.category ? change(category) : category,
    ),
  });
  if (edit.kind === 'add') {
    const id = categories.reduce((most, category) => Math.max(most, category.id), 0) + 1;
    return { ...plan, categories: [...categories, { id, name: freeName(categories, edit.name) }] };
  }
  if (!categories[edit.category])
    throw new RangeError(`The project "${plan.name}" has no class number ${edit.category + 1}.`);
  if (edit.kind === 'rename') {
    const others = categories.filter((_, i) => i !== edit.category);
    const name = freeName(others, edit.name);
    return changed((category) => ({ ...category, name }));
  }
  if (edit.kind === 'recolour') {
    const { colour } = edit;
    if (colour !== undefined && !/^#[0-9a-f]{6}$/i.test(colour))
      throw new RangeError(`"${colour}" is no colour of the form #rrggbb.`);
    return changed(({ colour: _, ...category }) =>
      colour === undefined ? category : { ...category, colour },
    );
  }
  if (categories.length === 1) throw new RangeError('A project needs a class; rename this one instead.');
  if (edit.kind === 'merge' && (edit.into === edit.category || !categories[edit.into]))
    throw new RangeError('A class can be merged into another class only.');
  const instances = new Map(
    [...plan.instances].map(([image, known]) => [
      image,
      known.flatMap((instance): Instance[] => {
        const category = categoryAfter(edit, instance.category);
        return category === undefined ? [] : [{ ...instance, category }];
      }),
    ]),
  );
  // What nobody marks any more is unlabelled: that it shows no object is for a person to say.
  const emptied = [...plan.instances]
    .filter(([image, { length }]) => length > 0 && instances.get(image)?.length === 0)
    .map(([image]) => image);
  const splits = plan.splits && withUnlabelled(plan.splits, emptied);
  return { ...plan, categories: categories.filter((_, i) => i !== edit.category), instances, splits };
}

function freeName(others: readonly Category[], name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new RangeError('A class needs a name.');
  if (others.some((category) => category.name === trimmed))
    throw new RangeError('There is a class of that name already; choose another name.');
  return trimmed;
}
