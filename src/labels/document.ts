/**
 * The objects that a person marks in one image: plain values, every edit a new one.
 *
 * Overlap: a pixel that is painted belongs to what was painted last, and is taken from whatever it was part of before.
 * What a network proposes takes nothing from what a person drew. Objects that no pixel is left of are gone.
 */
import { maskDifference, maskUnion } from '../masks/overlap.ts';
import { maskArea, type Rle, sameMask } from '../masks/rle.ts';

export interface LabelObject {
  /** Unique in its image. */
  readonly id: number;
  /** Index into the categories, from 0. */
  readonly category: number;
  /** At the image's own size. */
  readonly mask: Rle;
  /** A region of many objects not told apart (COCO's iscrowd): kept as it is, edited by nothing here but removal. */
  readonly crowd: boolean;
}

/** In the order in which they were drawn. */
export type Labels = readonly LabelObject[];

export const sameObjects = (a: Labels, b: Labels): boolean =>
  a.length === b.length &&
  a.every(({ id, category, mask }, i) => {
    const other = b[i];
    return other.id === id && other.category === category && sameMask(mask, other.mask);
  });

/** All that a person has said about one image. */
export interface Marks {
  readonly objects: Labels;
  /** Masks of a network that they refused: there is no such object. */
  readonly refused: readonly Rle[];
  /** They have looked, and there is nothing to mark: what teaches that an image shows no object. Never beside objects. */
  readonly empty: boolean;
}

export const unmarked: Marks = { objects: [], refused: [], empty: false };

const freshId = (labels: Labels): number => labels.reduce((most, { id }) => Math.max(most, id), 0) + 1;

const seen = (labels: Labels): Labels => labels.filter(({ mask }) => maskArea(mask) > 0);

/** Takes the pixels of `mask` from every object but `id`. */
const clear = (labels: Labels, mask: Rle, id: number): LabelObject[] =>
  labels.map((object) =>
    object.id === id || object.crowd ? object : { ...object, mask: maskDifference(object.mask, [mask]) },
  );

/** An edit that made or changed an object. */
export interface Edited {
  readonly labels: Labels;
  /** Undefined where nothing came of it: not a pixel was left. */
  readonly id: number | undefined;
}

/** A new object, which takes its pixels from those below. */
export function addObject(labels: Labels, category: number, mask: Rle): Edited {
  if (maskArea(mask) === 0) return { labels, id: undefined };
  const id = freshId(labels);
  return { labels: seen([...clear(labels, mask, id), { id, category, mask, crowd: false }]), id };
}

/** What a network proposes, less what is marked already. */
export function acceptProposal(labels: Labels, category: number, mask: Rle): Edited {
  const taken = labels.filter(({ crowd }) => !crowd).map((object) => object.mask);
  const left = maskDifference(mask, taken);
  if (maskArea(left) === 0) return { labels, id: undefined };
  const id = freshId(labels);
  return { labels: [...labels, { id, category, mask: left, crowd: false }], id };
}

/** Paints on: the pixels join object `id` and leave the others. */
export function paint(labels: Labels, id: number, mask: Rle): Labels {
  return seen(
    clear(labels, mask, id).map((object) =>
      object.id === id ? { ...object, mask: maskUnion([object.mask, mask]) } : object,
    ),
  );
}

/** Takes the pixels from object `id`, or from all objects where none is given. */
export function erase(labels: Labels, id: number | undefined, mask: Rle): Labels {
  return seen(
    labels.map((object) =>
      (id !== undefined && object.id !== id) || object.crowd
        ? object
        : { ...object, mask: maskDifference(object.mask, [mask]) },
    ),
  );
}

/** Another mask for object `id`: it takes what it gains from the others. */
export function reshape(labels: Labels, id: number, mask: Rle): Labels {
  return seen(clear(labels, mask, id).map((object) => (object.id === id ? { ...object, mask } : object)));
}

/** Pixels that belong to nothing join object `id`. */
export function fill(labels: Labels, id: number, mask: Rle): Labels {
  const others = labels.filter((object) => object.id !== id && !object.crowd).map((object) => object.mask);
  const free = maskDifference(mask, others);
  return labels.map((object) =>
    object.id === id ? { ...object, mask: maskUnion([object.mask, free]) } : object,
  );
}

/** Object `from` becomes part of `into`. */
export function join(labels: Labels, into: number, from: number): Labels {
  const other = labels.find(({ id }) => id === from);
  const one = labels.find(({ id }) => id === into);
  if (!other || !one || into === from || other.crowd || one.crowd) return labels;
  return labels
    .filter(({ id }) => id !== from)
    .map((object) =>
      object.id === into ? { ...object, mask: maskUnion([object.mask, other.mask]) } : object,
    );
}

/** Object `id` becomes so many of its class; the first keeps its name. A single part changes nothing. */
export function divide(labels: Labels, id: number, parts: readonly Rle[]): Labels {
  const whole = labels.find((object) => object.id === id);
  const [first, ...others] = parts;
  if (!whole || !first || others.length === 0) return labels;
  let fresh = freshId(labels);
  return seen([
    ...labels.map((object) => (object.id === id ? { ...object, mask: first } : object)),
    ...others.map((mask): LabelObject => ({ ...whole, id: fresh++, mask })),
  ]);
}

/** Copies of objects, less what is marked already. */
export const paste = (labels: Labels, copies: readonly Pick<LabelObject, 'category' | 'mask'>[]): Labels =>
  copies.reduce((before, { category, mask }) => acceptProposal(before, category, mask).labels, labels);

export const remove = (labels: Labels, id: number): Labels => labels.filter((object) => object.id !== id);

export const recategorise = (labels: Labels, id: number, category: number): Labels =>
  labels.map((object) => (object.id === id ? { ...object, category } : object));

/** The newest object at a pixel. */
export function objectAt(labels: Labels, x: number, y: number): LabelObject | undefined {
  return labels.findLast(({ mask }) => isInside(mask, x, y));
}

/** Whether pixel (x, y) is part of a mask. */
export function isInside({ counts, width, height }: Rle, x: number, y: number): boolean {
  if (!(x >= 0 && x < width && y >= 0 && y < height)) return false;
  const place = Math.floor(x) * height + Math.floor(y);
  let position = 0;
  for (let i = 0; i < counts.length; i++) {
    position += counts[i];
    if (place < position) return i % 2 === 1;
  }
  return false;
}
