/** Parameters that share a learning rate and a weight decay. */
export interface ParameterGroup {
  /** Multiplies the learning rate of the step. */
  readonly learningRate: number;
  /** Multiplies the weight decay: 0 for norms and biases, 1 elsewhere. */
  readonly weightDecay: number;
}

/** A contiguous run of the flat parameter buffer. */
export interface ParameterSegment extends ParameterGroup {
  /** Number of elements. */
  readonly count: number;
}

export interface PackedGroups {
  /** u32 [ceil(N/4)], one byte per element, lowest first. */
  readonly groups: Uint32Array;
  /** f32 [G, 2]: learning-rate and weight-decay multiplier. */
  readonly rates: Float32Array;
}

/**
 * What `adamw` reads as `groups` and `rates`, from the segments in the buffer's order. Segments with equal figures
 * share a group.
 * @throws RangeError where there are more than 256 groups, or none.
 */
export const packParameterGroups = (segments: readonly ParameterSegment[]): PackedGroups => {
  const known = new Map<string, number>();
  const rates: number[] = [];
  const size = segments.reduce((sum, { count }) => sum + count, 0);
  if (size === 0)
    throw new RangeError('There are no parameters to put into groups: pass at least one segment.');
  const bytes = new Uint8Array(Math.ceil(size / 4) * 4);
  let start = 0;
  for (const { count, learningRate, weightDecay } of segments) {
    const key = `${learningRate} ${weightDecay}`;
    let group = known.get(key);
    if (group === undefined) {
      group = known.size;
      known.set(key, group);
      rates.push(learningRate, weightDecay);
    }
    bytes.fill(group, start, start + count);
    start += count;
  }
  if (known.size > 256)
    throw new RangeError(
      `${known.size} parameter groups are too many: one byte tells them apart. Let segments share rates (at most 256).`,
    );
  const groups = new Uint32Array(bytes.length / 4);
  for (let i = 0; i < groups.length; i++)
    groups[i] = bytes[4 * i] | (bytes[4 * i + 1] << 8) | (bytes[4 * i + 2] << 16) | (bytes[4 * i + 3] << 24);
  return { groups, rates: new Float32Array(rates) };
};
