import { componentsOf } from '../../masks/components.ts';
import { commonestValue, type LabelImage, masksOfValues } from '../../masks/label-image.ts';
import type { Rle } from '../../masks/rle.ts';
import type { Category } from '../dataset.ts';
import { decodePng, type PngImage } from '../png/decode.ts';
import {
  type Format,
  FormatError,
  type GivenFile,
  type SizedImage,
  type Skipped,
  type Turn,
  textOf,
  wordsOf,
} from './format.ts';
import type { ImageIndex } from './image-index.ts';
import { annotatedImages, type FoundObject } from './made.ts';
import { type MaskFile, type MaskKind, maskFiles } from './mask-files.ts';
import { baseName } from './paths.ts';
import { namesInLines } from './yolo.ts';

const MOST_PIXELS = 2 ** 26;
/** A mask with more values than this is a picture. */
const MOST_VALUES = 20_000;
/** Share of values in several pieces from which values are taken for classes. */
const PIECES = 0.3;
/** Files that name the values of masks. */
export const VALUE_NAMES = /^(classes|class_names|labels|labelmap)\.txt$/i;
/** In lists of names that begin with it, the first name is that of value 0. */
const BACKGROUND = /^_*(background|ignore)_*$/i;

/**
 * PNG masks whose values are classes (every connected region is an object), objects (of one class), both in two files,
 * or class * 1000 + object; 8 or 16 bits, grey, indices or colours.
 */
export const indexMasks: Format = {
  name: 'mask PNGs',

  async recognise(files) {
    const masks = maskFiles(files).map(({ file }) => file);
    return masks.length === 0
      ? []
      : [...masks, ...files.filter(({ path }) => VALUE_NAMES.test(baseName(path)))];
  },

  async read(files, index, turn) {
    const names = await valueNames(files);
    const { found, skipped } = await readMasks(files, index, turn);
    if (found.size === 0)
      throw new FormatError(`No mask could be read. ${skipped[0]?.path} ${skipped[0]?.why}.`);
    const kind = kindOfUnknown([...found.values()].flat());
    const objects = new Map([...found].map(([image, masks]) => [image, objectsOf(masks, kind)]));
    const categories = categoriesOf(objects, names);
    const indices = new Map(categories.map(({ id }, i) => [id, i]));
    const unsure = [...found.values()].flat().some((mask) => mask.kind === 'unknown');
    return {
      categories,
      images: annotatedImages(index, objects, ({ category }) => indices.get(Number(category)) ?? 0),
      splitByFolder: true,
      skipped,
      notices: unsure ? [SAID[kind]] : [],
    };
  },
};

type Meaning = 'class' | 'object' | 'both';

const SAID: Readonly<Record<Meaning, string>> = {
  class: 'Values of the masks were read as classes: every connected region is an object.',
  object: 'Values of the masks were read as objects of one class.',
  both: 'Values of the masks were read as class * 1000 + object.',
};

interface ReadMask {
  readonly kind: MaskKind;
  readonly image: LabelImage;
  readonly masks: ReadonlyMap<number, Rle>;
}

async function readMasks(files: readonly GivenFile[], index: ImageIndex, turn: Turn) {
  const found = new Map<SizedImage, ReadMask[]>();
  const skipped: Skipped[] = [];
  for (const mask of masksFor(files, index)) {
    await turn();
    const { file, kind, stem } = mask;
    const image = index.besides(file.path, stem);
    try {
      if (!image) throw new FormatError('belongs to no image that was dropped with it');
      const before = found.get(image) ?? [];
      if (kind !== 'single' && before.some((other) => other.kind === kind))
        throw new FormatError(`is a second mask for ${image.path}; the first one counts`);
      found.set(image, [...before, { kind, ...(await readMask(file, image)) }]);
    } catch (error) {
      if (!(error instanceof FormatError) && !(error instanceof RangeError)) throw error;
      skipped.push({ path: file.path, why: wordsOf(error) });
    }
  }
  return { found, skipped };
}

/** As they were recognised, when the images were still among the files. */
const masksFor = (files: readonly GivenFile[], index: ImageIndex): MaskFile<GivenFile>[] => {
  const masks = files.filter(({ path }) => !VALUE_NAMES.test(baseName(path)));
  const given = new Set<unknown>(masks);
  return maskFiles<{ readonly path: string }>([...masks, ...index.all]).filter(
    (mask): mask is MaskFile<GivenFile> => given.has(mask.file),
  );
};

