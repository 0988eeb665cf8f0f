/** Changes of a project's classes, as plain values, each with what undoes it. */
import type { Labels, Marks } from './document.ts';

export type ClassEdit =
  | { readonly kind: 'add'; readonly name: string }
  | { readonly kind: 'rename'; readonly category: number; readonly name: string }
  /** Undefined: the palette's. */
  | { readonly kind: 'recolour'; readonly category: number; readonly colour: string | undefined }
  /** The objects of `category` become those of `into`, and the class is gone. */
  | { readonly kind: 'merge'; readonly category: number; readonly into: number }
  /** The class is gone, and its objects with it. */
  | { readonly kind: 'remove'; readonly category: number };

/** Whether classes get other numbers by it: then the network's class head no longer fits. */
export const renumbers = ({ kind }: ClassEdit): boolean => kind === 'merge' || kind === 'remove';

/** Whether classes have other numbers after the ones than after the others, which begin alike. */
export const renumberedBetween = (some: readonly ClassEdit[], others: readonly ClassEdit[]): boolean =>
  some.some((edit, i) => renumbers(edit) && edit !== others[i]) ||
  others.some((edit, i) => renumbers(edit) && edit !== some[i]);

/** The number of a class afterwards; undefined for one that is gone with its objects. */
export function categoryAfter(edit: ClassEdit, category: number): number | undefined {
  if (edit.kind !== 'merge' && edit.kind !== 'remove') return category;
  const shifted = (other: number): number => (other > edit.category ? other - 1 : other);
  if (category !== edit.category) return shifted(category);
  return edit.kind === 'merge' ? shifted(edit.into) : undefined;
}

/** What a class is called, and what it was called before edits that a project may not have been told of; newest first. */
export type ClassAliases = readonly string[];

/** What classes are called afterwards. */
export function aliasesAfter(edit: ClassEdit, classes: readonly ClassAliases[]): readonly ClassAliases[] {
  switch (edit.kind) {
    case 'add':
      return [...classes, [edit.name]];
    case 'rename':
      return classes.map((names, i) => (i === edit.category ? [edit.name, ...names] : names));
    case 'recolour':
      return classes;
    default:
      return classes.filter((_, i) => i !== edit.category);
  }
}

/** What is marked in an image, with the classes as they are afterwards. */
export function marksAfter<M extends Marks>(edit: ClassEdit, marks: M): M {
  if (!renumbers(edit)) return marks;
  const objects: Labels = marks.objects.flatMap((object) => {
    const category = categoryAfter(edit, object.category);
    return category === undefined ? [] : [{ ...object, category }];
  });
  return { ...marks, objects };
}
