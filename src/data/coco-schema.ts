/** What a COCO annotation file must look like before anything in it is believed. */
import * as v from 'valibot';

/** A file that is no COCO annotation file, or contradicts itself; the message says where and what to do. */
export class CocoFormatError extends Error {
  override readonly name = 'CocoFormatError';
}

/** Pixels; beyond it browsers give no canvas either. */
export const MOST_SIDE = 16_384;

const MOST = {
  images: 200_000,
  annotations: 2_000_000,
  categories: 10_000,
  side: MOST_SIDE,
  nameLength: 1_000,
} as const;

// A schema's message is the end of the sentence "... is X, but must be".
const id = v.pipe(
  v.number('a whole number'),
  v.safeInteger('a whole number'),
  v.minValue(0, 'a whole number from 0'),
);
const sideRange = `a number of pixels from 1 to ${MOST.side}`;
const side = v.pipe(
  v.number(sideRange),
  v.integer(sideRange),
  v.minValue(1, sideRange),
  v.maxValue(MOST.side, sideRange),
);
const nameRange = `a text of 1 to ${MOST.nameLength} characters`;
const name = v.pipe(v.string(nameRange), v.minLength(1, nameRange), v.maxLength(MOST.nameLength, nameRange));
const size = v.pipe(
  v.number('a finite number from 0'),
  v.finite('a finite number from 0'),
  v.minValue(0, 'a finite number from 0'),
);

function list<T extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>>(item: T, most: number) {
  const range = `a list of at most ${most} entries`;
  return v.pipe(v.array(item, range), v.maxLength(most, range));
}

const image = v.object({ id, width: side, height: side, file_name: name }, 'an object');
const category = v.object({ id, name }, 'an object');
const annotation = v.object(
  {
    id,
    image_id: id,
    category_id: id,
    iscrowd: v.optional(v.union([v.literal(0), v.literal(1), v.boolean()], '0 or 1')),
    area: v.optional(size),
    segmentation: v.optional(v.unknown()),
  },
  'an object',
);
const file = v.object(
  {
    images: list(image, MOST.images),
    categories: list(category, MOST.categories),
    annotations: list(annotation, MOST.annotations),
  },
  'an object with "images", "categories" and "annotations"',
);

export type CocoFile = v.InferOutput<typeof file>;
export type CocoAnnotation = v.InferOutput<typeof annotation>;

/** @throws CocoFormatError naming the first entry that is wrong. */
export function checkCocoFile(json: unknown): CocoFile {
  if (Array.isArray(json)) {
    throw new CocoFormatError(
      'The COCO file is a list, as a file of detections is, but must be an object with "images", "categories" and "annotations".',
    );
  }
  const result = v.safeParse(file, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  const what = where === '' ? 'The COCO file' : `In the COCO file, ${where}`;
  if (issue.received === 'undefined')
    throw new CocoFormatError(`${what} is missing; every such entry needs it.`);
  throw new CocoFormatError(`${what} is ${shortly(issue.input)}, but must be ${issue.message}.`);
}

function shortly(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length} entries`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
