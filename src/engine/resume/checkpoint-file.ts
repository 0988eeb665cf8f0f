import * as v from 'valibot';
import { INSTANCE_WIDTH } from '../../network/segmenter.ts';
import type { Settings } from '../../settings/schema.ts';
import { knobNames, parseSettings } from '../../settings/settings.ts';
import type { LabellerState } from '../../training/labeller.ts';
import { type NamedTensor, readTensors, TensorFileError, writeTensors } from '../../training/safetensors.ts';
import { type CurveName, type CurveRows, curveColumns } from '../protocol/curves.ts';
import { runKey, type StoredRun } from './stored-run.ts';

/**
 * A run as one file, to go on with on another day or another computer: safetensors in single precision, with what is no
 * tensor as JSON in its metadata, under `run`. Doubles are written as JSON, which keeps them to the bit.
 */

/** Larger files are no checkpoints: one is a dozen megabytes. */
export const MOST_CHECKPOINT_BYTES = 256 * 2 ** 20;

const WEIGHTS = ['student', 'teacher', 'first', 'second'] as const;
/** Curves that came later than the first files; a file may lack them. */
const FURTHER = ['student', 'fates', 'worth', 'thresholds', 'classThresholds'] as const satisfies CurveName[];
/** In place of a score where there was nothing to find: the format holds numbers only. */
const NOTHING = -1;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const perClass = v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(1024));
const ids = v.pipe(v.array(v.pipe(v.number(), v.safeInteger())), v.maxLength(1_000_000));
const name = v.pipe(v.string(), v.maxLength(1000));

const runSchema = v.object({
  version: v.literal(1),
  id: name,
  saved: whole,
  settings: v.record(v.string(), v.union([v.number(), name])),
  project: v.nullable(name),
  classes: v.pipe(v.array(name), v.minLength(1), v.maxLength(1024)),
  labelled: ids,
  unlabelled: ids,
  firstLoss: v.nullable(v.pipe(v.number(), v.finite())),
  step: whole,
  labelledImagesSeen: whole,
  unlabelledImagesSeen: whole,
  labeller: v.nullable(
    v.object({
      since: whole,
      thresholds: v.object({ class: perClass, mask: perClass }),
      prototypeWeights: perClass,
      alignment: v.object({ mean: perClass, seen: whole }),
      counts: perClass,
      most: whole,
    }),
  ),
});

export function writeCheckpoint(run: StoredRun): Uint8Array<ArrayBuffer> {
  const { checkpoint, curves, key: _key, seen: _seen, film: _film, project, firstLoss, ...facts } = run;
  const { weights, labeller, ...progress } = checkpoint;
  const tensors = new Map<string, NamedTensor>(
    WEIGHTS.map((part) => [part, { shape: [weights[part].length], data: weights[part] }]),
  );
  if (labeller) {
    const { means, weights: told } = labeller.prototypes;
    tensors.set('prototypes', { shape: [told.length, INSTANCE_WIDTH], data: means });
  }
  const put = (
    curve: CurveName,
    named: string,
    rows: Readonly<Record<string, Float64Array>> | undefined,
  ): void => {
    if (rows) tensors.set(named, table(curveColumns[curve].map((column) => rows[column])));
  };
  put('losses', 'losses', curves.losses);
  put('scores', 'scores', curves.scores);
  for (const curve of FURTHER) put(curve, `curve of ${curve}`, curves[curve]);
  const written: v.InferInput<typeof runSchema> = {
    version: 1,
    ...facts,
    classes: [...facts.classes],
    labelled: [...facts.labelled],
    unlabelled: [...facts.unlabelled],
    project: project ?? null,
    firstLoss: firstLoss ?? null,
    ...progress,
    labeller: labeller
      ? {
          since: labeller.since,
          thresholds: {
            class: [...labeller.thresholds.class],
            mask: [...labeller.thresholds.mask],
          },
          prototypeWeights: [...labeller.prototypes.weights],
          alignment: { mean: [...labeller.alignment.mean], seen: labeller.alignment.seen },
          counts: [...labeller.counts],
          most: labeller.most,
        }
      : null,
  };
  const metadata = { 'made by': 'Penumbra', holds: 'a training run', run: JSON.stringify(written) };
  return writeTensors({ tensors, metadata }, 'F32');
}

