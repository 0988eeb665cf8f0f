import { readSegmentation } from '../coco-segmentation.ts';
import type { Category, Splits } from '../dataset.ts';
import {
  type AnnotatedImage,
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
import { annotatedImages, type FoundObject, plural } from './made.ts';
import { baseName, extensionOf, foldersOf, isImage, stemOf } from './paths.ts';
import { namesInYaml } from './yaml-names.ts';

/** Where the names of the classes may stand, best first. */
const NAME_FILES = [/^(data|dataset|.*)\.ya?ml$/i, /^classes\.txt$/i, /\.names$/i];
/** Texts that lie among labels and are none: lists of images. */
const LISTS = /^(train|val|valid|test|classes|labels|readme.*|requirements)\.txt$/i;
const ROW = /^\s*\d+(\s+[-+.\deE]+){4,}\s*$/;
/** Without names, numbers beyond this are taken for a mistake. */
const MOST_CLASSES = 10_000;

/**
 * YOLO's labels for segmentation: a text file for each image, of the same name, beside it or in a folder `labels`; each
 * line a class and an outline in shares of the image's sides. Names of classes come from a YAML file, classes.txt or
 * obj.names.
 */
export const yolo: Format = {
  name: 'YOLO',

  async recognise(files, turn) {
    const stems = new Set(files.filter(({ path }) => isImage(path)).map(({ path }) => stemOf(path)));
    const labels: GivenFile[] = [];
    for (const file of files) {
      if (extensionOf(file.path) !== 'txt' || LISTS.test(baseName(file.path))) continue;
      await turn();
      const [first = ''] = (await headOf(file)).split('\n').filter((line) => line.trim() !== '');
      const besideLabels = stems.has(stemOf(file.path)) || foldersOf(file.path).includes('labels');
      // A file without a line says that there is nothing in its image.
      if (besideLabels && (first === '' || ROW.test(first))) labels.push(file);
    }
    if (labels.length === 0) return [];
    return [...labels, ...files.filter(({ path }) => rankOf(path) >= 0 || partOf(path) !== undefined)];
  },

  async read(files, index, turn) {
    const names = await classNames(files);
    const found = new Map<SizedImage, readonly FoundObject[]>();
    const skipped: Skipped[] = [];
    let boxes = 0;
    for (const file of files.filter(({ path }) => rankOf(path) < 0 && partOf(path) === undefined)) {
      await turn();
      try {
        const { image, objects, left } = readFile(await textOf(file), file.path, index, names?.length);
        if (found.has(image))
          throw new FormatError(`is a second file for ${image.path}; the first one counts`);
        found.set(image, objects);
        boxes += left;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        skipped.push({ path: file.path, why: wordsOf(error) });
      }
    }
    if (found.size === 0 && skipped.length > 0)
      throw new FormatError(`No YOLO file could be read. ${skipped[0].path} ${skipped[0].why}.`);
    const categories = names ? named(names) : numbered(found);
    const indices = new Map(categories.map(({ id }, i) => [id - 1, i]));
    const images = annotatedImages(index, found, ({ category }) => indices.get(Number(category)) ?? 0);
    const splits = await listedSplits(files, index, images);
    return {
      categories,
      images,
      ...(splits && { splits }),
      splitByFolder: true,
      skipped,
      notices: [
        ...(boxes === 0
          ? []
          : [`${plural(boxes, 'box').replace('boxs', 'boxes')} without an outline left out.`]),
        ...(names ? [] : ['No file names the classes, so they are called by their numbers.']),
      ],
    };
  },
};

/** How good a source of names a file is, 0 the best; -1 for none. */
const rankOf = (path: string): number => NAME_FILES.findIndex((pattern) => pattern.test(baseName(path)));

/** Which part of the images a list is of: "train", "val" or "test"; undefined for another file. */
const partOf = (path: string): string | undefined =>
  /^(?:autosplit_)?(train|val|test)\.txt$/i.exec(baseName(path))?.[1].toLowerCase();

/** As lists of images say, where there is one to learn from and one to measure by. */
async function listedSplits(
  files: readonly GivenFile[],
  index: ImageIndex,
  images: readonly AnnotatedImage[],
): Promise<Splits | undefined> {
  const partOfImage = new Map<string, string>();
  for (const file of files) {
    const part = partOf(file.path);
    if (part === undefined) continue;
    for (const line of namesInLines(await textOf(file))) {
      const image = index.named(line) ?? index.named(baseName(line));
      if (image) partOfImage.set(image.path, part);
    }
  }
  const ids = (part: string) =>
    images
      .filter(({ path, instances }) => instances.length > 0 && (partOfImage.get(path) ?? 'train') === part)
      .map(({ record }) => record.id);
  const [labelled, validation, test] = [ids('train'), ids('val'), ids('test')];
  if (labelled.length === 0 || validation.length === 0) return undefined;
  const unlabelled = images.filter(({ instances }) => instances.length === 0).map(({ record }) => record.id);
  return { labelled, unlabelled, validation, test };
}

async function classNames(files: readonly GivenFile[]): Promise<readonly string[] | undefined> {
  const sources = files
    .filter(({ path }) => rankOf(path) >= 0)
    .sort((a, b) => rankOf(a.path) - rankOf(b.path));
  for (const file of sources) {
    const text = await textOf(file);
    const names = rankOf(file.path) === 0 ? namesInYaml(text) : namesInLines(text);
    if (names && names.length > 0) return names.slice(0, MOST_CLASSES);
  }
  return undefined;
}

/** One name a line. */
export const namesInLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim().slice(0, 1000))
    .filter((line) => line !== '');

/** Two classes of one name are told apart by their numbers. */
const named = (names: readonly string[]): Category[] =>
  names.map((name, i) => ({ id: i + 1, name: names.indexOf(name) === i ? name : `${name} ${i}` }));

function numbered(found: ReadonlyMap<SizedImage, readonly FoundObject[]>): Category[] {
  const used = new Set([...found.values()].flat().map(({ category }) => Number(category)));
  if (used.size === 0) used.add(0);
  return [...used].sort((a, b) => a - b).map((number) => ({ id: number + 1, name: `class ${number}` }));
}

interface ReadFile {
  readonly image: SizedImage;
  readonly objects: readonly FoundObject[];
  /** Lines that are boxes. */
  readonly left: number;
}

/** @throws FormatError with the end of a sentence about the file. */
function readFile(text: string, path: string, index: ImageIndex, classes = MOST_CLASSES): ReadFile {
  const image = index.besides(path);
  if (!image) throw new FormatError('belongs to no image that was dropped with it');
  const { width, height } = image;
  const objects: FoundObject[] = [];
  let left = 0;
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === '') return;
    const [category, ...shares] = line.trim().split(/\s+/).map(Number);
    if (!Number.isInteger(category) || category < 0 || category >= classes)
      throw new FormatError(
        `has a class in line ${i + 1} that is none of ${classes} from 0: ${line.trim().slice(0, 20)}`,
      );
    // A box has a middle and two sides, and sometimes a score.
    if (shares.length === 4 || shares.length === 5) {
      left++;
      return;
    }
    const corners = shares.map((share, at) => share * (at % 2 === 0 ? width : height));
    const mask = drawn(corners, width, height, i + 1);
    if (mask) objects.push({ category, mask });
  });
  return { image, objects, left };
}

function drawn(corners: readonly number[], width: number, height: number, line: number) {
  try {
    return readSegmentation([corners], width, height);
  } catch (error) {
    throw new FormatError(`cannot be read in line ${line}. ${wordsOf(error).replace(/\.$/, '')}`);
  }
}
