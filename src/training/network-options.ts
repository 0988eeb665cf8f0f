import type { SegmenterOptions } from '../network/geometry.ts';
import type { Source } from './sources.ts';

const MASK_CHANNELS = 16;

/** Images may show more than the fullest of the labelled ones. */
const ROOM = 1.25;
const SLOT_STEP = 16;
/** COCO's evaluation looks at a hundred; each costs a mask. */
export const MOST_SLOTS = 128;

/**
 * The network of a run.
 * @param most instances of a labelled image at most: decides how many the network can see in one (`slots`), from 16 to
 *   128. Those beyond warm the grid, but teach neither class nor mask.
 */
export const networkOptions = (side: number, classes: number, most: number): SegmenterOptions => ({
  side,
  classes,
  maskChannels: MASK_CHANNELS,
  slots: Math.min(MOST_SLOTS, SLOT_STEP * Math.max(1, Math.ceil((ROOM * most) / SLOT_STEP))),
});

/** Instances of a labelled image at most; of the dataset's images where it knows that without a look. */
export async function mostInstances({
  dataset,
  splits,
}: Pick<Source, 'dataset' | 'splits'>): Promise<number> {
  if (dataset.mostInstances !== undefined) return dataset.mostInstances;
  let most = 0;
  for (const id of splits.labelled) {
    const instances = await dataset.instances(id);
    most = Math.max(most, instances.filter(({ crowd }) => !crowd).length);
  }
  return most;
}
