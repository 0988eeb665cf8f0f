import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings } from '../settings/schema.ts';
import { describeSettings } from '../settings/settings.ts';
import type { ScoreColumns } from './curves.ts';
import type { AblationPart, KeptRun } from './kept-run.ts';

export type { KeptRun } from './kept-run.ts';

/** A run that is to follow. */
export interface QueuedRun {
  readonly settings: Settings;
  /** Id of the person's project that it is to be trained on; undefined for the demo. */
  readonly project?: string | undefined;
  readonly ablation?: AblationPart;
}

export interface ForgottenRun {
  readonly run: KeptRun;
  /** Whether it was drawn beside the present one. */
  readonly compared: boolean;
}

export interface RunsFacts {
  /** Latest first. */
  readonly runs: readonly KeptRun[];
  /** Ids of those drawn beside the present run. */
  readonly compared: readonly string[];
  /** Runs that were forgotten just now, and can be brought back. */
  readonly forgotten: readonly ForgottenRun[];
  readonly sheetOpen: boolean;
  /** Runs that are to follow the present one. */
  readonly queue: readonly QueuedRun[];
  /** Id under which the present run is kept. */
  readonly present: string;
  /** What the present run is of an ablation. */
  readonly part: AblationPart | undefined;
  /** How long the present run has trained: seconds up to the last pause, and since when it goes on (performance.now). */
  readonly clock: { readonly seconds: number; readonly since: number | undefined };
}

export type RunsStore = StoreApi<RunsFacts>;

/** Curves beside the present run; more cannot be told apart. */
export const MOST_COMPARED = 5;
/** Older ones are forgotten. */
export const MOST_KEPT = 100;

export const createRunsStore = (): RunsStore =>
  createStore<RunsFacts>(() => ({
    runs: [],
    compared: [],
    forgotten: [],
    sheetOpen: false,
    queue: [],
    ...aNewRun(),
  }));

/** What is known of a run that has not begun. */
export const aNewRun = (): Pick<RunsFacts, 'present' | 'part' | 'clock'> => ({
  present: crypto.randomUUID(),
  part: undefined,
  clock: { seconds: 0, since: undefined },
});

/** Seconds that the present run has trained. */
export const secondsTrained = ({ clock }: Pick<RunsFacts, 'clock'>): number =>
  clock.seconds + (clock.since === undefined ? 0 : (performance.now() - clock.since) / 1000);

/** Starts or stops the clock. */
export function keepTime(store: RunsStore, running: boolean): void {
  store.setState((facts) => {
    if (running === (facts.clock.since !== undefined)) return {};
    const seconds = secondsTrained(facts);
    return { clock: { seconds, since: running ? performance.now() : undefined } };
  });
}

export const scoresOf = (columns: ScoreColumns): KeptRun['scores'] => ({
  step: Array.from(columns.column('step')),
  ap: Array.from(columns.column('ap')),
  ap50: Array.from(columns.column('ap50')),
  ap75: Array.from(columns.column('ap75')),
});

export function keepRun(store: RunsStore, run: KeptRun): void {
  store.setState(({ runs }) => ({
    runs: [run, ...runs.filter(({ id }) => id !== run.id)].slice(0, MOST_KEPT),
  }));
}

export function forgetKeptRun(store: RunsStore, id: string): void {
  store.setState(({ runs, compared, forgotten }) => ({
    runs: runs.filter((run) => run.id !== id),
    compared: compared.filter((one) => one !== id),
    forgotten: [
      ...forgotten,
      ...runs.filter((run) => run.id === id).map((run) => ({ run, compared: compared.includes(id) })),
    ],
  }));
}

const without = (forgotten: readonly ForgottenRun[], id: string) =>
  forgotten.filter(({ run }) => run.id !== id);

/** From now on it cannot be brought back. */
export function dropForgotten(store: RunsStore, id: string): void {
  store.setState(({ forgotten }) => ({ forgotten: without(forgotten, id) }));
}

/** Where it was, and drawn if it was. */
export function restoreKeptRun(store: RunsStore, id: string): void {
  store.setState(({ runs, compared, forgotten }) => {
    const found = forgotten.find(({ run }) => run.id === id);
    if (!found) return {};
    return {
      runs: latestFirst([...runs, found.run]),
      compared: found.compared ? [...compared, id].slice(-MOST_COMPARED) : compared,
      forgotten: without(forgotten, id),
    };
  });
}

/** @returns a copy. */
export const latestFirst = (runs: readonly KeptRun[]): KeptRun[] =>
  runs.toSorted((a, b) => b.ended - a.ended);

/** Draws a run beside the present one, or no longer; of too many, the one chosen first goes. */
export function toggleCompared(store: RunsStore, id: string): void {
  store.setState(({ compared }) => ({
    compared: compared.includes(id)
      ? compared.filter((one) => one !== id)
      : [...compared, id].slice(-MOST_COMPARED),
  }));
}

/** What a run was asked for, other than the defaults: "labelled 10%, rule dual". */
export function runName({ settings }: Pick<KeptRun, 'settings'>): string {
  const words = describeSettings(settings).map(([name, value]) => `${name} ${value}`);
  return words.length > 0 ? words.join(', ') : 'all defaults';
}
