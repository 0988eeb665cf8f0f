import type { ImageRecord, Splits } from '../dataset.ts';
import type { GivenFile, ReadAnnotations, Skipped } from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { extensionOf, stemOf } from '../formats/paths.ts';
import { withLabelled } from './edit-plan.ts';
import {
  giveLabels,
  type Joined,
  sizedImages,
  splitsPassedOver,
  withoutStrangers,
} from './join-annotations.ts';
import { type OpenedImages, openImages, type Reading } from './open-images.ts';
import type { ImportPlan } from './plan-import.ts';
import { recogniseDropped } from './recognise.ts';
import { CAPS } from './sort-files.ts';

/** The image of a project whose file has this size in bytes and this digest; undefined where none has. */
export type FindHeld = (size: number, digest: string) => Promise<number | undefined>;

/** What a drop brings to an open project, as far as it can be read. */
export interface Addition {
  readonly images: readonly ImageRecord[];
  /** Where the drop has each of them, in their order. */
  readonly paths: readonly string[];
  /** Ids of images that the project holds already, by the path that the drop has them under. */
  readonly held: ReadonlyMap<string, number>;
  /** Path of a copy to the path of the first image of the drop with the same bytes. */
  readonly copies: ReadonlyMap<string, string>;
  /** Images by the paths that the drop or the project has them under. */
  readonly read: ReadAnnotations;
  readonly files: ReadonlyMap<string, GivenFile>;
  readonly skipped: readonly Skipped[];
  readonly notices: readonly string[];
}

/**
 * Reads what was dropped for an open project. Annotations may speak of images that came with them and of those that the
 * project has; of two with the same name, the one that came with them is meant.
 * @throws Error with a sentence where there is no image and no annotation, or nothing can be read; whatever `turn` throws.
 */
export async function readAddition(
  project: ImportPlan,
  dropped: readonly GivenFile[],
  reading: Reading,
  find: FindHeld,
): Promise<Addition> {
  const { format, own, images: found, skipped } = await recogniseDropped(dropped, reading.turn);
  const opened = await openImages(found, reading);
  const { images, copies, files, notices, unusable } = opened;
  if (images.length === 0 && own.length === 0) {
    const [first] = unusable;
    const reason = first ? ` ${first.path} ${first.why}.` : '';
    throw new Error(`There is no image among them. Drop images, or a folder that holds some.${reason}`);
  }
  const held = await heldOf(opened, find);
  const came = new Set(images.map(({ path }) => stemOf(path)));
  const theirs = sizedImages(project).filter(({ path }) => !came.has(stemOf(path)));
  const index = new ImageIndex([...images, ...theirs]);
  const read: ReadAnnotations = format
    ? withoutStrangers(await format.read(own, index, reading.turn), own, index)
    : { categories: [], images: [], skipped: [], notices: [] };
  // What does not fit its annotations is left out with the reason, as in a new project.
  const misfits = new Set(read.skipped.map(({ path }) => path));
  const fresh = images.filter(({ path }) => !held.has(path) && !copies.has(path) && !misfits.has(path));
  const recordOf = new Map(read.images.map(({ path, record }) => [path, record]));
  return {
    images: fresh.map((image) => recordOf.get(image.path) ?? index.record(image, 0)),
    paths: fresh.map(({ path }) => path),
    held,
    copies,
    read,
    files,
    skipped: [...skipped, ...unusable, ...read.skipped],
    notices: [...notices, ...read.notices],
  };
}

async function heldOf({ images, files, digests, copies }: OpenedImages, find: FindHeld) {
  const held = new Map<string, number>();
  for (const { path } of images) {
    const first = copies.get(path);
    const id =
      first === undefined ? await find(files.get(path)?.size ?? 0, digests.get(path) ?? '') : held.get(first);
    if (id !== undefined) held.set(path, id);
  }
  return held;
}

