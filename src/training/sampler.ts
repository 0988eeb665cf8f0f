import { permutation } from '../data/permutation.ts';

/**
 * Which items the steps of a run see: every item once per epoch, in a new order each epoch. A pure function of seed
 * and step, so that a resumed run goes on exactly where it stopped.
 */
export class Sampler {
  readonly #count: number;
  readonly #seed: number;
  #epoch = -1;
  #order: Uint32Array = new Uint32Array();

  /** @throws RangeError where there is nothing to draw from. */
  constructor(count: number, seed: number) {
    if (!(count > 0)) throw new RangeError('There are no images to draw from; label at least one.');
    this.#count = count;
    this.#seed = seed;
  }

  /** Items of step `step` (0-based), `size` of them. */
  draw(step: number, size: number): number[] {
    return Array.from({ length: size }, (_, i) => this.#item(step * size + i));
  }

  #item(position: number): number {
    const epoch = Math.floor(position / this.#count);
    if (epoch !== this.#epoch) {
      this.#order = permutation(this.#count, (Math.imul(this.#seed, 0x9e3779b1) + epoch) | 0);
      this.#epoch = epoch;
    }
    return this.#order[position % this.#count];
  }
}
