import type { Instance } from '../dataset.ts';

type Objects = ReadonlyMap<number, readonly Instance[]>;

const none: readonly Instance[] = [];

/**
 * Images whose objects are others than before, with those that they have now. Edits make new lists and leave the others
 * as they are, so that lists are compared by what they are and not by what they hold.
 * @param before where nothing is known of it, every image that has objects counts.
 */
export function changedObjects(now: Objects, before: Objects = new Map()): [number, readonly Instance[]][] {
  const changed: [number, readonly Instance[]][] = [];
  for (const [image, objects] of now) {
    const known = before.get(image) ?? none;
    if (objects !== known && objects.length + known.length > 0) changed.push([image, objects]);
  }
  for (const [image, { length }] of before) if (length > 0 && !now.has(image)) changed.push([image, none]);
  return changed;
}
