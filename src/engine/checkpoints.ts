import type { Checkpoint, Trainer } from '../training/trainer.ts';

/** Milliseconds between two checkpoints; they cost about a tenth of a step. */
const interval = 5_000;

/** A loss so many times that of the first step means that the weights are worth less than none, */
const worthless = 2;

/** and the first counts as this much at least, about what random weights begin with: what begins low wavers by more than itself. */
const untrained = 5;

/** What a run that goes on where it stood brings along. */
export interface EarlierCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly firstLoss: number | undefined;
}

/** The last good checkpoint, in memory. */
export class Checkpoints {
  readonly #now: () => number;
  #latest: Checkpoint | undefined;
  #takenAt: number;
  #firstLoss: number | undefined;
  #greatest = 0;

  constructor(now: () => number, earlier?: EarlierCheckpoint) {
    this.#now = now;
    this.#takenAt = now();
    this.#latest = earlier?.checkpoint;
    this.#firstLoss = earlier?.firstLoss;
  }

  /** By which later losses are judged; undefined before the first step. */
  get firstLoss(): number | undefined {
    return this.#firstLoss;
  }

  /** Undefined: there is none yet, a run starts over. */
  get latest(): Checkpoint | undefined {
    return this.#latest;
  }

  /** Tells the loss of a step that was taken. */
  note(loss: number): void {
    this.#firstLoss ??= loss;
    this.#greatest = Math.max(this.#greatest, loss);
  }

  get due(): boolean {
    return this.#now() - this.#takenAt >= interval;
  }

  /** Keeps the weights as they are now, unless a step since the checkpoint before had a loss that makes them doubtful. SYNC POINT. */
  async take(trainer: Pick<Trainer, 'step' | 'checkpoint'>): Promise<void> {
    const sound = this.#greatest <= worthless * Math.max(this.#firstLoss ?? 0, untrained);
    this.#greatest = 0;
    this.#takenAt = this.#now();
    if (sound && trainer.step !== this.#latest?.step) this.#latest = await trainer.checkpoint();
  }
}
