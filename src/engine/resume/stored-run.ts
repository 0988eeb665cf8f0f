import type { Settings } from '../../settings/schema.ts';
import { knobNames, parseSettings } from '../../settings/settings.ts';
import type { Checkpoint } from '../../training/trainer.ts';
import type { WatchState } from '../candidate-watch.ts';
import type { Film } from '../moments.ts';
import type { CurveRows } from '../protocol/curves.ts';
import type { AsideRun } from '../protocol/run.ts';

/** A run as it stands, in plain data: all that it takes to go on with the losses of one that never stopped. */
export interface StoredRun {
  /** Which run it is: see `runKey`. A later state of the same run takes its place. */
  readonly key: string;
  /** The same from the run's first step on, whatever is changed in it. */
  readonly id: string;
  /** When it was kept, in milliseconds since 1970. */
  readonly saved: number;
  readonly settings: Settings;
  /** A person's project that it learns from; undefined for the demo. */
  readonly project: string | undefined;
  /** Names of the classes that its network was made for. */
  readonly classes: readonly string[];
  /** Images in the order in which they are drawn from. */
  readonly labelled: readonly number[];
  readonly unlabelled: readonly number[];
  /** Loss of the first step, by which later ones are judged. */
  readonly firstLoss: number | undefined;
  readonly checkpoint: Checkpoint;
  readonly curves: CurveRows;
  /** What its teacher saw lately, for the page to show; a file and older runs have none. */
  readonly seen?: WatchState;
  /** To look back at; a file and older runs have none. */
  readonly film?: Film;
}

/** Runs of the same settings on the same images are the same run. */
export const runKey = (settings: Settings, project: string | undefined): string =>
  JSON.stringify([project ?? '', ...knobNames.map((name) => settings[name])]);

/** Of the key of a run: the project that it learns from, empty for the demo. */
export const projectOf = (key: string): string => {
  const [project]: [string] = JSON.parse(key);
  return project;
};

/** Of a run that has given its place to another: no settings lead to it. */
export const asideKey = ({ id, settings, project, checkpoint: { step } }: StoredRun): string =>
  JSON.stringify([...JSON.parse(runKey(settings, project)), { id, step }]);

export const isAside = (key: string): boolean => key.endsWith('}]');

/** Of a key; undefined for that of a run in its place, or of an older Penumbra. */
export function asideIn(key: string): AsideRun | undefined {
  if (!isAside(key)) return undefined;
  const parts: unknown[] = JSON.parse(key);
  const { id, step } = parts.pop() as Pick<AsideRun, 'id' | 'step'>;
  const settings = settingsOf(JSON.stringify(parts));
  return settings && { id, step, settings };
}

/** Of the key of a run; undefined for that of an older Penumbra, which had other knobs, and of a run put aside. */
export function settingsOf(key: string): Settings | undefined {
  const [, ...values]: [string, ...unknown[]] = JSON.parse(key);
  if (values.length !== knobNames.length) return undefined;
  const { settings, notices } = parseSettings(knobNames.map((name, i) => [name, String(values[i])]));
  return notices.length === 0 ? settings : undefined;
}

/** `kept`, where it lists the same images as `now`: their order decides which are drawn when. */
export function inKeptOrder(now: readonly number[], kept: readonly number[]): readonly number[] {
  const there = new Set(now);
  return now.length === kept.length && kept.every((id) => there.has(id)) ? kept : now;
}
