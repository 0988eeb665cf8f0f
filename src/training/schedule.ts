export interface Schedule {
  /** Peak of the learning rate. */
  readonly learningRate: number;
  /** Steps over which it rises from zero. */
  readonly warmup: number;
  /** Steps of the whole run. */
  readonly steps: number;
}

/**
 * Learning rate of step t, 0-based: linear warm-up, then half a cosine down to zero (Loshchilov and Hutter 2017,
 * without restarts).
 */
export function learningRateAt(step: number, { learningRate, warmup, steps }: Schedule): number {
  if (step < warmup) return (learningRate * (step + 1)) / warmup;
  const progress = Math.min(1, (step - warmup) / Math.max(1, steps - warmup));
  return learningRate * 0.5 * (1 + Math.cos(Math.PI * progress));
}

/**
 * EMA decay of the teacher at step t, 0-based: min(decay, (1 + t) / (10 + t)), so that a young teacher forgets the
 * random weights it started from (the ramp of tf.train.ExponentialMovingAverage).
 */
export function emaDecayAt(step: number, decay: number): number {
  return Math.min(decay, (1 + step) / (10 + step));
}
