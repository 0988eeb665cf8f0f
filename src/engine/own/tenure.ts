/** The part of the browser's locks that is needed; tests give another. */
export type Locks = Pick<LockManager, 'request'>;

const nameOf = (project: string): string => `penumbra-project-${project}`;

/** Milliseconds in which a tab that is being reloaded lets go: it may be in the middle of a training step. */
const PATIENCE = 2_500;

/**
 * Which tab may change a project: one at a time, by a lock that the browser takes back when the tab goes. Another tab
 * reads, until it takes over.
 */
export class Tenure {
  readonly #locks: Locks | undefined;
  readonly #onChange: (writable: boolean) => void;
  readonly #patience: number;
  #project: string | undefined;
  #writable = true;
  /** Whether it is not known yet if the project may be changed here. */
  #waiting = false;
  #entering: Promise<void> = Promise.resolve();
  /** Aborted when the project is left. */
  #left = new AbortController();
  #release: () => void = () => {};

  /** @param locks undefined where the browser has none: then every tab may write, and saving looks for others' changes. */
  constructor(locks: Locks | undefined, onChange: (writable: boolean) => void, patience = PATIENCE) {
    this.#locks = locks;
    this.#onChange = onChange;
    this.#patience = patience;
  }

  /** The project that was entered last. */
  get project(): string | undefined {
    return this.#project;
  }

  /** Whether this tab may change its project. */
  get writable(): boolean {
    return this.#writable && !this.#waiting;
  }

  /**
   * Gives up the project before for this one. Resolves with whether it may be changed here; not where another was entered
   * meanwhile.
   */
  async enter(project: string): Promise<boolean> {
    if (project !== this.#project) {
      this.leave();
      this.#project = project;
      this.#waiting = true;
      this.#entering = this.#wait();
    }
    await this.#entering;
    return project === this.#project && this.writable;
  }

  async #wait(): Promise<void> {
    const left = this.#left.signal;
    const held = await this.#ask({ signal: AbortSignal.any([left, AbortSignal.timeout(this.#patience)]) });
    if (left.aborted) return;
    this.#waiting = false;
    this.#become(held);
  }

  /** Whether another tab may change a project, be it open here or not. */
  async heldElsewhere(project: string): Promise<boolean> {
    if (project === this.#project) return !this.writable;
    return (
      (await this.#locks?.request(nameOf(project), { ifAvailable: true }, (lock) => lock === null)) ?? false
    );
  }

  /** From now on this tab may change the project, and the one that could may not. */
  async takeOver(): Promise<void> {
    await this.#entering;
    if (this.#writable) return;
    this.#become(await this.#ask({ steal: true }));
  }

  leave(): void {
    this.#left.abort();
    this.#left = new AbortController();
    this.#release();
    this.#release = () => {};
    this.#project = undefined;
    this.#waiting = false;
    this.#become(true);
  }

  #become(writable: boolean): void {
    if (writable === this.#writable) return;
    this.#writable = writable;
    this.#onChange(writable);
  }

  /** Resolves as soon as it is known whether the lock is held; it is held until it is released or stolen. */
  #ask(options: LockOptions): Promise<boolean> {
    const locks = this.#locks;
    const project = this.#project;
    if (!locks || project === undefined) return Promise.resolve(true);
    const left = this.#left.signal;
    return new Promise((resolve) => {
      const held = locks.request(nameOf(project), options, () => {
        resolve(!left.aborted);
        // Had too late, it is not kept: whoever has the project next would find it held for ever.
        if (left.aborted) return undefined;
        return new Promise<void>((release) => {
          this.#release = release;
        });
      });
      held.catch(() => {
        // Another tab took it over, or goes on with it.
        resolve(false);
        if (!left.aborted) this.#become(false);
      });
    });
  }
}
