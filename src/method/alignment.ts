/** What alignment remembers; plain data, exact. */
export interface AlignmentState {
  /** Running mean of the teacher's class probabilities, [K]. */
  readonly mean: Float64Array;
  /** Predictions seen. */
  readonly seen: number;
}

/**
 * Distribution alignment (ReMixMatch, Berthelot et al. 2020, section 3.1): a teacher that says one class of a confusable
 * pair too often is talked out of it, by the class frequencies of the labelled images.
 *
 *   p~ = normalise(p * prior / running mean of p)
 */
export class DistributionAlignment {
  readonly #prior: Float64Array;
  readonly #memory: number;
  #mean: Float64Array;
  #seen: number;

  /**
   * @param counts labelled instances per class, [K]; one is added to each, so that no class is impossible.
   * @param memory share of the running mean that stays at each prediction, once there are many.
   * @throws RangeError for counts or a memory that cannot be.
   */
  constructor(counts: readonly number[], memory: number, state?: AlignmentState) {
    if (counts.length === 0 || counts.some((count) => !(count >= 0)))
      throw new RangeError(
        `Class counts of [${counts.join(', ')}] make no distribution; give one per class, 0 or more.`,
      );
    if (!(memory >= 0 && memory < 1))
      throw new RangeError(`A memory of ${memory} keeps no running mean; it must be from 0 to below 1.`);
    const all = counts.reduce((sum, count) => sum + count + 1, 0);
    this.#prior = Float64Array.from(counts, (count) => (count + 1) / all);
    this.#memory = memory;
    this.#mean = state?.mean.slice() ?? new Float64Array(counts.length);
    this.#seen = state?.seen ?? 0;
  }

  /** @param probabilities the teacher's, before alignment, [K]. What is not finite is passed over. */
  observe(probabilities: Float32Array): void {
    if (!probabilities.every(Number.isFinite)) return;
    this.#seen++;
    // The plain mean of the first ones, so that the start has no weight of its own.
    const part = Math.max(1 - this.#memory, 1 / this.#seen);
    this.#mean = this.#mean.map((mean, k) => mean + part * (probabilities[k] - mean));
  }

  /** As it is before anything was observed. */
  align(probabilities: Float32Array): Float32Array {
    if (this.#seen === 0) return probabilities;
    // A class that the teacher never says would be raised without bound.
    const floor = 0.1 / this.#mean.length;
    const raised = probabilities.map((p, k) => (p * this.#prior[k]) / Math.max(floor, this.#mean[k]));
    const sum = raised.reduce((total, value) => total + value, 0);
    return sum > 0 ? raised.map((value) => value / sum) : probabilities;
  }

  state(): AlignmentState {
    return { mean: this.#mean.slice(), seen: this.#seen };
  }
}
