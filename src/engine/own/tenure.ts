/** The part of the browser's locks that is needed; tests give another. */
export type Locks = Pick<LockManager, 'request'>;

const nameOf = (project: string): string => `penumbra-project-${project}`;

/**
 * Which tab may change a project: one at a time, by a lock that the browser takes back when the tab goes. Another tab
 * reads, until it takes over.
 */
export class Tenure {
  readonly #locks: Locks | undefined;
  readonly #onChange: (writable: boolean) => void;
  #project: string | undefined;
  #writable = true;
  #release: () => void = () => {};

  /** @param locks undefined where the browser has none: then every tab may write, and saving looks for others' changes. */
  constructor(locks: Locks | undefined, onChange: (writable: boolean) => void) {
    this.#locks = locks;
    this.#onChange = onChange;
  }

  /** Whether this tab may change its project. */
  get writable(): boolean {
    return this.#writable;
  }

  /** Gives up the project before for this one. Resolves with whether it may be changed here. */
  async enter(project: string): Promise<boolean> {
    if (project !== this.#project) {
      this.leave();
      this.#project = project;
      this.#become(await this.#ask({ ifAvailable: true }));
    }
    return this.#writable;
  }

  /** Whether another tab may change a project, be it open here or not. */
  async heldElsewhere(project: string): Promise<boolean> {
    if (project === this.#project) return !this.#writable;
    return (
      (await this.#locks?.request(nameOf(project), { ifAvailable: true }, (lock) => lock === null)) ?? false
    );
  }

  /** From now on this tab may change the project, and the one that could may not. */
  async takeOver(): Promise<void> {
    if (this.#writable) return;
    this.#become(await this.#ask({ steal: true }));
  }

  leave(): void {
    this.#release();
    this.#release = () => {};
    this.#project = undefined;
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
    return new Promise((resolve) => {
      const held = locks.request(nameOf(project), options, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise<void>((release) => {
          this.#release = release;
        });
      });
      held.catch(() => {
        // Another tab took it over.
        resolve(false);
        if (this.#project === project) this.#become(false);
      });
    });
  }
}
