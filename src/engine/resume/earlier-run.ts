import { sentence } from '../../compute/errors.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Source } from '../../training/sources.ts';
import type { Notice } from '../protocol/notice.ts';
import type { Beginning, Resumed } from '../protocol/run.ts';
import type { RunParts } from '../run.ts';
import { vacate } from './aside.ts';
import { groundOf, misfit } from './check-stored-run.ts';
import { runKey, type StoredRun } from './stored-run.ts';

/**
 * The run of these settings on these images as it was left on this computer; undefined where there is none that can go
 * on. Where the run is to begin anew, what was left of it is put aside.
 */
export async function earlierRun(
  parts: RunParts,
  settings: Settings,
  { dataset, project }: Source,
  beginning: Beginning,
): Promise<StoredRun | undefined> {
  const { surroundings, emit } = parts;
  const { vault } = surroundings;
  const key = runKey(settings, project);
  try {
    if (beginning !== 'where it stood') {
      if (await vault.claim(key)) await vacate(parts, key);
      return undefined;
    }
    const stored = await vault.find(key);
    if (!stored) return undefined;
    const why = misfit(stored, groundOf(dataset));
    if (why === undefined) return stored;
    emit({ type: 'notice', notice: anewNotice(why) });
  } catch (error) {
    // Without storage nothing was kept, and nobody misses it; what cannot be read is worth a word.
    if (beginning === 'where it stood') emit({ type: 'notice', notice: anewNotice(sentence(error)) });
  }
  return undefined;
}

const anewNotice = (why: string): Notice => ({
  level: 'warning',
  what: `What was kept of this run cannot be gone on with: ${why}`,
  where: 'opening the run',
  advice: 'It begins at step 0.',
});

const when = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

/** A run stands where it was left. */
export const resumedNotice = ({ step, saved }: Resumed, steps: number): Notice => ({
  level: 'info',
  what: `The run stands where it was kept on ${when.format(saved)}: at step ${step}.`,
  where: 'opening the run',
  advice:
    step < steps
      ? 'Play goes on as if it had never stopped; Reset begins anew.'
      : 'It has taken all of its steps; Reset begins anew.',
});
