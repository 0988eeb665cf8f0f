/** Share of the smoothed loss that stays at each step. */
const MEMORY = 0.9;
/** How many times its lowest the smoothed loss may reach, */
const FACTOR = 5;
/** and how much more than that, so that a loss near zero may double. */
const MARGIN = 10;

/** Watches the losses of a run for the point from which it does not come back. */
export class DivergenceWatch {
  #smoothed: number | undefined;
  #lowest = Number.POSITIVE_INFINITY;

  /** Takes the loss of a step; true where it is not finite, or where its running mean has left all earlier ones far behind. */
  hopeless(loss: number): boolean {
    if (!Number.isFinite(loss)) return true;
    this.#smoothed = this.#smoothed === undefined ? loss : MEMORY * this.#smoothed + (1 - MEMORY) * loss;
    this.#lowest = Math.min(this.#lowest, this.#smoothed);
    return this.#smoothed > FACTOR * this.#lowest + MARGIN;
  }
}
