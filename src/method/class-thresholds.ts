import type { Prediction } from './prediction.ts';
import type { Rule } from './rules.ts';
import {
  fixedThresholds,
  initialThresholds,
  initialThresholdsLiteral,
  moveThresholds,
  moveThresholdsLiteral,
  type ThresholdOptions,
  type ThresholdState,
} from './thresholds.ts';

/** How the thresholds of a run begin and move, by its rule. */
const adaptive = {
  adaptive: { start: initialThresholds, move: moveThresholds },
  'adaptive-literal': { start: initialThresholdsLiteral, move: moveThresholdsLiteral },
} as const;

const isAdaptive = (rule: Rule | 'off'): rule is keyof typeof adaptive => Object.hasOwn(adaptive, rule);

/** The pairs of thresholds of a run, one per class: one fixed pair, or pairs that move as the teacher does. */
export class ClassThresholds {
  readonly #counts: readonly number[];
  #rule: Rule | 'off';
  #options: ThresholdOptions;
  #moved: ThresholdState;

  /**
   * @param counts labelled instances of each class, [K].
   * @param state to go on from.
   * @throws RangeError for thresholds that cannot be.
   */
  constructor(
    counts: readonly number[],
    rule: Rule | 'off',
    options: ThresholdOptions,
    state?: ThresholdState,
  ) {
    this.#counts = counts;
    this.#rule = rule;
    this.#options = options;
    this.#moved = state ?? this.#start();
  }

  /** Those in force, per class. */
  get now(): ThresholdState {
    return isAdaptive(this.#rule) ? this.#moved : fixedThresholds(this.#counts.length, this.#options.centre);
  }

  /** Thresholds that have moved begin anew where the rule, the pair in the middle or the range is another. */
  change(rule: Rule | 'off', options: ThresholdOptions): void {
    const { centre, range } = this.#options;
    const anew =
      rule !== this.#rule ||
      options.centre.class !== centre.class ||
      options.centre.mask !== centre.mask ||
      options.range !== range;
    this.#rule = rule;
    this.#options = options;
    if (anew) this.#moved = this.#start();
  }

  /** After the predictions of an image. */
  observe(predictions: readonly Prediction[]): void {
    if (isAdaptive(this.#rule))
      this.#moved = adaptive[this.#rule].move(this.#moved, predictions, this.#options);
  }

  state(): ThresholdState {
    return { class: this.#moved.class.slice(), mask: this.#moved.mask.slice() };
  }

  #start(): ThresholdState {
    const { start } = isAdaptive(this.#rule) ? adaptive[this.#rule] : adaptive.adaptive;
    return start(this.#counts, this.#options);
  }
}
