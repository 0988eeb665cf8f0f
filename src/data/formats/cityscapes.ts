import * as v from 'valibot';
import { masksOfValues } from '../../masks/label-image.ts';
import { maskDifference, maskUnion } from '../../masks/overlap.ts';
import type { Rle } from '../../masks/rle.ts';
import { readPolygon } from '../coco-segmentation.ts';
import type { Category } from '../dataset.ts';
import { decodePng } from '../png/decode.ts';
import { fillPolygon } from './cityscapes-polygon.ts';
import {
  type Format,
  FormatError,
  type GivenFile,
  type SizedImage,
  type Skipped,
  textOf,
  wordsOf,
} from './format.ts';
import { annotatedImages, type FoundObject } from './made.ts';
import { baseName } from './paths.ts';

/** Classes whose objects are told apart, by their ids (cityscapesScripts, helpers/labels.py). */
const CLASSES: readonly Category[] = [
  { id: 24, name: 'person' },
  { id: 25, name: 'rider' },
  { id: 26, name: 'car' },
  { id: 27, name: 'truck' },
  { id: 28, name: 'bus' },
  { id: 29, name: 'caravan' },
  { id: 30, name: 'trailer' },
  { id: 31, name: 'train' },
  { id: 32, name: 'motorcycle' },
  { id: 33, name: 'bicycle' },
];
const indexOfId = new Map(CLASSES.map(({ id }, i) => [id, i]));
const idOfName = new Map(CLASSES.map(({ id, name }) => [name, id]));

/** "city_000000_000019_gtFine_instanceIds.png": which image, and what of it. */
const FILE = /^(.+)_gt(?:Fine|Coarse)_(\w+)\.(png|json)$/;
const MOST_OBJECTS = 10_000;
const MOST_PIXELS = 2 ** 26;

/** The Cityscapes tree: leftImg8bit beside gtFine, of which the instance ids are read, or else the polygons. */
export const cityscapes: Format = {
  name: 'Cityscapes',

  async recognise(files) {
    return files.filter(({ path }) => FILE.test(baseName(path)));
  },

  async read(files, index, turn) {
    const found = new Map<SizedImage, readonly FoundObject[]>();
    const skipped: Skipped[] = [];
    for (const [frame, { instances, polygons }] of byFrame(files)) {
      await turn();
      const file = instances ?? polygons;
      if (!file) continue;
      const image = index.besides(file.path, `${frame}_leftImg8bit`) ?? index.besides(file.path, frame);
      try {
        if (!image) throw new FormatError('belongs to no image that was dropped with it');
        found.set(image, instances ? await readIds(instances, image) : await readPolygons(file, image));
      } catch (error) {
        if (!(error instanceof FormatError) && !(error instanceof RangeError)) throw error;
        skipped.push({ path: file.path, why: wordsOf(error).replace(/\.$/, '') });
      }
    }
    if (found.size === 0)
      throw new FormatError(
        skipped[0]
          ? `No file of the Cityscapes tree could be read. ${skipped[0].path} ${skipped[0].why}.`
          : 'The Cityscapes tree holds neither instance ids nor polygons; drop its gtFine folder as it comes.',
      );
    return {
      categories: CLASSES,
      images: annotatedImages(index, found, ({ category }) => indexOfId.get(Number(category)) ?? 0),
      splitByFolder: true,
      skipped,
      notices: [],
    };
  },
};

interface FrameFiles {
  readonly instances?: GivenFile;
  readonly polygons?: GivenFile;
}

/** Fine annotations win over coarse ones of the same frame. */
function byFrame(files: readonly GivenFile[]): Map<string, FrameFiles> {
  const frames = new Map<string, FrameFiles>();
  const coarseFirst = [...files].sort(
    (a, b) => Number(a.path.includes('_gtFine_')) - Number(b.path.includes('_gtFine_')),
  );
  for (const file of coarseFirst) {
    const [, frame = '', what] = FILE.exec(baseName(file.path)) ?? [];
    if (what === 'instanceIds') frames.set(frame, { ...frames.get(frame), instances: file });
    else if (what === 'polygons') frames.set(frame, { ...frames.get(frame), polygons: file });
  }
  return frames;
}

/** A value of 1000 and more is class * 1000 + object; a class alone is a group that nobody told apart. */
async function readIds(file: GivenFile, image: SizedImage): Promise<FoundObject[]> {
  const { width, height, channels, values } = decodePng(await file.bytes(), MOST_PIXELS);
  if (channels !== 1) throw new FormatError('is in colours, but instance ids are one number a pixel');
  sameSize(image, width, height);
  const objects: FoundObject[] = [];
  for (const [value, mask] of masksOfValues({ width, height, values })) {
    const category = value < 1000 ? value : Math.floor(value / 1000);
    if (indexOfId.has(category)) objects.push({ category, mask, crowd: value < 1000 });
  }
  return objects;
}

const point = v.pipe(v.array(v.number()), v.length(2));
const polygonsFile = v.object({
  imgWidth: v.number(),
  imgHeight: v.number(),
  objects: v.pipe(
    v.array(
      v.object({
        label: v.string(),
        polygon: v.array(point),
        deleted: v.optional(v.union([v.number(), v.boolean()])),
      }),
    ),
    v.maxLength(MOST_OBJECTS),
  ),
});

/** Drawn in their order, later over earlier, objects without a class of ours included. */
async function readPolygons(file: GivenFile, image: SizedImage): Promise<FoundObject[]> {
  let json: unknown;
  try {
    json = JSON.parse(await textOf(file));
  } catch (error) {
    throw new FormatError(`is no JSON (${wordsOf(error)})`);
  }
  const result = v.safeParse(polygonsFile, json, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw new FormatError(`has something wrong at ${v.getDotPath(issue) ?? 'its start'} (${issue.message})`);
  }
  const { imgWidth, imgHeight, objects } = result.output;
  sameSize(image, imgWidth, imgHeight);
  const found: FoundObject[] = [];
  let above: Rle | undefined;
  for (const { label, polygon, deleted } of objects.toReversed()) {
    if (deleted) continue;
    const outline = drawn(polygon.flat(), image);
    const name = label.replace(/group$/, '');
    const category = idOfName.get(name);
    if (category !== undefined) {
      const mask = above ? maskDifference(outline, [above]) : outline;
      found.push({ category, mask, crowd: name !== label });
    }
    above = above ? maskUnion([above, outline]) : outline;
  }
  return found.reverse();
}

function drawn(corners: readonly number[], { width, height }: SizedImage): Rle {
  return fillPolygon(readPolygon(corners, 0, width, height), width, height);
}

function sameSize(image: SizedImage, width: number, height: number): void {
  if (image.width !== width || image.height !== height)
    throw new FormatError(
      `is for an image of ${width} x ${height} pixels, but ${image.path} is ${image.width} x ${image.height}`,
    );
}
