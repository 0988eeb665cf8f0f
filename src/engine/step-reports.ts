import type { Losses } from './protocol/curves.ts';
import type { EngineEvent } from './protocol/events.ts';
import { blendFigures } from './pseudo-label-figures.ts';

export type StepEvent = Extract<EngineEvent, { type: 'step' }>;

/** Milliseconds between two reports: a page cannot show more, and each costs it a message. */
const interval = 100;

/** Losses weighted `a` and `b`. */
const blend = (one: Losses, a: number, other: Losses, b: number): Losses => ({
  total: a * one.total + b * other.total,
  objectness: a * one.objectness + b * other.objectness,
  classes: a * one.classes + b * other.classes,
  mask: a * one.mask + b * other.mask,
  dice: a * one.dice + b * other.dice,
  unlabelled: a * one.unlabelled + b * other.unlabelled,
});

/** Thins out the reports of steps: the latest figures, but losses averaged over all steps since the report before. */
export class StepReports {
  readonly #emit: (event: StepEvent) => void;
  readonly #now: () => number;
  #waiting: StepEvent | undefined;
  #count = 0;
  #emittedAt = Number.NEGATIVE_INFINITY;

  constructor(emit: (event: StepEvent) => void, now: () => number) {
    this.#emit = emit;
    this.#now = now;
  }

  add(event: StepEvent): void {
    const part = 1 / ++this.#count;
    const before = this.#waiting;
    const losses = before ? blend(event.losses, part, before.losses, 1 - part) : event.losses;
    const pseudoLabels =
      event.pseudoLabels && before?.pseudoLabels
        ? blendFigures(event.pseudoLabels, part, before.pseudoLabels, 1 - part)
        : event.pseudoLabels;
    this.#waiting = { ...event, losses, ...(pseudoLabels ? { pseudoLabels } : {}) };
    if (this.#now() - this.#emittedAt >= interval) this.flush();
  }

  /** Reports what has not been reported yet. */
  flush(): void {
    const waiting = this.#waiting;
    this.drop();
    if (!waiting) return;
    this.#emittedAt = this.#now();
    this.#emit(waiting);
  }

  /** Forgets what has not been reported yet: its run is over. */
  drop(): void {
    this.#waiting = undefined;
    this.#count = 0;
  }
}
