import { maskArea, maskBox, type Rle } from '../../masks/rle.ts';
import type { Category, Instance } from '../dataset.ts';
import type { AnnotatedImage, SizedImage } from './format.ts';
import type { ImageIndex } from './image-index.ts';

/** An object of a file that gives objects no ids of their own. */
export interface FoundObject {
  /** What the file calls its class: a name, or a number. */
  readonly category: string | number;
  readonly mask: Rle;
  readonly crowd?: boolean;
}

/**
 * Images with ids from 1, in the order in which they were dropped, and their objects with ids from 1.
 * Objects that cover no pixel are left out.
 */
export function annotatedImages(
  index: ImageIndex,
  found: ReadonlyMap<SizedImage, readonly FoundObject[]>,
  categoryOf: (object: FoundObject) => number,
): AnnotatedImage[] {
  let image = 0;
  let id = 0;
  return index.all
    .filter((one) => found.has(one))
    .map((one) => ({
      record: index.record(one, ++image),
      path: one.path,
      instances: (found.get(one) ?? [])
        .filter(({ mask }) => mask.counts.length > 1)
        .map(
          (object): Instance => ({
            id: ++id,
            category: categoryOf(object),
            mask: object.mask,
            area: maskArea(object.mask),
            box: maskBox(object.mask),
            crowd: object.crowd ?? false,
          }),
        ),
    }));
}

/** Classes by their names, in alphabetical order: that of the files is chance. At least one. */
export function categoriesByName(found: ReadonlyMap<SizedImage, readonly FoundObject[]>): Category[] {
  const names = new Set([...found.values()].flat().map(({ category }) => String(category)));
  if (names.size === 0) names.add('object');
  return [...names].sort().map((name, i) => ({ id: i + 1, name }));
}

/** "3 shapes", "1 shape". */
export const plural = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