/** A project with what was added to it; `images` are those, new or not, that have labels since. */
export interface Added extends Joined {
  /** Where the drop has each new image, by its path in the project. */
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Adds images that the project does not have, and gives labels to those, of it or new, that nobody has labelled. Whatever
 * is there already stays as it is: images, labels, splits, refused masks. New images are unlabelled, or join the labelled
 * ones as when a person labels them.
 * @param splits as they stand.
 * @throws Error with a sentence where nothing is new.
 */
export function addImages(project: ImportPlan, splits: Splits, addition: Addition): Added {
  const { held, copies, read } = addition;
  const skipped = [...addition.skipped];
  const paths = new Map(project.paths);
  const instances = new Map(project.instances);
  const ids = new Map([...project.paths].map(([id, path]) => [path, id]));
  for (const [path, id] of held) ids.set(path, id);
  const takenIds = new Set(project.images.map(({ id }) => id));
  const takenNames = new Set(project.images.map(({ name }) => name));
  const takenPaths = new Set(project.paths.values());
  const sources = new Map<string, string>();
  const images: ImageRecord[] = [];
  let last = project.images.reduce((most, { id }) => Math.max(most, id), 0);
  for (const [i, image] of addition.images.entries()) {
    const source = addition.paths[i];
    if (project.images.length + images.length >= CAPS.images) {
      skipped.push({ path: source, why: `finds no room: a project holds ${CAPS.images} images at most` });
      continue;
    }
    // A file that numbers its images from 0 is no reason to lose its numbers.
    const id = image.id > 0 && !takenIds.has(image.id) ? image.id : ++last;
    last = Math.max(last, id);
    const path = free(source, takenPaths);
    const name = free(image.name, takenNames);
    takenIds.add(id);
    takenPaths.add(path);
    takenNames.add(name);
    images.push({ ...image, id, name });
    paths.set(id, path);
    instances.set(id, []);
    ids.set(source, id);
    sources.set(path, source);
  }
  for (const [copy, first] of copies) {
    const id = ids.get(first);
    if (id !== undefined) ids.set(copy, id);
  }
  const given = giveLabels(project, instances, ids, read);
  skipped.push(...given.refused);
  const spoken = new Set(
    read.images
      .filter(({ path, instances: found }) => ids.has(path) && found.length > 0)
      .map(({ path }) => path),
  );
  const nameOf = new Map(project.images.map(({ id, name }) => [id, name]));
  for (const [path, id] of held)
    if (!spoken.has(path))
      skipped.push({ path, why: `is in the project already, as ${nameOf.get(id) ?? id}` });
  for (const [copy, first] of copies)
    if (!spoken.has(copy) && !held.has(copy))
      skipped.push({ path: copy, why: `is the same image as ${first}` });
  if (images.length === 0 && given.images.length === 0)
    throw new Error(nothingNew(project, held.size, skipped));
  const after = { ...splits, unlabelled: [...splits.unlabelled, ...images.map(({ id }) => id)] };
  return {
    plan: {
      ...project,
      categories: given.images.length > 0 ? given.categories : project.categories,
      images: [...project.images, ...images],
      paths,
      instances: given.instances,
      splits: withLabelled(after, given.images),
    },
    sources,
    images: given.images,
    skipped,
    notices: [...addition.notices, ...splitsPassedOver(read)],
  };
}

/** "set/a.png", or "set/a (2).png" where that is taken. */
function free(path: string, taken: ReadonlySet<string>): string {
  if (!taken.has(path)) return path;
  const ending = extensionOf(path);
  const stem = ending === '' ? path : path.slice(0, -ending.length - 1);
  for (let i = 2; ; i++) {
    const numbered = `${stem} (${i})${path.slice(stem.length)}`;
    if (!taken.has(numbered)) return numbered;
  }
}

function nothingNew({ name }: ImportPlan, held: number, [first]: readonly Skipped[]): string {
  const reason = first ? ` ${first.path} ${first.why}.` : '';
  return held > 0
    ? `Nothing of that is new to "${name}": ${held === 1 ? 'the image is' : `${held} images are`} in it already, and no label is missing there.${reason}`
    : `Nothing was added to "${name}".${reason}`;
}
