import type { Category, Instance, Splits } from '../dataset.ts';
import type { GivenFile, ReadAnnotations, SizedImage, Skipped, Turn } from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { indexMasks, VALUE_NAMES } from '../formats/index-masks.ts';
import { baseName } from '../formats/paths.ts';
import { withLabelled } from './edit-plan.ts';
import { type MasksAlone, masksAlone } from './masks-alone.ts';
import { type ImportPlan, isUntouched } from './plan-import.ts';
import { recogniseDropped } from './recognise.ts';

/** A project with what annotation files said of its images. */
export interface Joined {
  readonly plan: ImportPlan;
  /** Ids of the images that have labels since. */
  readonly images: readonly number[];
  readonly skipped: readonly Skipped[];
  /** Sentences about what was left out or assumed. */
  readonly notices: readonly string[];
}

/**
 * What annotation files that came without images say of those of a project, matched by name; masks are such files too.
 * Undefined where images came with them, or nothing is an annotation file: that is no matter for an open project.
 * @param held whether a file is an image of the project itself.
 * @throws FormatError in a sentence where they cannot be read; whatever `turn` throws.
 */
export async function readAnnotationsFor(
  project: ImportPlan,
  dropped: readonly GivenFile[],
  turn: Turn,
  held: (file: GivenFile) => Promise<boolean> = async () => false,
): Promise<ReadAnnotations | undefined> {
  const { format, own, images, others, skipped } = await recogniseDropped(dropped, turn);
  if (!format) {
    const found = await masksAlone(sizedImages(project), images, held, turn);
    return found && readMasksFor(project, found, others, skipped, turn);
  }
  if (images.length > 0) return undefined;
  const index = new ImageIndex(sizedImages(project));
  const read = await format.read(own, index, turn);
  const known = withoutStrangers(read, own, index);
  return { ...known, skipped: [...skipped, ...known.skipped] };
}

/** Whether what was dropped is masks for images of a project, and not images. */
export async function areMasksFor(
  project: ImportPlan,
  dropped: readonly GivenFile[],
  turn: Turn,
  held: (file: GivenFile) => Promise<boolean>,
): Promise<boolean> {
  const { format, images } = await recogniseDropped(dropped, turn);
  return !format && (await masksAlone(sizedImages(project), images, held, turn)) !== undefined;
}

async function readMasksFor(
  project: ImportPlan,
  { masks, dropped, strangers }: MasksAlone,
  others: readonly GivenFile[],
  skipped: readonly Skipped[],
  turn: Turn,
): Promise<ReadAnnotations> {
  const names = others.filter(({ path }) => VALUE_NAMES.test(baseName(path)));
  const read = await indexMasks.read([...masks, ...names], new ImageIndex(sizedImages(project)), turn);
  const used = new Set(names.map(({ path }) => path));
  return {
    ...read,
    // Where they were dropped from says nothing of images that are here already.
    splitByFolder: false,
    skipped: [
      ...skipped.filter(({ path }) => !used.has(path)),
      ...read.skipped.map(({ path, why }) => ({ path: dropped.get(path) ?? path, why })),
    ],
    notices: [
      'They have the names of images of this project, so they were read as masks of those.',
      ...read.notices,
      ...(strangers === 0
        ? []
        : [
            strangers === 1
              ? 'One mask is of an image that is not in this project.'
              : `${strangers} masks are of images that are not in this project.`,
          ]),
    ],
  };
}

/** The images of a project, by the paths that it has them under. */
export const sizedImages = ({ images, paths }: ImportPlan): SizedImage[] =>
  images.map(({ id, name, width, height }) => ({ path: paths.get(id) ?? name, width, height }));

/** What was read, with the images that nobody has counted in a sentence instead of named one by one. */
export function withoutStrangers(
  read: ReadAnnotations,
  own: readonly GivenFile[],
  index: ImageIndex,
): ReadAnnotations {
  const files = new Set(own.map(({ path }) => path));
  const unknown = new Set(read.skipped.filter(({ path }) => !files.has(path) && !index.named(path)));
  const { size } = unknown;
  if (size === 0) return read;
  return {
    ...read,
    skipped: read.skipped.filter((one) => !unknown.has(one)),
    notices: [
      ...read.notices,
      `${size} ${size === 1 ? 'image that they speak of is' : 'images that they speak of are'} not in this project.`,
    ],
  };
}

/**
 * Gives the images that nobody has labelled the labels that were read. What is marked already stays as it is; classes of
 * the same name are one, others come after those of the project. Every fifth image measures, as when a person labels.
 * @throws Error with a sentence where no image gets a label.
 */
export function joinAnnotations(project: ImportPlan, splits: Splits, read: ReadAnnotations): Joined {
  const ids = new Map([...project.paths].map(([id, path]) => [path, id]));
  const { categories, instances, images, refused } = giveLabels(project, project.instances, ids, read);
  const skipped = [...read.skipped, ...refused];
  if (images.length === 0) throw new Error(nothing(project, skipped));
  return {
    plan: { ...project, categories, instances, splits: withLabelled(splits, images) },
    images,
    skipped,
    notices: [...read.notices, ...splitsPassedOver(read)],
  };
}

/**
 * Labels for the images of `instances` that have none; what is labelled already stays as it is.
 * @param ids of images by path.
 * @returns `images`, the ids of those that have labels since, and `refused`, those that had some before.
 */
export function giveLabels(
  project: ImportPlan,
  instances: ImportPlan['instances'],
  ids: ReadonlyMap<string, number>,
  read: ReadAnnotations,
) {
  const { categories, places } = joinedCategories(project, read.categories);
  const labelled = new Map(instances);
  const images: number[] = [];
  const refused: Skipped[] = [];
  for (const { path, instances: found } of read.images) {
    const id = ids.get(path);
    if (id === undefined || found.length === 0) continue;
    if ((labelled.get(id) ?? []).length > 0) {
      refused.push({ path, why: 'is labelled already: its labels stay as they are' });
      continue;
    }
    labelled.set(
      id,
      found.map((one): Instance => ({ ...one, category: places[one.category] ?? one.category })),
    );
    images.push(id);
  }
  return { categories, instances: labelled, images, refused };
}

/** In an open project nothing moves that nobody touched. */
export const splitsPassedOver = ({ splits, splitByFolder }: ReadAnnotations): string[] =>
  splits || splitByFolder
    ? ['Their splits were passed over: of every five newly labelled images, one measures.']
    : [];

/** @returns also the place in the project's classes of each of the file's. */
function joinedCategories(
  project: ImportPlan,
  read: readonly Category[],
): { readonly categories: readonly Category[]; readonly places: readonly number[] } {
  // The class that there is to begin with makes room for those of a file.
  const categories = isUntouched(project) ? [] : [...project.categories];
  const taken = new Set(categories.map(({ id }) => id));
  const places = read.map((category) => {
    const known = categories.findIndex(({ name }) => name === category.name);
    if (known >= 0) return known;
    const id = taken.has(category.id) ? Math.max(...taken) + 1 : category.id;
    taken.add(id);
    return categories.push({ ...category, id }) - 1;
  });
  return { categories, places };
}

function nothing({ name }: ImportPlan, [first]: readonly Skipped[]): string {
  const reason = first ? ` ${first.path} ${first.why}.` : '';
  return `No image of "${name}" got a label from that: the annotations are of other images, or hold no objects.${reason} To begin another project, drop them together with their images.`;
}
