import type { Surroundings } from '../surroundings.ts';
import { groundOf, misfit } from './check-stored-run.ts';
import { MOST_CHECKPOINT_BYTES, readCheckpoint } from './checkpoint-file.ts';
import { runKey, type StoredRun } from './stored-run.ts';

/**
 * The run of a checkpoint file, to go on with on the images that are here: the demo's, or those of the open project.
 * @throws Error in a sentence where the file is no checkpoint, or does not fit the images.
 */
export async function checkpointIn(
  file: Blob,
  surroundings: Pick<Surroundings, 'openSource'>,
): Promise<StoredRun> {
  if (file.size > MOST_CHECKPOINT_BYTES)
    throw new Error('The file is larger than 256 MB, so it is no checkpoint: one is about a dozen.');
  // A run of its own from here on: the one that it was taken from may be here, too, and must not give way to it.
  const id = crypto.randomUUID();
  return fitted({ ...readCheckpoint(new Uint8Array(await file.arrayBuffer())), id }, surroundings);
}

/** A run with its place among those that are kept. @throws Error in a sentence where it does not fit the images here. */
export async function fitted(
  stored: StoredRun,
  { openSource }: Pick<Surroundings, 'openSource'>,
): Promise<StoredRun> {
  const { dataset, project } = await openSource(stored.settings, 'a look');
  const why = misfit(stored, groundOf(dataset));
  if (why !== undefined)
    throw new Error(`The checkpoint does not fit the images that are here ("${dataset.name}"): ${why}`);
  // A project that came by another way has another name on this computer.
  return { ...stored, project, key: runKey(stored.settings, project), saved: Date.now() };
}
