import { type CandidateTable, FATES } from './candidates.ts';

/** Columns in 0..1, or NaN. */
type Quality = 'objectness' | 'teacherQuality' | 'classQuality' | 'maskQuality' | 'opinionQuality' | 'iou';

/** A table whose qualities are 16-bit steps: what is kept of a moment of training, and of a finished run. */
export type QuantisedCandidates = Omit<CandidateTable, Quality> & Readonly<Record<Quality, Uint16Array>>;

/** The number that stands for 1; one more stands for "not known". */
const ONE = 65_534;
const UNKNOWN = 65_535;

/** Within 1 / 131,068 of each quality. */
export function quantise(table: CandidateTable): QuantisedCandidates {
  const steps = (values: Float32Array): Uint16Array =>
    Uint16Array.from(values, (value) =>
      Number.isNaN(value) ? UNKNOWN : Math.round(ONE * Math.min(1, Math.max(0, value))),
    );
  return { ...table, ...eachQuality((name) => steps(table[name])) };
}

export function restored(quantised: QuantisedCandidates): CandidateTable {
  const values = (steps: Uint16Array): Float32Array =>
    Float32Array.from(steps, (step) => (step === UNKNOWN ? Number.NaN : step / ONE));
  // Columns that stay as they are are copied too: a table that is handed over takes its columns along.
  return {
    ...quantised,
    image: quantised.image.slice(),
    place: quantised.place.slice(),
    step: quantised.step.slice(),
    teacherCategory: quantised.teacherCategory.slice(),
    category: quantised.category.slice(),
    opinionCategory: quantised.opinionCategory.slice(),
    fate: quantised.fate.slice(),
    object: quantised.object.slice(),
    trueCategory: quantised.trueCategory.slice(),
    ...eachQuality((name) => values(quantised[name])),
  };
}

const eachQuality = <T>(make: (name: Quality) => T): Record<Quality, T> => ({
  objectness: make('objectness'),
  teacherQuality: make('teacherQuality'),
  classQuality: make('classQuality'),
  maskQuality: make('maskQuality'),
  opinionQuality: make('opinionQuality'),
  iou: make('iou'),
});

export const bytesOfCandidates = (quantised: QuantisedCandidates): number =>
  Object.values(quantised).reduce<number>(
    (sum, column) => sum + (typeof column === 'number' ? 0 : column.byteLength),
    0,
  );

const COLUMNS = {
  image: Int32Array,
  place: Uint16Array,
  step: Int32Array,
  objectness: Uint16Array,
  teacherQuality: Uint16Array,
  classQuality: Uint16Array,
  maskQuality: Uint16Array,
  teacherCategory: Uint16Array,
  category: Uint16Array,
  opinionCategory: Int16Array,
  opinionQuality: Uint16Array,
  fate: Uint8Array,
  iou: Uint16Array,
  object: Int32Array,
  trueCategory: Int16Array,
} as const satisfies Record<Exclude<keyof QuantisedCandidates, 'count' | 'objects'>, unknown>;

/** A table as a file holds it: each column a line of whole numbers. */
export type WrittenCandidates = Readonly<Record<keyof QuantisedCandidates, string>>;

export function writeCandidates(quantised: QuantisedCandidates): WrittenCandidates {
  const columns = Object.keys(COLUMNS).map((name) => [
    name,
    quantised[name as keyof typeof COLUMNS].join(' '),
  ]);
  return {
    count: String(quantised.count),
    objects: String(quantised.objects),
    ...Object.fromEntries(columns),
  } as WrittenCandidates;
}

/** @throws RangeError where columns differ in length, or hold what is no candidate. */
export function readCandidates(written: WrittenCandidates): QuantisedCandidates {
  const count = Number(written.count);
  const columns = Object.entries(COLUMNS).map(([name, Column]) => {
    const text = written[name as keyof typeof COLUMNS];
    const values = text === '' ? [] : text.split(' ').map(Number);
    if (values.length !== count || !values.every(Number.isInteger))
      throw new RangeError(
        `Column "${name}" of the candidates holds ${values.length} values where ${count} whole numbers belong.`,
      );
    return [name, Column.from(values)];
  });
  const quantised = {
    count,
    objects: Number(written.objects),
    ...Object.fromEntries(columns),
  } as QuantisedCandidates;
  if (quantised.fate.some((fate) => fate >= FATES.length))
    throw new RangeError(`The candidates hold a fate that there is not; there are ${FATES.length}.`);
  return quantised;
}
