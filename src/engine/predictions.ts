import type { Candidate } from '../training/predict.ts';
import { Recent } from './recent.ts';

export interface Predicted {
  /** Step of the weights. */
  readonly step: number;
  /** Best score first. */
  readonly candidates: readonly Candidate[];
}

const capacity = 64 * 2 ** 20;

const bytesOf = (candidates: readonly Candidate[]): number =>
  candidates.reduce((sum, { logits }) => sum + logits.byteLength, 64);

/** Whose predictions. */
export type Model = 'teacher' | 'student';

/** What a network saw in which image, as long as it is fresh: not older than the predictions last announced. */
export class Predictions {
  readonly #recent = new Recent<Predicted>(capacity);
  #announced = 0;

  get(image: number, model: Model = 'teacher'): Predicted | undefined {
    const known = this.#recent.get(`${model} ${image}`);
    return known && known.step >= this.#announced ? known : undefined;
  }

  /** Newer predictions than these are kept instead. */
  set(image: number, predicted: Predicted, model: Model = 'teacher'): void {
    const key = `${model} ${image}`;
    if ((this.#recent.get(key)?.step ?? 0) > predicted.step) return;
    this.#recent.set(key, predicted, bytesOf(predicted.candidates));
  }

  /** What older weights predicted is out of date. */
  announce(step: number): void {
    this.#announced = step;
  }

  /** The weights went back, or are others altogether. */
  clear(): void {
    this.#recent.clear();
    this.#announced = 0;
  }
}
