import type { Settings } from '../settings/schema.ts';
import { knobNames, parseSettings } from '../settings/settings.ts';

/** Which step of which ablation a run is. */
export interface AblationPart {
  /** Shared by all runs of one ablation. */
  readonly id: string;
  /** Its name: "two thresholds". */
  readonly step: string;
}

/** A person's project, as it was called when a run of it was kept. */
export interface ProjectName {
  readonly id: string;
  readonly name: string;
}

/** A run as it is remembered: what it was asked for, and how far it came. Plain data. */
export interface KeptRun {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly ended: number;
  readonly settings: Settings;
  /** Steps done. */
  readonly steps: number;
  /** Of training; undefined where that was not yet measured. */
  readonly seconds?: number | undefined;
  readonly device: string;
  readonly ablation?: AblationPart | undefined;
  /** Whose images it learnt from; undefined for the demo, and in what an older Penumbra kept. */
  readonly project?: ProjectName | undefined;
  /** Evaluations of the teacher: step and percent, aligned; NaN where there was nothing to find. */
  readonly scores: {
    readonly step: readonly number[];
    readonly ap: readonly number[];
    readonly ap50: readonly number[];
    readonly ap75: readonly number[];
  };
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number');

/** Settings that this version does not know are dropped, those that are missing have their defaults. */
export function readSettings(kept: Fields): Settings {
  const known: ReadonlySet<string> = new Set(knobNames);
  const words = Object.entries(kept)
    .filter(([name]) => known.has(name))
    .map(([name, setting]): [string, string] => [name, String(setting)]);
  return parseSettings(words).settings;
}

export const readPart = (kept: unknown): AblationPart | undefined =>
  isFields(kept) && typeof kept.id === 'string' && typeof kept.step === 'string'
    ? { id: kept.id, step: kept.step }
    : undefined;

const readProject = (kept: unknown): ProjectName | undefined =>
  isFields(kept) && typeof kept.id === 'string' && typeof kept.name === 'string'
    ? { id: kept.id, name: kept.name }
    : undefined;

/**
 * A run that another version of this page may have kept. Settings that it did not know have their defaults, those that
 * are no more are dropped. @returns a sentence where it cannot be read.
 */
export function readKeptRun(value: unknown): KeptRun | string {
  if (!isFields(value) || typeof value.id !== 'string') return 'A kept run is no run at all; it is left out.';
  const { id, ended, settings, steps, seconds, device, ablation, project, scores } = value;
  const when = typeof ended === 'number' ? `of ${new Date(ended).toLocaleString('en')} ` : '';
  const unreadable = (what: string): string =>
    `A run ${when}was kept by another version and cannot be read: ${what}. It is left out.`;
  if (!isFields(settings)) return unreadable('its settings are missing');
  if (!isFields(scores)) return unreadable('its curve is missing');
  const { step, ap, ap50, ap75 } = scores;
  if (!isNumbers(step) || !isNumbers(ap) || ap.length !== step.length)
    return unreadable('its curve is damaged');
  const aligned = (column: unknown): readonly number[] =>
    isNumbers(column) && column.length === step.length ? column : step.map(() => Number.NaN);
  return {
    id,
    ended: typeof ended === 'number' ? ended : 0,
    settings: readSettings(settings),
    steps: typeof steps === 'number' ? steps : (step.at(-1) ?? 0),
    seconds: typeof seconds === 'number' ? seconds : undefined,
    device: typeof device === 'string' ? device : '',
    ablation: readPart(ablation),
    project: readProject(project),
    scores: { step, ap, ap50: aligned(ap50), ap75: aligned(ap75) },
  };
}
