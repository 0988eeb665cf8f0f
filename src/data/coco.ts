/** COCO annotation files, from whatever hands they come, to categories, images and instances. */
import { maskArea, maskBox, type Rle } from '../masks/rle.ts';
import { type CocoAnnotation, type CocoFile, CocoFormatError, checkCocoFile } from './coco-schema.ts';
import { readSegmentation } from './coco-segmentation.ts';
import type { Category, ImageRecord, Instance } from './dataset.ts';

export interface CocoContents {
  /** In ascending order of id, as pycocotools reports them; `Instance.category` counts in this order. */
  readonly categories: readonly Category[];
  /** In the file's order. */
  readonly images: readonly ImageRecord[];
  /** Has every image; its list is empty where the image has no annotation. */
  readonly instances: ReadonlyMap<number, readonly Instance[]>;
  /** Sentences about what was left out. */
  readonly notices: readonly string[];
}

/** @throws CocoFormatError where the text is no JSON, or as `parseCoco` does. */
export function parseCocoText(text: string): CocoContents {
  return parseCoco(jsonOf(text));
}

/** @throws CocoFormatError where the text is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /\b(NaN|Infinity)\b/.test(text)
      ? ' It holds NaN or Infinity, which JSON does not know; write numbers.'
      : '';
    throw new CocoFormatError(`The annotation file is no JSON (${(error as Error).message}).${hint}`);
  }
}

/**
 * Reads polygons, compressed and plain run lengths, crowds, and any category ids.
 * @throws CocoFormatError naming the first entry that is wrong: a missing or malformed value, an id used twice, an image or
 * category that does not exist, a mask that does not fit its image, a file name that leads out of the folder.
 */
export function parseCoco(json: unknown): CocoContents {
  const reading = readCoco(json);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

/**
 * As `parseCoco`, with a stop after every annotation: drawing all of them can take long.
 * @param wanted tells the images whose masks are to be read; drawing those of absent images could take forever.
 */
export function* readCoco(
  json: unknown,
  wanted: (image: ImageRecord) => boolean = () => true,
): Generator<void, CocoContents> {
  const file = checkCocoFile(json);
  if (file.categories.length === 0) {
    throw new CocoFormatError('The COCO file has no categories; it needs at least one to learn.');
  }
  refuseTwice('categories', file.categories);
  refuseTwice('images', file.images);
  refuseTwice('annotations', file.annotations);
  const categories = file.categories.map(({ id, name }) => ({ id, name })).sort((a, b) => a.id - b.id);
  const images = file.images.map(({ id, file_name, width, height }) => ({
    id,
    name: safePath(id, file_name),
    width,
    height,
  }));
  const { instances, unmasked, empty } = yield* readInstances(file, categories, images, wanted);
  const notices: string[] = [];
  if (unmasked > 0) notices.push(`${count(unmasked)} without a mask (a box only, perhaps) left out.`);
  if (empty > 0) notices.push(`${count(empty)} left out because the mask covers no pixel.`);
  return { categories, images, instances, notices };
}

function count(annotations: number): string {
  return annotations === 1 ? '1 annotation' : `${annotations} annotations`;
}

function* readInstances(
  file: CocoFile,
  categories: readonly Category[],
  images: readonly ImageRecord[],
  wanted: (image: ImageRecord) => boolean,
) {
  const categoryIndex = new Map(categories.map(({ id }, index) => [id, index]));
  const imageById = new Map(images.map((image) => [image.id, image]));
  const instances = new Map<number, Instance[]>(images.map(({ id }) => [id, []]));
  const unwanted = new Set(images.filter((image) => !wanted(image)));
  let unmasked = 0;
  let empty = 0;
  for (const [index, annotation] of file.annotations.entries()) {
    yield;
    const which = `Annotation ${annotation.id} (annotations[${index}])`;
    const image = imageById.get(annotation.image_id);
    const category = categoryIndex.get(annotation.category_id);
    if (!image) {
      throw new CocoFormatError(
        `${which} belongs to image ${annotation.image_id}, which the file does not list; add or remove it.`,
      );
    }
    if (category === undefined) {
      throw new CocoFormatError(
        `${which} has category ${annotation.category_id}, which the file does not list; add the category or correct the annotation.`,
      );
    }
    if (unwanted.has(image)) continue;
    const mask = readMask(which, annotation, image);
    if (!mask) unmasked++;
    else if (mask.counts.length < 2) empty++;
    else instances.get(image.id)?.push(instance(annotation, category, mask));
  }
  return { instances, unmasked, empty };
}

function readMask(which: string, annotation: CocoAnnotation, image: ImageRecord): Rle | undefined {
  try {
    return readSegmentation(annotation.segmentation, image.width, image.height);
  } catch (error) {
    if (error instanceof RangeError)
      throw new CocoFormatError(`${which} of image ${image.id} cannot be read. ${error.message}`);
    throw error;
  }
}

function instance(annotation: CocoAnnotation, category: number, mask: Rle): Instance {
  const { id, area, iscrowd } = annotation;
  return {
    id,
    category,
    mask,
    area: area ?? maskArea(mask),
    box: maskBox(mask),
    crowd: iscrowd === 1 || iscrowd === true,
  };
}

function refuseTwice(list: string, entries: readonly { readonly id: number }[]): void {
  const first = new Map<number, number>();
  entries.forEach(({ id }, index) => {
    const before = first.get(id);
    if (before !== undefined) {
      throw new CocoFormatError(
        `${list}[${before}] and ${list}[${index}] of the COCO file have the same id, ${id}; ids must differ.`,
      );
    }
    first.set(id, index);
  });
}

/** File names come from strangers and become paths. */
function safePath(id: number, name: string): string {
  const parts = name.split(/[\\/]/);
  // "C:" is a disk, "https:" a scheme; a colon elsewhere is part of a name.
  const elsewhere = /^[a-z]:/i.test(name) || (parts.length > 1 && /^[a-z][a-z0-9+.-]*:$/i.test(parts[0]));
  if (elsewhere || parts.includes('..') || parts[0] === '' || name.includes('\0')) {
    throw new CocoFormatError(
      `Image ${id} has the file name ${JSON.stringify(name)}, which leads out of the images folder; give a path inside it.`,
    );
  }
  return name;
}