async function readMask(file: GivenFile, { path, width, height }: SizedImage) {
  const png = decodePng(await file.bytes(), MOST_PIXELS);
  if (png.width !== width || png.height !== height)
    throw new FormatError(
      `is ${png.width} x ${png.height} pixels, but its image ${path} is ${width} x ${height}`,
    );
  const image = { width, height, values: valuesOf(png) };
  const masks = masksOfValues(image);
  if (masks.size > MOST_VALUES)
    throw new FormatError(`has ${masks.size} different values: it looks like a picture, not a mask`);
  return { image, masks };
}

/** One number a pixel: grey and indices as they are, colours by their bytes, what is transparent 0. */
function valuesOf({ width, height, channels, values, depth, palette }: PngImage): LabelImage['values'] {
  if (channels === 1) return palette ? withoutVoid(values) : values;
  const pixels = width * height;
  const numbers = new Uint32Array(pixels);
  const opaque = channels % 2 === 0;
  let grey = true;
  for (let i = 0, at = 0; i < pixels; i++, at += channels) {
    if (opaque && values[at + channels - 1] === 0) continue;
    const [red, green, blue] =
      channels < 3 ? [values[at], values[at], values[at]] : values.subarray(at, at + 3);
    if (red !== green || red !== blue) grey = false;
    // Colours of 16 bits are not used for masks: their upper bytes tell them apart.
    const shift = depth === 16 ? 8 : 0;
    numbers[i] = (red >> shift) + (green >> shift) * 256 + (blue >> shift) * 65536;
  }
  // Grey written in three colours is the same number three times.
  if (grey) for (let i = 0; i < pixels; i++) numbers[i] = numbers[i] & 255;
  return numbers;
}

/** Pascal VOC marks edges that are nobody's with the last index. */
const VOID = 255;
const withoutVoid = (values: Uint8Array | Uint16Array): Uint8Array | Uint16Array =>
  values.map((value) => (value === VOID ? 0 : value));

/** What values mean where neither folder nor name says so: the same for all masks of a drop. */
function kindOfUnknown(masks: readonly ReadMask[]): Meaning {
  const unknown = masks.filter(({ kind }) => kind === 'unknown');
  const values = new Set(unknown.flatMap((mask) => [...mask.masks.keys()]));
  if (values.size === 1) return 'class';
  if (values.size > 0 && Math.min(...values) >= 1000 && Math.max(...values) < 65_536) return 'both';
  const regions = unknown.flatMap((mask) => [...mask.masks.values()]);
  const inPieces = regions.filter((region) => componentsOf(region).length > 1).length;
  return inPieces > PIECES * regions.length ? 'class' : 'object';
}

function objectsOf(masks: readonly ReadMask[], unknown: Meaning): FoundObject[] {
  const classes = masks.find(({ kind }) => kind === 'class');
  const objects = masks.find(({ kind }) => kind === 'object');
  if (classes && objects)
    return [...objects.masks.values()].map((mask) => ({
      category: commonestValue(classes.image, mask),
      mask,
    }));
  return masks.flatMap(({ kind, masks: byValue }) =>
    [...byValue].flatMap(([value, mask]): FoundObject[] => {
      const meaning = kind === 'unknown' ? unknown : kind;
      if (meaning === 'both') return [{ category: Math.floor(value / 1000), mask }];
      if (meaning === 'class') return componentsOf(mask).map((part) => ({ category: value, mask: part }));
      return [{ category: 1, mask }];
    }),
  );
}

async function valueNames(files: readonly GivenFile[]): Promise<ReadonlyMap<number, string>> {
  const file = files.find(({ path }) => VALUE_NAMES.test(baseName(path)));
  if (!file) return new Map();
  const lines = namesInLines(await textOf(file));
  // "person:192,128,128::" below a comment, where colours are given too.
  const names = /^labelmap/i.test(baseName(file.path))
    ? lines.filter((line) => !line.startsWith('#')).map((line) => line.split(':')[0].trim())
    : lines;
  const first = BACKGROUND.test(names[0] ?? '') ? 0 : 1;
  return new Map(names.map((name, i) => [i + first, name]));
}

/** Those that have a name and those that have an object; where there is one class without a name, it is "object". */
function categoriesOf(
  found: ReadonlyMap<SizedImage, readonly FoundObject[]>,
  names: ReadonlyMap<number, string>,
): Category[] {
  const used = new Set([...found.values()].flat().map(({ category }) => Number(category)));
  for (const value of names.keys()) if (value > 0) used.add(value);
  if (used.size === 0) used.add(1);
  const ids = [...used].sort((a, b) => a - b);
  return ids.map((id) => ({ id, name: names.get(id) || (ids.length === 1 ? 'object' : `class ${id}`) }));
}