/** Columns as rows of a tensor [columns, rows]. */
function table(columns: readonly Float64Array[]): NamedTensor {
  const [first] = columns;
  const data = new Float32Array(columns.length * first.length);
  columns.forEach((column, i) => {
    data.set(
      column.map((value) => (Number.isNaN(value) ? NOTHING : value)),
      i * first.length,
    );
  });
  return { shape: [columns.length, first.length], data };
}

/**
 * The run of a checkpoint file; whether it can go on here is for `misfit` to say.
 * @throws TensorFileError with a sentence for a file that is damaged, hostile or no checkpoint.
 */
export function readCheckpoint(bytes: Uint8Array): StoredRun {
  const { tensors, metadata } = readTensors(bytes);
  const { run: text } = metadata;
  if (text === undefined)
    throw new TensorFileError('The file holds weights, but no run to go on with: it is no checkpoint.');
  const { labeller, project, firstLoss, settings: written, version: _, ...facts } = factsIn(text);
  const { step, labelledImagesSeen, unlabelledImagesSeen, ...others } = facts;
  const tensor = (part: string): NamedTensor => {
    const found = tensors.get(part);
    if (!found) throw new TensorFileError(`The checkpoint lacks its "${part}"; it was cut short or changed.`);
    return found;
  };
  const [student, teacher, first, second] = WEIGHTS.map((part) => tensor(part).data);
  const settings = settingsIn(written);
  return {
    ...others,
    key: runKey(settings, project ?? undefined),
    settings,
    project: project ?? undefined,
    firstLoss: firstLoss ?? undefined,
    checkpoint: {
      step,
      labelledImagesSeen,
      unlabelledImagesSeen,
      weights: { student, teacher, first, second },
      ...(labeller && { labeller: labellerOf(labeller, tensor('prototypes')) }),
    },
    curves: curvesIn(tensor, tensors),
  };
}

function factsIn(text: string): v.InferOutput<typeof runSchema> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new TensorFileError('What the checkpoint says of its run is no JSON; it was changed.');
  }
  const checked = v.safeParse(runSchema, parsed);
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  const path = v.getDotPath(issue);
  throw new TensorFileError(
    `What the checkpoint says of its run cannot be used${path ? ` (${path})` : ''}: ${issue.message}.`,
  );
}

/** @throws TensorFileError for a value that a knob cannot have; knobs of other versions are passed over. */
export function settingsIn(written: Readonly<Record<string, number | string>>): Settings {
  const words = knobNames
    .filter((knob) => Object.hasOwn(written, knob))
    .map((knob) => [knob, String(written[knob])] as const);
  const { settings, notices } = parseSettings(words);
  const [wrong] = notices;
  if (wrong !== undefined)
    throw new TensorFileError(`The settings that the file states cannot be used: ${wrong}`);
  return settings;
}

function labellerOf(
  {
    since,
    thresholds,
    prototypeWeights,
    alignment,
    counts,
    most,
  }: NonNullable<v.InferOutput<typeof runSchema>['labeller']>,
  prototypes: NamedTensor,
): LabellerState {
  return {
    since,
    most,
    counts,
    thresholds: {
      class: Float64Array.from(thresholds.class),
      mask: Float64Array.from(thresholds.mask),
    },
    prototypes: { means: prototypes.data, weights: Float64Array.from(prototypeWeights) },
    alignment: { mean: Float64Array.from(alignment.mean), seen: alignment.seen },
  };
}

function curvesIn(
  tensor: (part: string) => NamedTensor,
  tensors: ReadonlyMap<string, NamedTensor>,
): CurveRows {
  const further = FURTHER.flatMap((curve) => {
    const found = tensors.get(`curve of ${curve}`);
    return found ? [[curve, columnsOf<string>(curveColumns[curve], found)]] : [];
  });
  return {
    losses: columnsOf(curveColumns.losses, tensor('losses')),
    scores: columnsOf(curveColumns.scores, tensor('scores')),
    ...Object.fromEntries(further),
  };
}

function columnsOf<Name extends string>(
  names: readonly Name[],
  { shape, data }: NamedTensor,
): Readonly<Record<Name, Float64Array>> {
  const [columns, rows = 0] = shape;
  if (shape.length !== 2 || columns !== names.length)
    throw new TensorFileError(`The checkpoint's curves have ${columns} columns instead of ${names.length}.`);
  return Object.fromEntries(
    names.map((column, i) => [
      column,
      Float64Array.from(data.subarray(i * rows, (i + 1) * rows), (value) =>
        value === NOTHING ? Number.NaN : value,
      ),
    ]),
  ) as Record<Name, Float64Array>;
}
