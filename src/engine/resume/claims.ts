/** The part of the browser's locks that is needed; tests give another. */
export type Locks = Pick<LockManager, 'request'>;

/** Milliseconds in which a tab that is being reloaded lets go. */
const PATIENCE = 2_500;

/**
 * Which tab keeps a run: the first that asks, by a lock that the browser takes back when the tab goes. Another tab may
 * train the same, but what it reaches must not take the place of what is kept already.
 */
export class Claims {
  readonly #locks: Locks | undefined;
  readonly #patience: number;
  #key: string | undefined;
  #held = true;
  #release: () => void = () => {};

  /** @param locks undefined where the browser has none: then every tab keeps what it trains. */
  constructor(locks: Locks | undefined, patience = PATIENCE) {
    this.#locks = locks;
    this.#patience = patience;
  }

  /**
   * Whether this tab keeps the run of that key; it gives up the one before. The answer stands until another is asked for:
   * a tab that goes leaves a run that is further than this one's.
   * @param again asks once more, for a run that begins or is read anew.
   */
  async claim(key: string, again = false): Promise<boolean> {
    if (key === this.#key && (this.#held || !again)) return this.#held;
    this.#release();
    this.#release = () => {};
    this.#key = key;
    this.#held = await this.#ask(`penumbra-run-${key}`);
    return this.#held;
  }

  /** Resolves as soon as it is known; a lock is held until it is given up. */
  #ask(name: string): Promise<boolean> {
    const locks = this.#locks;
    if (!locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      locks
        .request(name, { signal: AbortSignal.timeout(this.#patience) }, () => {
          resolve(true);
          return new Promise<void>((release) => {
            this.#release = release;
          });
        })
        .catch(() => resolve(false));
    });
  }
}
