import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A permutation of 32-bit words that leaves no visible pattern (the finaliser of MurmurHash3). */
const scramble = (word: number): number => {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
};

/** Uniform draws that can be taken in a given range. */
export interface Draws {
  /** In [low, high). */
  between(low: number, high: number): number;
  /** A whole number in [0, count). */
  below(count: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/**
 * Draws that depend on nothing but the keys: the same for an image whatever else is in its batch and in whatever order
 * images are taken. Each state word hashes all keys, so neighbouring keys share no beginning.
 */
export const drawsFor = (...keys: readonly number[]): Draws => {
  const words = [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834].map((salt) =>
    keys.reduce((word, key) => scramble(word ^ scramble(key + 0x3c6ef372)), scramble(salt)),
  );
  const generator = xoroshiro128plusFromState(words);
  const unit = () => uniformFloat64(generator);
  return {
    between: (low, high) => low + (high - low) * unit(),
    below: (count) => Math.floor(count * unit()),
    chance: (probability) => unit() < probability,
  };
};
