import { isAside } from './stored-run.ts';
import type { Vault } from './vault.ts';

export const isFull = (error: unknown): boolean =>
  error instanceof Error && error.name === 'QuotaExceededError';

/** Why nothing can be kept, as the end of a sentence. */
export const NO_ROOM = 'there is no room left on this computer for this page';

/**
 * Writes what is worth more than runs of earlier days: where there is no room, the run kept longest ago goes, those put
 * aside before others, and it is tried again.
 * @param spare key of a run that stays.
 * @throws whatever `write` throws; where there is no room, once no run is left to go.
 */
export async function withRoom<T>(
  vault: Pick<Vault, 'keys' | 'remove'>,
  write: () => Promise<T>,
  spare?: string,
): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isFull(error)) throw error;
      // Where the runs cannot be read, there is none to go.
      const keys = await vault.keys().catch((): string[] => []);
      const others = keys.filter((key) => key !== spare);
      const oldest = others.find(isAside) ?? others[0];
      if (oldest === undefined) throw error;
      await vault.remove(oldest);
    }
  }
}
