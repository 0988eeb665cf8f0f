/** Training steps per second of wall-clock time, over the last few seconds. */
export class Rate {
  readonly #window: number;
  #times: number[] = [];

  /** @param window milliseconds. */
  constructor(window = 10_000) {
    this.#window = window;
  }

  /** A step ended. @param now milliseconds. */
  add(now: number): void {
    this.#times.push(now);
    // Two steps at least, however slow they are.
    while (this.#times.length > 2 && now - (this.#times[0] ?? now) > this.#window) this.#times.shift();
  }

  /** 0 until two steps have ended. */
  get stepsPerSecond(): number {
    const first = this.#times[0] ?? 0;
    const last = this.#times.at(-1) ?? 0;
    return last > first ? (1000 * (this.#times.length - 1)) / (last - first) : 0;
  }

  /** Training stops or has stopped: the pause to come is no training time. */
  restart(): void {
    this.#times = [];
  }
}
