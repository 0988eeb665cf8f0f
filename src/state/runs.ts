import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings } from '../settings/schema.ts';
import { describeSettings } from '../settings/settings.ts';
import type { ScoreColumns } from './curves.ts';

/** A run as it is remembered: what it was asked for, and how far it came. Plain data. */
export interface KeptRun {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly ended: number;
  readonly settings: Settings;
  /** Steps done. */
  readonly steps: number;
  readonly device: string;
  /** Evaluations of the teacher: step and percent, aligned; NaN where there was nothing to find. */
  readonly scores: {
    readonly step: readonly number[];
    readonly ap: readonly number[];
    readonly ap50: readonly number[];
    readonly ap75: readonly number[];
  };
}

export interface RunsFacts {
  /** Latest first. */
  readonly runs: readonly KeptRun[];
  /** Ids of those drawn beside the present run. */
  readonly compared: readonly string[];
  readonly sheetOpen: boolean;
  /** Settings of runs that are to follow the present one. */
  readonly queue: readonly Settings[];
  /** Id under which the present run is kept. */
  readonly present: string;
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
    sheetOpen: false,
    queue: [],
    present: crypto.randomUUID(),
  }));

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
  store.setState(({ runs, compared }) => ({
    runs: runs.filter((run) => run.id !== id),
    compared: compared.filter((one) => one !== id),
  }));
}

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
