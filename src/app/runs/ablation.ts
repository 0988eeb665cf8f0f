import { type Interval, interval } from '../../metrics/student-t.ts';
import type { Settings } from '../../settings/schema.ts';
import type { KeptRun, QueuedRun } from '../../state/runs.ts';

export interface AblationStep {
  readonly name: string;
  readonly help: string;
  readonly changes: Partial<Settings>;
}

const bare = { alignment: 'off', correction: 'off', uncertainty: 'none', doubtfulClass: 'discard' } as const;

/** From labels alone to the whole method, a part more each time. */
export const ABLATION: readonly AblationStep[] = [
  { name: 'labels alone', help: 'Unlabelled images are left aside', changes: { rule: 'off', ...bare } },
  {
    name: 'one threshold',
    help: 'Pseudo-labels by one threshold on the product of both qualities',
    changes: { rule: 'coupled', ...bare },
  },
  {
    name: 'two thresholds',
    help: 'Class quality and mask quality judged apart, by a threshold each',
    changes: { rule: 'dual', ...bare },
  },
  {
    name: '+ per class',
    help: 'Thresholds of each class, which move as training moves the teacher',
    changes: { rule: 'adaptive', ...bare },
  },
  {
    name: '+ correction',
    help: 'Classes of pseudo-labels corrected by a second opinion before they are filtered',
    changes: { rule: 'adaptive', ...bare, correction: 'correct-then-filter' },
  },
  {
    name: '+ pixel uncertainty',
    help: 'Doubtful pixels of pseudo-masks weigh less: the whole method',
    changes: { rule: 'adaptive', ...bare, correction: 'correct-then-filter', uncertainty: 'tent' },
  },
];

export interface AblationPlan {
  /** Names of the steps to run. */
  readonly steps: readonly string[];
  /** How many seeds, from the present one on. */
  readonly seeds: number;
}

export const MOST_SEEDS = 10;

/** Every step on the same images with the same seeds, hence the same labels and batches; seed by seed, so that what is done can be compared. */
export function ablationQueue(
  asked: Settings,
  { steps, seeds }: AblationPlan,
  project?: string,
): QueuedRun[] {
  const id = crypto.randomUUID();
  const chosen = ABLATION.filter(({ name }) => steps.includes(name));
  return Array.from({ length: seeds }, (_, i) => asked.seed + i).flatMap((seed) =>
    chosen.map(({ name, changes }) => ({
      settings: { ...asked, ...changes, seed },
      project,
      ablation: { id, step: name },
    })),
  );
}

/** A step of an ablation over its seeds. */
export interface AblationRow {
  readonly step: string;
  /** Those that came to their end, in the order of their seeds. */
  readonly runs: readonly KeptRun[];
  /** AP at the end, aligned with them. */
  readonly aps: readonly number[];
  readonly ap: Interval;
  /** AP less that of the first step, pair by pair of seeds; undefined for that itself, and without common seeds. */
  readonly gain: Interval | undefined;
}

const lastAp = ({ scores }: KeptRun): number => scores.ap.at(-1) ?? Number.NaN;

/** The steps of an ablation, as far as their runs are done and had something to find. */
export function ablationRows(runs: readonly KeptRun[], id: string): AblationRow[] {
  const done = runs.filter(
    (run) =>
      run.ablation?.id === id && run.scores.step.at(-1) === run.settings.steps && !Number.isNaN(lastAp(run)),
  );
  const of = (step: string) =>
    done.filter(({ ablation }) => ablation?.step === step).sort((a, b) => a.settings.seed - b.settings.seed);
  const steps = ABLATION.map(({ name }) => name).filter((name) => of(name).length > 0);
  const [first] = steps;
  const floor = new Map(first === undefined ? [] : of(first).map((run) => [run.settings.seed, lastAp(run)]));
  return steps.map((step) => {
    const own = of(step);
    const aps = own.map(lastAp);
    const gains = own.flatMap((run) => {
      const other = floor.get(run.settings.seed);
      return other === undefined ? [] : [lastAp(run) - other];
    });
    const gain = step === first || gains.length === 0 ? undefined : interval(gains);
    return { step, runs: own, aps, ap: interval(aps), gain };
  });
}

/** The latest ablation of which a run is kept. */
export const latestAblation = (runs: readonly KeptRun[]): string | undefined =>
  runs.find(({ ablation }) => ablation !== undefined)?.ablation?.id;
