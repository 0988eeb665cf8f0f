import type { Settings } from '../settings/schema.ts';
import { type AblationPart, isFields, readPart, readSettings } from './kept-run.ts';
import { type QueuedRun, type RunsFacts, runName } from './runs.ts';

/** Runs that are to follow, and the one that they follow. Plain data. */
export interface KeptQueue {
  /** Of the present run. */
  readonly settings: Settings;
  /** Of the present run: see `QueuedRun`. */
  readonly project?: string | undefined;
  /** What the present run is of an ablation. */
  readonly part?: AblationPart | undefined;
  readonly queue: readonly QueuedRun[];
}

/** A queue that another version of this page may have kept; undefined where it cannot be read. */
export function readKeptQueue(value: unknown): KeptQueue | undefined {
  if (!isFields(value) || !isFields(value.settings) || !Array.isArray(value.queue)) return undefined;
  const queue = value.queue.map((one: unknown): QueuedRun | undefined => {
    if (!isFields(one) || !isFields(one.settings)) return undefined;
    const ablation = readPart(one.ablation);
    return {
      settings: readSettings(one.settings),
      project: readProject(one.project),
      ...(ablation && { ablation }),
    };
  });
  if (!queue.every((one) => one !== undefined)) return undefined;
  return {
    settings: readSettings(value.settings),
    project: readProject(value.project),
    part: readPart(value.part),
    queue,
  };
}

const readProject = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * What follows the run that stands, where it is the one that was left, or was just about to begin then. Another link
 * leads to another run, which nothing follows.
 */
export function resumeQueue(
  { settings, project, part, queue }: KeptQueue,
  standing: Pick<QueuedRun, 'settings' | 'project'>,
): Pick<RunsFacts, 'part' | 'queue'> | undefined {
  const stands = (one: typeof standing): boolean =>
    runName(one) === runName(standing) && one.project === standing.project;
  if (stands({ settings, project })) return { part, queue };
  const [next, ...rest] = queue;
  return next && stands(next) ? { part: next.ablation, queue: rest } : undefined;
}
