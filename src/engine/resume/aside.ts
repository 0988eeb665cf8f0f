import { sentence } from '../../compute/errors.ts';
import type { EngineEvent } from '../protocol/events.ts';
import type { Surroundings } from '../surroundings.ts';
import { keepWithin } from './keep-within.ts';
import { asideKey, isAside, type StoredRun } from './stored-run.ts';
import { isFull, NO_ROOM, withRoom } from './with-room.ts';

/** Runs put aside at most: beyond, the one put aside longest ago goes. */
export const MOST_ASIDE = 3;

/** What is needed to put a run aside. */
export interface AsideParts {
  readonly surroundings: Pick<Surroundings, 'vault'>;
  readonly emit: (event: EngineEvent) => void;
}

/**
 * Puts a run aside that gives its place to another, to be brought back. What was kept of it moves there, and makes room
 * for itself among others put aside alone. Where it cannot be, a notice says so, and the other run begins all the same.
 */
export async function putAside({ surroundings: { vault }, emit }: AsideParts, run: StoredRun): Promise<void> {
  const { id, settings, checkpoint } = run;
  const { step } = checkpoint;
  const asides = async (): Promise<string[]> => (await vault.keys()).filter(isAside);
  try {
    const aside = { ...run, key: asideKey(run), saved: Date.now() };
    await withRoom({ keys: asides, remove: (key) => vault.remove(key) }, () => vault.put(aside));
    for (const key of (await asides()).slice(0, -MOST_ASIDE)) await vault.remove(key);
    emit({ type: 'put aside', id, step, settings });
  } catch (error) {
    emit({
      type: 'notice',
      notice: {
        level: 'warning',
        what: `The run that stood at step ${step} cannot be brought back: ${isFull(error) ? `${NO_ROOM}.` : sentence(error)}`,
        where: 'the browser’s storage',
        advice: 'Free some space, or take a checkpoint home before you reset.',
      },
    });
  }
}

/** Keeps a run in its place; what another left there is put aside. @throws Error where there is no room or no storage. */
export async function keepInPlace(parts: AsideParts, run: StoredRun): Promise<void> {
  const { vault } = parts.surroundings;
  // A knob that was turned gives the run another place, where another run of those settings may be kept.
  if ((await vault.keyOf(run.id)) !== run.key) await vacate(parts, run.key, run.id);
  await keepWithin(vault, run);
}

/** Puts aside what is kept under a key that another run is to have. @param id of that run. @throws Error without storage. */
export async function vacate(parts: AsideParts, key: string, id?: string): Promise<void> {
  const { vault } = parts.surroundings;
  const kept = await vault.find(key);
  if (!kept || kept.id === id) return;
  await putAside(parts, kept);
  await vault.remove(key);
}
