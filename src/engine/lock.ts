/** Lets one piece of work at a time at something, first come, first served. */
export class Lock {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn, with what ends the turn. */
  async acquire(): Promise<() => void> {
    const before = this.#last;
    let release = (): void => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }

  async hold<R>(work: (turn: Turn) => Promise<R>): Promise<R> {
    const turn = new Turn(this, await this.acquire());
    try {
      return await work(turn);
    } finally {
      turn.end();
    }
  }
}

/** A turn that long work can give up for a while, so that others are not kept waiting. */
export class Turn {
  readonly #lock: Lock;
  #release: () => void;

  constructor(lock: Lock, release: () => void) {
    this.#lock = lock;
    this.#release = release;
  }

  /** Lets everybody who waits have a turn first. What the lock guards may have changed afterwards. */
  async pause(meanwhile: () => Promise<void>): Promise<void> {
    this.#release();
    // Until the next turn there is nothing to release.
    this.#release = () => {};
    await meanwhile();
    this.#release = await this.#lock.acquire();
  }

  end(): void {
    this.#release();
  }
}
