/** Integer hashing: the only source of chance in the generator. Same inputs, same numbers, in every engine. */

/** Mixes one more integer into a hash (murmur3's finaliser). */
export function mixHash(hash: number, value: number): number {
  let h = (hash ^ Math.imul(value | 0, 0x9e3779b1)) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** 32 hashed bits of a lattice point. */
export function latticeBits(x: number, y: number, seed: number): number {
  let h = Math.imul(x | 0, 0x27d4eb2d) ^ Math.imul(y | 0, 0x165667b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A uniform number in [0, 1) from a lattice point. */
export function latticeNoise(x: number, y: number, seed: number): number {
  return (latticeBits(x, y, seed) >>> 0) / 4294967296;
}

/** A stream of draws (mulberry32). `branch` gives an independent stream, so one more draw here moves nothing there. */
export class Random {
  private state: number;
  private readonly root: number;

  constructor(...key: readonly number[]) {
    this.root = key.reduce(mixHash, 0x1b873593);
    this.state = this.root;
  }

  branch(key: number): Random {
    return new Random(this.root, key);
  }

  /** A 32-bit integer, for seeding noise. */
  integer(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) | 0;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + ((this.integer() >>> 0) / 4294967296) * (high - low);
  }

  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.between(0, 1) < probability;
  }

  /** Near-normal with mean 0 and deviation 1: twelve uniforms less six (never beyond +-6). */
  normal(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.between(0, 1);
    return sum;
  }

  /** @throws Error where there is nothing to pick from. */
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.whole(0, choices.length - 1)];
    if (choice === undefined) throw new Error('A draw was asked for from an empty list of choices.');
    return choice;
  }

  /** An index drawn in proportion to its weight. */
  weighted(weights: readonly number[]): number {
    let left = this.between(
      0,
      weights.reduce((a, b) => a + b, 0),
    );
    for (const [index, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return index;
    }
    return weights.length - 1;
  }
}
