import type { Dataset, ImageRecord, Instance, Picture } from '../dataset.ts';
import { classNames } from './catalogue.ts';
import { MOST_PARTS } from './layout.ts';
import { placeParts, renderScene, type SceneKey, sceneInstances } from './scene.ts';
import { visibleInstances } from './truth.ts';

export interface DemoOptions {
  /** A whole number; another seed, another workshop. Default 1. */
  readonly seed?: number;
  /** Scenes per split. Default 400, 100 and 100. */
  readonly training?: number;
  readonly validation?: number;
  readonly test?: number;
  /** Side of the square pictures in pixels, 64 to 1024. Default 256. */
  readonly size?: number;
  /** 0: the classes of a pair differ boldly; 1: what tells them apart is nearly gone. Default 0.5. */
  readonly classConfusion?: number;
  /** 0: crisp outlines; 1: outlines melt into the bench. The truth stays exact. Default 0.3. */
  readonly boundarySoftness?: number;
}

/** Image ids. */
export interface DemoSplits {
  readonly training: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

export interface DemoDataset {
  readonly dataset: Dataset;
  readonly splits: DemoSplits;
  /**
   * Categories of the parts laid on the bench, at a hundredth of the cost of the truth. Now and then one of them lies
   * almost wholly under others and is no instance.
   */
  categoriesOf(id: number): readonly number[];
}

const splitNames = ['training', 'validation', 'test'] as const;

/** Ids of a split start here, so that a longer training split renames no validation image. */
const splitStride = 100_000;

/** Pictures kept; at 256 x 256 each is 192 KB. */
const pictureCache = 64;

/** More instances than any scene has, so that instance ids are unique over the dataset. */
const instanceStride = 16;

function whole(name: string, value: number, low: number, high: number): number {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(
      `The demo dataset's ${name} is ${value}; it must be a whole number from ${low} to ${high}.`,
    );
  }
  return value;
}

function dial(name: string, value: number): number {
  if (!(value >= 0 && value <= 1)) {
    throw new RangeError(`The demo dataset's ${name} is ${value}; the dial goes from 0 to 1.`);
  }
  return value;
}

/**
 * A workbench of small parts in four confusable pairs, made on demand: a scene depends only on seed, split, index
 * and the two dials, and is the same to the byte in every browser and in Node.
 * @throws RangeError where an option is out of its range.
 */
export function demoDataset(options: DemoOptions = {}): DemoDataset {
  const seed = whole('seed', options.seed ?? 1, 0, 0xffffffff);
  const size = whole('size', options.size ?? 256, 64, 1024);
  const classConfusion = dial('classConfusion', options.classConfusion ?? 0.5);
  const boundarySoftness = dial('boundarySoftness', options.boundarySoftness ?? 0.3);
  const counts = [
    whole('training', options.training ?? 400, 0, splitStride),
    whole('validation', options.validation ?? 100, 0, splitStride),
    whole('test', options.test ?? 100, 0, splitStride),
  ];

  const images: ImageRecord[] = [];
  const keys = new Map<number, SceneKey>();
  const splits: number[][] = [];
  for (const [split, name] of splitNames.entries()) {
    const ids: number[] = [];
    for (let index = 0; index < (counts[split] ?? 0); index++) {
      const id = split * splitStride + index + 1;
      ids.push(id);
      keys.set(id, { seed, split, index, size, classConfusion, boundarySoftness });
      images.push({ id, name: `${name}-${String(index + 1).padStart(4, '0')}`, width: size, height: size });
    }
    splits.push(ids);
  }

  const pictures = new Map<number, Picture>();
  const truths = new Map<number, readonly Instance[]>();
  const keyOf = (id: number): SceneKey => {
    const key = keys.get(id);
    if (key === undefined) {
      throw new RangeError(`The demo dataset has no image ${id}; its ids are listed in its splits.`);
    }
    return key;
  };

  const paint = (id: number, key: SceneKey): Picture => {
    const { picture, footprints } = renderScene(key);
    // All but the least part of the truth's cost was spent on the picture.
    if (!truths.has(id)) truths.set(id, visibleInstances(footprints, size, id * instanceStride));
    return picture;
  };

  const dataset: Dataset = {
    name: 'Workbench',
    categories: classNames.map((name, index) => ({ id: index + 1, name })),
    images,
    mostInstances: MOST_PARTS,
    async picture(id) {
      const key = keyOf(id);
      const picture = pictures.get(id) ?? paint(id, key);
      // Last used goes last; the first is the one to drop.
      pictures.delete(id);
      pictures.set(id, picture);
      for (const oldest of pictures.keys()) {
        if (pictures.size <= pictureCache) break;
        pictures.delete(oldest);
      }
      return picture;
    },
    async instances(id) {
      const key = keyOf(id);
      const known = truths.get(id);
      if (known !== undefined) return known;
      const found = sceneInstances(key, id * instanceStride);
      truths.set(id, found);
      return found;
    },
  };
  const [training = [], validation = [], test = []] = splits;
  const categoriesOf = (id: number) => placeParts(keyOf(id)).map(({ category }) => category);
  return { dataset, splits: { training, validation, test }, categoriesOf };
}
