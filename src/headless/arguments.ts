import { parseArgs } from 'node:util';
import { type Settings, schema } from '../settings/schema.ts';
import { knobNames, parseSettings } from '../settings/settings.ts';

/** Methods that an experiment can compare. */
export const METHODS = ['supervised'] as const;
export type Method = (typeof METHODS)[number];

export interface ExperimentOptions {
  /** `demo`, or the path of a COCO folder. */
  readonly dataset: string;
  readonly methods: readonly Method[];
  readonly seeds: number;
  readonly out: string;
  /** How often the validation images are evaluated during a run, for its curve. */
  readonly evaluations: number;
  /** For ONNX Runtime; undefined: as many as there are cores. */
  readonly threads: number | undefined;
  /** Everything else, as in the page; `seed` is that of the first run. */
  readonly settings: Settings;
}

export const usage = `npm run experiment -- [options]
  --dataset demo|FOLDER   the demo, or a COCO folder: images/, annotations.json, optional splits.json (demo)
  --labelled 5%|20        labelled share or number of the training images (${schema.labelled.default})
  --methods a,b           ${METHODS.join(', ')}
  --seeds N               runs per method, with seeds 1 to N (1)
  --out DIR               where results.json is written (out/experiment)
  --evaluations N         evaluations on the validation images during a run, for the curve (4)
  --threads N             threads of ONNX Runtime; figures repeat bit for bit with the same number (all cores)
${knobNames
  .filter((name) => !['dataset', 'labelled', 'evaluateEvery', 'device'].includes(name))
  .map((name) => `  --${name.padEnd(21)} ${schema[name].help} (${schema[name].default})`)
  .join('\n')}`;

/** Mistakes on the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const wholeNumber = (name: string, text: string, low: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= 1000) return value;
  throw new UsageError(`--${name} is "${text}"; it must be a whole number from ${low} to 1000.`);
};

/** @throws UsageError with a sentence per mistake. */
export function readArguments(words: readonly string[]): ExperimentOptions {
  const own = ['dataset', 'methods', 'seeds', 'out', 'evaluations', 'threads'] as const;
  const knobs = knobNames.filter((name) => name !== 'dataset');
  const options = Object.fromEntries([...own, ...knobs].map((name) => [name, { type: 'string' as const }]));
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({ args: [...words], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const text = (name: string, otherwise: string): string => String(values[name] ?? otherwise);
  const given = knobs.flatMap((name) =>
    values[name] === undefined ? [] : [[name, text(name, '')] as const],
  );
  const { settings, notices } = parseSettings(given);
  if (notices.length > 0) throw new UsageError(notices.join('\n'));
  if (settings.device === 'webgpu') {
    throw new UsageError('--device webgpu needs a browser; in Node an experiment runs on wasm.');
  }
  const methods = text('methods', 'supervised').split(',');
  const known = methods.filter((method): method is Method => METHODS.some((name) => name === method));
  if (known.length < methods.length) {
    throw new UsageError(`--methods is "${methods.join(',')}", but there are only ${METHODS.join(', ')}.`);
  }
  return {
    dataset: text('dataset', 'demo'),
    methods: known,
    seeds: wholeNumber('seeds', text('seeds', '1'), 1),
    out: text('out', 'out/experiment'),
    evaluations: wholeNumber('evaluations', text('evaluations', '4'), 0),
    threads: values.threads === undefined ? undefined : wholeNumber('threads', text('threads', ''), 1),
    settings,
  };
}
