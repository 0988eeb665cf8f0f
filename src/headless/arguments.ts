import { parseArgs } from 'node:util';
import { type Settings, schema } from '../settings/schema.ts';
import { knobNames, parseSettings } from '../settings/settings.ts';
import { METHODS, type Method, methodOf, PARTS } from './methods.ts';

export interface ExperimentOptions {
  /** `demo`, or the path of a COCO folder. */
  readonly dataset: string;
  readonly methods: readonly Method[];
  /** Labelled shares or numbers, each an experiment of its own. */
  readonly labelled: readonly string[];
  readonly seeds: number;
  readonly out: string;
  /** How often the validation images are evaluated during a run, for its curve. */
  readonly evaluations: number;
  /** For ONNX Runtime; undefined: as many as there are cores. */
  readonly threads: number | undefined;
  /** Everything else, as in the page; `seed` is that of the first run. */
  readonly settings: Settings;
  /** Thresholds of each seed from its labelled images, by cross-validation, instead of those of the settings. */
  readonly suggested: boolean;
}

export const usage = `npm run experiment -- [options]
  --dataset demo|FOLDER   the demo, or a COCO folder: images/, annotations.json, optional splits.json (demo)
  --labelled 5%|20|1%,5%  labelled share or number of the training images, or several (${schema.labelled.default})
  --methods a,b           ${METHODS.join(', ')} (supervised);
                          parts are added by name: dual+uncertainty. There are ${PARTS.join(', ')},
                          and any setting below as name=value: dual+maskThreshold=0.85
  --seeds N               runs per method, with seeds 1 to N (1)
  --out DIR               where results.json is written (out/experiment)
  --evaluations N         evaluations on the validation images during a run, for the curve (4)
  --device wasm|webgpu    wasm: in Node; webgpu: in a headless Chromium, for machines with a GPU (wasm)
  --thresholds suggested  thresholds of every seed from its labelled images, by cross-validation (as the settings say)
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

function readMethods(names: string): Method[] {
  try {
    return names.split(',').map(methodOf);
  } catch (error) {
    throw new UsageError(`--methods: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A sentence for each knob that was given and would not be heeded. */
function overruledBy(
  { name, settings: own }: Method,
  settings: Settings,
  given: ReadonlySet<string>,
): string[] {
  return (
    knobNames
      .filter((knob) => given.has(knob) && Object.hasOwn(own, knob) && own[knob] !== settings[knob])
      // Said in the method's own name, it is meant.
      .filter((knob) => !name.includes(`+${knob}=`))
      .map(
        (knob) =>
          `--${knob} is ${settings[knob]}, but "${name}" has it at ${own[knob]}; write ${name}+${knob}=${settings[knob]} for it to count.`,
      )
  );
}

/** @throws UsageError with a sentence per mistake. */
export function readArguments(words: readonly string[]): ExperimentOptions {
  const own = [
    'dataset',
    'labelled',
    'methods',
    'seeds',
    'out',
    'evaluations',
    'threads',
    'thresholds',
  ] as const;
  const knobs = knobNames.filter((name) => name !== 'dataset' && name !== 'labelled');
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
  const labelled = text('labelled', schema.labelled.default).split(',');
  const notices = labelled.flatMap((amount) => parseSettings([['labelled', amount]]).notices);
  const parsed = parseSettings(given);
  notices.push(...parsed.notices);
  if (notices.length > 0) throw new UsageError(notices.join('\n'));
  const settings = { ...parsed.settings, labelled: labelled[0] };
  const methods = readMethods(text('methods', 'supervised'));
  const overruled = methods.flatMap((method) =>
    overruledBy(method, settings, new Set(given.map(([name]) => name))),
  );
  if (overruled.length > 0) throw new UsageError(overruled.join('\n'));
  if (!['given', 'suggested'].includes(text('thresholds', 'given')))
    throw new UsageError(`--thresholds is "${text('thresholds', '')}"; it must be suggested or given.`);
  return {
    dataset: text('dataset', 'demo'),
    methods,
    labelled,
    seeds: wholeNumber('seeds', text('seeds', '1'), 1),
    out: text('out', 'out/experiment'),
    evaluations: wholeNumber('evaluations', text('evaluations', '4'), 0),
    suggested: text('thresholds', 'given') === 'suggested',
    threads: values.threads === undefined ? undefined : wholeNumber('threads', text('threads', ''), 1),
    settings,
  };
}
