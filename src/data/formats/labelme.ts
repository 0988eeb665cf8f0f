import { maskUnion } from '../../masks/overlap.ts';
import type { Rle } from '../../masks/rle.ts';
import {
  type Format,
  FormatError,
  type GivenFile,
  headOf,
  type SizedImage,
  type Skipped,
  textOf,
  wordsOf,
} from './format.ts';
import type { ImageIndex } from './image-index.ts';
import { type LabelmeShape, labelmeFile, shapeMask } from './labelme-shapes.ts';
import { annotatedImages, categoriesByName, type FoundObject, plural } from './made.ts';
import { baseName, extensionOf } from './paths.ts';

/** Bytes from the end in which the list of shapes begins where a picture was written before it. */
const TAIL = 2 ** 16;
const SHAPES = /"shapes"\s*:\s*\[/;

/** labelme: a JSON file for each image, of the same name. */
export const labelme: Format = {
  name: 'labelme',

  async recognise(files, turn) {
    const own: GivenFile[] = [];
    for (const file of files) {
      if (extensionOf(file.path) !== 'json') continue;
      await turn();
      if (SHAPES.test(await headOf(file))) own.push(file);
      else if (SHAPES.test(new TextDecoder().decode(await file.bytes(Math.max(0, file.size - TAIL)))))
        own.push(file);
    }
    return own;
  },

  async read(files, index, turn) {
    const found = new Map<SizedImage, readonly FoundObject[]>();
    const skipped: Skipped[] = [];
    let shapeless = 0;
    for (const file of files) {
      await turn();
      try {
        const { image, objects, left } = readFile(await textOf(file), file.path, index);
        if (found.has(image))
          throw new FormatError(`is a second file for ${image.path}; the first one counts`);
        found.set(image, objects);
        shapeless += left;
      } catch (error) {
        if (!(error instanceof FormatError) && !(error instanceof RangeError)) throw error;
        skipped.push({ path: file.path, why: wordsOf(error).replace(/\.$/, '') });
      }
    }
    if (found.size === 0 && skipped.length > 0)
      throw new FormatError(`No labelme file could be read. ${skipped[0].path} ${skipped[0].why}.`);
    const categories = categoriesByName(found);
    const indices = new Map(categories.map(({ name }, i) => [name, i]));
    return {
      categories,
      images: annotatedImages(index, found, ({ category }) => indices.get(String(category)) ?? 0),
      skipped,
      notices:
        shapeless === 0 ? [] : [`${plural(shapeless, 'shape')} without an area (points, lines) left out.`],
    };
  },
};

interface ReadFile {
  readonly image: SizedImage;
  readonly objects: readonly FoundObject[];
  /** Shapes that have no area. */
  readonly left: number;
}

/** @throws FormatError, RangeError with the end of a sentence about the file. */
function readFile(text: string, path: string, index: ImageIndex): ReadFile {
  const { shapes, imagePath, imageWidth, imageHeight } = labelmeFile(text);
  const image = index.besides(path) ?? (imagePath ? index.named(baseName(imagePath)) : undefined);
  if (!image) throw new FormatError('belongs to no image that was dropped with it');
  const { width, height } = image;
  if ((imageWidth ?? width) !== width || (imageHeight ?? height) !== height)
    throw new FormatError(
      `is for an image of ${imageWidth} x ${imageHeight} pixels, but ${image.path} is ${width} x ${height}`,
    );
  const groups = new Map<string, { readonly shape: LabelmeShape; readonly masks: Rle[] }>();
  let left = 0;
  shapes.forEach((shape, i) => {
    const mask = shapeMask(shape, i, width, height);
    if (!mask) {
      left++;
      return;
    }
    // Shapes of one group and one name are one object.
    const grouped = shape.group_id !== undefined && shape.group_id !== null;
    const key = grouped ? JSON.stringify([shape.label, shape.group_id]) : String(i);
    const group = groups.get(key);
    if (group) group.masks.push(mask);
    else groups.set(key, { shape, masks: [mask] });
  });
  const objects = [...groups.values()].map(({ shape, masks }) => ({
    category: shape.label,
    mask: maskUnion(masks),
    crowd: shape.flags?.iscrowd === true,
  }));
  return { image, objects, left };
}
