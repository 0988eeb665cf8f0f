import type { ConstantTensor } from '../model.ts';
import { tensorOf } from '../tensors.ts';
import { elementCount } from '../value.ts';

/** Numbers that repeat from a seed: mulberry32 (Tommy Ettinger, public domain). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)];
  }

  sign(): number {
    return this.next() < 0.5 ? -1 : 1;
  }

  /** `rank` sizes from 1 to `most`. */
  shape(rank: number, most = 5): number[] {
    return Array.from({ length: rank }, () => this.int(1, most));
  }

  /** A shape that broadcasts to `shape`: some sizes become 1, some leading axes are gone. */
  broadcastable(shape: readonly number[]): number[] {
    return shape.slice(this.int(0, shape.length)).map((size) => (this.next() < 0.4 ? 1 : size));
  }

  /** Uniform floats in [low, high). */
  floats(shape: readonly number[], low = -2, high = 2): ConstantTensor {
    return this.tensor(shape, () => low + (high - low) * this.next());
  }

  /** As `floats`, at least `margin` from each of `kinks`: central differences see no corner. */
  away(
    shape: readonly number[],
    kinks: readonly number[],
    low = -2,
    high = 2,
    margin = 0.06,
  ): ConstantTensor {
    return this.tensor(shape, () => {
      for (;;) {
        const value = low + (high - low) * this.next();
        if (kinks.every((kink) => Math.abs(value - kink) > margin)) return value;
      }
    });
  }

  /** Floats no two of which lie closer than 0.1, in random order: for maxima. */
  distinct(shape: readonly number[]): ConstantTensor {
    const ranks = Array.from({ length: elementCount(shape) }, (_, index) => index);
    for (let index = ranks.length - 1; index > 0; index--) {
      const other = this.int(0, index);
      [ranks[index], ranks[other]] = [ranks[other], ranks[index]];
    }
    return tensorOf(
      ranks.map((rank) => 0.15 * (rank - ranks.length / 2)),
      shape,
    );
  }

  /** Whole numbers from `low` to `high`, both included. */
  integers(shape: readonly number[], low: number, high: number): ConstantTensor {
    const values = Array.from({ length: elementCount(shape) }, () => this.int(low, high));
    return tensorOf(values, shape, 'int64');
  }

  private tensor(shape: readonly number[], value: () => number): ConstantTensor {
    return tensorOf(Array.from({ length: elementCount(shape) }, value), shape);
  }
}
