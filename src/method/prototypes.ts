/** All a bank remembers: running means [K, D], and what they weigh [K]. */
export interface PrototypeState {
  readonly means: Float32Array;
  /** How much each class has been told, saturating at 1 / (1 - memory). */
  readonly weights: Float64Array;
}

/** v / |v|; zeros stay zeros. */
export function normalised(features: Float32Array): Float32Array {
  let square = 0;
  for (const value of features) square += value * value;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  return features.map((value) => value * scale);
}

/**
 * One prototype per class: the exponential moving average of L2-normalised features of its instances. Young
 * prototypes are plain means, so that the first instance does not rule for long.
 */
export class PrototypeBank {
  readonly #classes: number;
  readonly #width: number;
  readonly #memory: number;
  readonly #means: Float32Array;
  readonly #weights: Float64Array;

  constructor(classes: number, width: number, memory: number, state?: PrototypeState) {
    this.#classes = classes;
    this.#width = width;
    this.#memory = memory;
    this.#means = state?.means.slice() ?? new Float32Array(classes * width);
    this.#weights = state?.weights.slice() ?? new Float64Array(classes);
  }

  /** Whether there is a prototype of the class. */
  knows(category: number): boolean {
    return (this.#weights[category] ?? 0) > 0;
  }

  /** m_k <- m_k + r (f / |f| - m_k), r = weight / all weight so far, where that is remembered for 1 / (1 - memory). */
  observe(category: number, features: Float32Array, weight = 1): void {
    const unit = normalised(features);
    if (!(weight > 0) || !unit.every(Number.isFinite)) return;
    const told = this.#memory * this.#weights[category] + weight;
    this.#weights[category] = told;
    const rate = weight / told;
    const start = category * this.#width;
    for (let i = 0; i < this.#width; i++) {
      this.#means[start + i] += rate * (unit[i] - this.#means[start + i]);
    }
  }

  /** Cosine of the features with each class's prototype, [K]; NaN for a class without. */
  similarities(features: Float32Array): Float32Array {
    const unit = normalised(features);
    return Float32Array.from({ length: this.#classes }, (_, k) => {
      if (!this.knows(k)) return Number.NaN;
      const mean = normalised(this.#means.subarray(k * this.#width, (k + 1) * this.#width));
      return mean.reduce((sum, value, i) => sum + value * unit[i], 0);
    });
  }

  /** Cosine of every two prototypes, [K, K] row-major; NaN where one of them is missing. */
  between(): Float32Array {
    const rows = Array.from({ length: this.#classes }, (_, k) =>
      this.knows(k)
        ? Array.from(this.similarities(this.#means.slice(k * this.#width, (k + 1) * this.#width)))
        : new Array<number>(this.#classes).fill(Number.NaN),
    );
    return Float32Array.from(rows.flat());
  }

  state(): PrototypeState {
    return { means: this.#means.slice(), weights: this.#weights.slice() };
  }
}
