import type { Instance, Splits } from '../dataset.ts';
import type { ImportPlan } from './plan-import.ts';

/** Labels that files brought to a project, to be taken back. */
export interface Brought {
  readonly before: ImportPlan;
  /** As they stood. */
  readonly splits: Splits;
  readonly after: ImportPlan;
  /** Ids of the images that got labels. */
  readonly images: readonly number[];
}

export interface TakenBack {
  readonly plan: ImportPlan;
  readonly splits: Splits;
  /** Ids of the images that have no labels since. */
  readonly images: readonly number[];
  /** Images that keep theirs: somebody changed them. */
  readonly left: number;
}

/**
 * A project without the labels that files brought, but for those of images that somebody changed since. Images are
 * unlabelled again; classes that came along go where nothing needs them. Images that came along stay.
 * @param splits as they stand.
 * @param leastClasses that a network was made for: it goes on.
 * @throws Error with a sentence where all of them were changed.
 */
export function withoutBrought(
  project: ImportPlan,
  splits: Splits,
  { before, splits: placed, after, images }: Brought,
  leastClasses: number,
): TakenBack {
  const back = new Set(images.filter((id) => project.instances.get(id) === after.instances.get(id)));
  if (back.size === 0)
    throw new Error('These labels or their classes were changed since, so they stay as they are.');
  const instances = new Map<number, readonly Instance[]>(project.instances);
  for (const id of back) instances.set(id, before.instances.get(id) ?? []);
  const unneeded =
    project.categories === after.categories &&
    before.categories.length >= leastClasses &&
    [...instances].every(([id, known]) => known.length === 0 || known === before.instances.get(id));
  const restored = backIn(splits, placed, back);
  return {
    plan: {
      ...project,
      instances,
      splits: restored,
      categories: unneeded ? before.categories : project.categories,
    },
    splits: restored,
    images: [...back],
    left: images.length - back.size,
  };
}

/** Each where it was, in its order. Who measured before it had labels still does. */
function backIn(splits: Splits, before: Splits, back: ReadonlySet<number>): Splits {
  const placed = new Set([...before.labelled, ...before.validation, ...before.test]);
  const leaves = (id: number): boolean => back.has(id) && !placed.has(id);
  const stay = (ids: readonly number[]): number[] => ids.filter((id) => !leaves(id));
  const order = new Map(before.unlabelled.map((id, i) => [id, i]));
  const rank = (id: number): number => order.get(id) ?? before.unlabelled.length + id;
  return {
    labelled: stay(splits.labelled),
    validation: stay(splits.validation),
    test: stay(splits.test),
    unlabelled: [...stay(splits.unlabelled), ...[...back].filter(leaves)].sort((a, b) => rank(a) - rank(b)),
  };
}
