import type { StoredRun } from './stored-run.ts';
import type { Vault } from './vault.ts';

/** Runs kept at most, a dozen megabytes each. */
export const MOST_STORED = 6;

const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError';

/** Runs other than this one, the one kept longest ago first. */
const others = async (vault: Vault, { key }: StoredRun): Promise<string[]> =>
  (await vault.keys()).filter((other) => other !== key);

/**
 * Keeps a run; those kept longest ago go where there are too many, or no room.
 * @throws Error where there is no room even for it alone, or no storage at all.
 */
export async function keepWithin(vault: Vault, run: StoredRun): Promise<void> {
  for (;;) {
    try {
      await vault.put(run);
      break;
    } catch (error) {
      if (!isFull(error)) throw error;
      const [oldest] = await others(vault, run);
      if (oldest === undefined)
        throw new Error('there is no room left on this computer for this page', { cause: error });
      await vault.remove(oldest);
    }
  }
  const surplus = (await others(vault, run)).slice(0, -(MOST_STORED - 1));
  for (const key of surplus) await vault.remove(key);
}
