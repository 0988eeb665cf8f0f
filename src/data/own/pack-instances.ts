import type { Instance } from '../dataset.ts';

/**
 * The objects of one image in three arrays. A browser takes an array with every object's mask apart one by one when it
 * writes or reads it: with 100,000 objects each stroke of a brush would take seconds to save.
 */
export interface PackedInstances {
  /** Of each object in turn: id, category, crowd, area, its box, width and height of its mask. */
  readonly facts: Float64Array;
  /** Runs of each object's mask. */
  readonly lengths: Uint32Array;
  /** The runs of all of them, one object after another. */
  readonly counts: Uint32Array;
}

const FACTS = 10;

export function packInstances(instances: readonly Instance[]): PackedInstances {
  const facts = new Float64Array(FACTS * instances.length);
  const lengths = Uint32Array.from(instances, ({ mask }) => mask.counts.length);
  const counts = new Uint32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const [i, { id, category, crowd, area, box, mask }] of instances.entries()) {
    facts.set([id, category, crowd ? 1 : 0, area, ...box, mask.width, mask.height], FACTS * i);
    counts.set(mask.counts, at);
    at += mask.counts.length;
  }
  return { facts, lengths, counts };
}

export function unpackInstances({ facts, lengths, counts }: PackedInstances): Instance[] {
  let at = 0;
  return Array.from(lengths, (length, i): Instance => {
    const [id, category, crowd, area, left, top, across, down, width, height] = facts.subarray(FACTS * i);
    // A copy: a view would hold on to the masks of all the others.
    const mask = { width, height, counts: counts.slice(at, at + length) };
    at += length;
    return { id, category, mask, area, box: [left, top, across, down], crowd: crowd === 1 };
  });
}
