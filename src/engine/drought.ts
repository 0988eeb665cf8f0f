import type { Notice } from './protocol/notice.ts';
import type { PseudoLabelFigures } from './protocol/pseudo-labels.ts';

/** Steps without a pseudo-label after which somebody should be told. */
const LONG = 1000;

/** Watches for thresholds that nothing passes. */
export class Drought {
  #steps = 0;

  /** Whether it has lasted so long just now: true once in a drought. */
  lasts(figures: Pick<PseudoLabelFigures, 'kept'> | undefined): boolean {
    this.#steps = figures && figures.kept === 0 ? this.#steps + 1 : 0;
    return this.#steps === LONG;
  }
}

export const droughtNotice = (step: number): Notice => ({
  level: 'warning',
  what: `Every candidate of the last ${LONG} steps was refused, so unlabelled images teach nothing.`,
  where: `step ${step}`,
  advice: 'Lower a threshold, or label more images; training goes on with the labelled ones.',
});
