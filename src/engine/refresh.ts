/** Milliseconds between two announcements of new predictions, at least. */
const least = 1_000;

/** Share of the time that drawing them may take while training goes on. */
const share = 0.2;

/** Decides when the page may ask for pictures again, so that drawing does not eat up training. */
export class Refresh {
  readonly #now: () => number;
  #announcedAt: number;
  #spent = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#announcedAt = now();
  }

  /** Pictures took so many milliseconds. */
  spend(milliseconds: number): void {
    this.#spent += milliseconds;
  }

  get due(): boolean {
    return this.#now() - this.#announcedAt >= Math.max(least, this.#spent / share);
  }

  announced(): void {
    this.#announcedAt = this.#now();
    this.#spent = 0;
  }
}
