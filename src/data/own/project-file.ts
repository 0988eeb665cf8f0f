import * as v from 'valibot';
import type { Rle } from '../../masks/rle.ts';
import { rleFromString, rleToString } from '../../masks/string.ts';
import { writeCoco } from '../write-coco.ts';
import type { ImportPlan } from './plan-import.ts';

/**
 * `project.json` in the zip of a project: what its other files, which any tool reads, have no place for. Images lie
 * under `images/` by their paths, annotations and splits beside them as a COCO folder has them.
 */
export const PROJECT_FILE = 'project.json';
export const IMAGE_FOLDER = 'images/';
export const CHECKPOINT_FILE = 'checkpoint.safetensors';
export const MODEL_FILE = 'model.onnx';
export const ANNOTATION_FILE = 'annotations.json';
export const SPLITS_FILE = 'splits.json';

const MARK = 'Penumbra project';
const id = v.pipe(v.number(), v.safeInteger());
const words = v.pipe(v.string(), v.maxLength(1000));

const schema = v.object({
  format: v.literal(MARK),
  version: v.literal(1),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  name: v.pipe(words, v.minLength(1)),
  images: v.pipe(v.array(v.object({ id, name: words })), v.maxLength(100_000)),
  refused: v.pipe(
    v.array(v.object({ image: id, masks: v.pipe(v.array(v.string()), v.maxLength(10_000)) })),
    v.maxLength(100_000),
  ),
  /** Of classes that a person coloured, by the ids of their categories. */
  colours: v.optional(
    v.array(v.object({ category: id, colour: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i)) })),
  ),
  settings: v.optional(v.record(v.string(), v.union([v.number(), words]))),
});

export interface ProjectFacts {
  readonly id: string;
  /** Values of knobs by their names, as they were written. */
  readonly settings: Readonly<Record<string, number | string>> | undefined;
}

/** @param settings of the run that the project was left with. */
export function writeProjectFacts(
  { name, categories, images, refused = new Map() }: ImportPlan,
  { id: project, settings }: ProjectFacts,
): string {
  const written: v.InferInput<typeof schema> = {
    format: MARK,
    version: 1,
    id: project,
    name,
    images: images.map((image) => ({ id: image.id, name: image.name })),
    refused: [...refused].map(([image, masks]) => ({ image, masks: masks.map(rleToString) })),
    colours: categories.flatMap(({ id: category, colour }) => (colour ? [{ category, colour }] : [])),
    ...(settings && { settings }),
  };
  return JSON.stringify(written);
}

/** A COCO file that calls images by their paths: two may have the same name. */
export function annotationsByPath(plan: ImportPlan): string {
  const images = plan.images.map((image) => {
    const path = plan.paths.get(image.id) ?? image.name;
    return [{ ...image, name: path }, plan.instances.get(image.id) ?? []] as const;
  });
  return writeCoco(plan, images, `Labels of ${plan.name}, made with Penumbra`);
}

/**
 * What was read of the zip's images and annotations, with what `project.json` says of them.
 * @throws Error in a sentence where the file is damaged.
 */
export function withProjectFacts(
  plan: ImportPlan,
  text: string,
): { readonly plan: ImportPlan; readonly facts: ProjectFacts } {
  const { name, images, refused, colours = [], id: project, settings } = parse(text);
  const colourOf = new Map(colours.map(({ category, colour }) => [category, colour]));
  const names = new Map(images.map((image) => [image.id, image.name]));
  const sizes = new Map(plan.images.map((image) => [image.id, image]));
  const masks = new Map<number, readonly Rle[]>();
  for (const { image, masks: texts } of refused) {
    const size = sizes.get(image);
    // Of an image that was left out.
    if (!size) continue;
    masks.set(
      image,
      texts.map((mask) => maskOf(mask, size)),
    );
  }
  return {
    plan: {
      ...plan,
      name,
      categories: plan.categories.map((category) => {
        const colour = colourOf.get(category.id);
        return colour ? { ...category, colour } : category;
      }),
      images: plan.images.map((image) => ({ ...image, name: names.get(image.id) || image.name })),
      ...(masks.size > 0 && { refused: masks }),
    },
    facts: { id: project, settings },
  };
}

function maskOf(text: string, { name, width, height }: { name: string; width: number; height: number }): Rle {
  try {
    return rleFromString(text, width, height);
  } catch (error) {
    throw new Error(
      `A refused mask of ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function parse(text: string): v.InferOutput<typeof schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${PROJECT_FILE} in the zip is no JSON; the project is damaged.`);
  }
  const read = v.safeParse(schema, json, { abortEarly: true });
  if (read.success) return read.output;
  const [issue] = read.issues;
  throw new Error(
    `${PROJECT_FILE} in the zip cannot be used (${v.getDotPath(issue) ?? 'all of it'}): ${issue.message}.`,
  );
}

/** Whether a file of that name is one of ours. */
export const isProject = (text: string): boolean => text.slice(0, 200).includes(`"${MARK}"`);
