import { sentence } from '../../compute/errors.ts';
import type { EngineEvent } from '../protocol/events.ts';
import { keepInPlace } from './aside.ts';
import { elsewhereNotice } from './elsewhere.ts';
import type { StoredRun } from './stored-run.ts';
import type { Vault } from './vault.ts';

/** Milliseconds of training between two writes: each is a dozen megabytes. */
const interval = 10_000;

/** Keeps one run on this computer as it goes on, without training waiting for it: one write at a time, the latest wins. */
export class Keeper {
  readonly #vault: Vault;
  readonly #emit: (event: EngineEvent) => void;
  readonly #now: () => number;
  #writtenAt: number;
  #written: string | undefined;
  #waiting: StoredRun | undefined;
  #underWay: Promise<void> | undefined;
  #complained = false;
  /** Key of the run of which it is known that another tab keeps it. */
  #elsewhere: string | undefined;

  /** @param elsewhere key of a run of which a person was told already that another tab keeps it. */
  constructor(vault: Vault, emit: (event: EngineEvent) => void, now: () => number, elsewhere?: string) {
    this.#vault = vault;
    this.#emit = emit;
    this.#now = now;
    this.#writtenAt = now();
    this.#elsewhere = elsewhere;
  }

  /** Whether it is time to keep a run that goes on. */
  get due(): boolean {
    return !this.#underWay && this.#now() - this.#writtenAt >= interval;
  }

  /** Does not wait. What is kept already is not written again. */
  keep(run: StoredRun): void {
    this.#waiting = run;
    this.#underWay ??= this.#write().finally(() => {
      this.#underWay = undefined;
    });
  }

  /** Resolves when what was handed in is kept, or could not be. */
  async settled(): Promise<void> {
    await this.#underWay;
  }

  /** What waits to be written is dropped; resolves when nothing is being written any more. */
  async end(): Promise<void> {
    this.#waiting = undefined;
    await this.#underWay;
  }

  /** The run begins anew: what was kept of it under this key is of no use. */
  async forget(key: string): Promise<void> {
    await this.end();
    this.#written = undefined;
    this.#writtenAt = this.#now();
    if (await this.#vault.claim(key, true)) {
      this.#elsewhere = undefined;
      // Without storage there is nothing to forget.
      await this.#vault.remove(key).catch(() => {});
    } else this.#tellElsewhere(key);
  }

  /** Where a disk was full, what was written may have made room. */
  async #isWritten(run: StoredRun): Promise<boolean> {
    if (state(run) !== this.#written) return false;
    return (await this.#vault.keys().catch((): string[] => [])).includes(run.key);
  }

  async #write(): Promise<void> {
    for (let run = this.#waiting; run; run = this.#waiting) {
      this.#waiting = undefined;
      if (await this.#isWritten(run)) continue;
      this.#writtenAt = this.#now();
      if (!(await this.#vault.claim(run.key))) {
        this.#tellElsewhere(run.key);
        continue;
      }
      try {
        await keepInPlace({ surroundings: { vault: this.#vault }, emit: this.#emit }, run);
        this.#written = state(run);
        this.#emit({ type: 'kept', step: run.checkpoint.step });
      } catch (error) {
        this.#complain(error);
      }
    }
  }

  #tellElsewhere(key: string): void {
    if (this.#elsewhere === key) return;
    this.#elsewhere = key;
    this.#emit({ type: 'notice', notice: elsewhereNotice });
  }

  #complain(error: unknown): void {
    if (this.#complained) return;
    this.#complained = true;
    const what = `This run cannot be kept on this computer: ${sentence(error)}`;
    const advice =
      'Training goes on, but a reload begins at step 0. Free some space, or take a checkpoint home before you leave.';
    this.#emit({
      type: 'notice',
      notice: { level: 'warning', what, where: 'the browser’s storage', advice },
    });
  }
}

/** What tells two states of a run apart. */
const state = ({ key, classes, checkpoint, curves }: StoredRun): string =>
  JSON.stringify([key, classes, checkpoint.step, curves.losses.step.length, curves.scores.step.length]);
