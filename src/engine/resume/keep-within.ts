import { isAside, type StoredRun } from './stored-run.ts';
import type { Vault } from './vault.ts';
import { isFull, NO_ROOM, withRoom } from './with-room.ts';

/** Runs kept at most, a dozen megabytes each, as long as there is room; beside them a few that are put aside. */
export const MOST_STORED = 24;

/**
 * Keeps a run; those kept longest ago go where there are too many, or no room.
 * @throws Error where there is no room even for it alone, or no storage at all.
 */
export async function keepWithin(vault: Vault, run: StoredRun): Promise<void> {
  try {
    await withRoom(vault, () => vault.put(run), run.key);
  } catch (error) {
    if (!isFull(error)) throw error;
    throw new Error(NO_ROOM, { cause: error });
  }
  const others = (await vault.keys()).filter((key) => key !== run.key && !isAside(key));
  for (const key of others.slice(0, -(MOST_STORED - 1))) await vault.remove(key);
}
