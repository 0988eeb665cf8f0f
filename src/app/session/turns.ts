/**
 * One act at a time. What a person asks for meanwhile is done afterwards, as things stand then: in the order of the
 * presses, each kind of act once, for presses of a key that is held must not pile up.
 */
export class Turns {
  readonly #waiting = new Map<string, () => Promise<void>>();
  #busy = false;

  /**
   * Resolves when the act is done, and what came meanwhile; at once where it has to wait.
   * @param kind an act of the same kind that waits already gives way to this one.
   */
  async take(kind: string, act: () => Promise<void>): Promise<void> {
    this.#waiting.delete(kind);
    this.#waiting.set(kind, act);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (const [next, now] of this.#waiting) {
        this.#waiting.delete(next);
        await now();
      }
    } finally {
      this.#busy = false;
    }
  }
}
