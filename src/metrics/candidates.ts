/** What became of a candidate; its place in this list is its number in a table. */
export const FATES = [
  'kept',
  'mask-only',
  'class',
  'mask',
  'class-and-mask',
  'product',
  'objectness',
  'area',
  'crowd',
] as const;
export type CandidateFate = (typeof FATES)[number];

/** A candidate of the teacher on an unlabelled image. */
export interface CandidateRow {
  /** Image id. */
  readonly image: number;
  /** Training step at which it was seen. */
  readonly step: number;
  readonly objectness: number;
  /** The teacher's: max_k c_k. */
  readonly teacherQuality: number;
  /** As judged: of the fusion where classes are corrected first. */
  readonly classQuality: number;
  readonly maskQuality: number;
  /** The teacher's class. */
  readonly teacherCategory: number;
  /** After correction. */
  readonly category: number;
  /** What the second opinion says, and how sure it is; -1 and NaN where there was none. */
  readonly opinionCategory: number;
  readonly opinionQuality: number;
  readonly fate: CandidateFate;
  /** Best IoU with a true instance of any class; NaN where truth is unknown. */
  readonly iou: number;
  /** Which of the image's true instances that is, and its class; -1 where there is none, or truth is unknown. */
  readonly object: number;
  readonly trueCategory: number;
}

/** Candidates of one image. */
export interface SeenImage {
  readonly rows: readonly CandidateRow[];
  /** True instances; undefined where truth is unknown. */
  readonly objects: number | undefined;
}

/** Candidates as columns: plain data that crosses to the page at little cost, and thousands of which are judged anew within a frame. */
export interface CandidateTable {
  readonly count: number;
  /** True instances in all images together. */
  readonly objects: number;
  readonly image: Int32Array;
  /** Place among the candidates of its image. */
  readonly place: Uint16Array;
  readonly step: Int32Array;
  readonly objectness: Float32Array;
  readonly teacherQuality: Float32Array;
  readonly classQuality: Float32Array;
  readonly maskQuality: Float32Array;
  readonly teacherCategory: Uint16Array;
  readonly category: Uint16Array;
  readonly opinionCategory: Int16Array;
  readonly opinionQuality: Float32Array;
  /** Index into `FATES`. */
  readonly fate: Uint8Array;
  readonly iou: Float32Array;
  /** Numbered over all images; -1 for none. */
  readonly object: Int32Array;
  /** -1 for none. */
  readonly trueCategory: Int16Array;
}

export function tabulate(images: readonly SeenImage[]): CandidateTable {
  let objects = 0;
  const numbers: number[] = [];
  const rows = images.flatMap(({ rows: own, objects: count = 0 }) => {
    for (const { object } of own) numbers.push(object < 0 ? -1 : objects + object);
    objects += count;
    return own;
  });
  const column = (name: Exclude<keyof CandidateRow, 'fate'>): number[] => rows.map((row) => row[name]);
  return {
    count: rows.length,
    objects,
    image: Int32Array.from(column('image')),
    place: Uint16Array.from(images.flatMap(({ rows: own }) => own.map((_, place) => place))),
    step: Int32Array.from(column('step')),
    objectness: Float32Array.from(column('objectness')),
    teacherQuality: Float32Array.from(column('teacherQuality')),
    classQuality: Float32Array.from(column('classQuality')),
    maskQuality: Float32Array.from(column('maskQuality')),
    teacherCategory: Uint16Array.from(column('teacherCategory')),
    category: Uint16Array.from(column('category')),
    opinionCategory: Int16Array.from(column('opinionCategory')),
    opinionQuality: Float32Array.from(column('opinionQuality')),
    fate: Uint8Array.from(rows, ({ fate }) => FATES.indexOf(fate)),
    iou: Float32Array.from(column('iou')),
    object: Int32Array.from(numbers),
    trueCategory: Int16Array.from(column('trueCategory')),
  };
}

/** Whether a candidate is one at all: thresholds of quality say nothing about those that are no object, or too small. */
export const isEligible = ({ fate }: Pick<CandidateTable, 'fate'>, row: number): boolean =>
  fate[row] !== FATES.indexOf('objectness') && fate[row] !== FATES.indexOf('area');
