import type { Prediction } from './prediction.ts';

export interface ThresholdPair {
  readonly class: number;
  readonly mask: number;
}

export interface ThresholdOptions {
  /** Where the thresholds of all classes lie about. */
  readonly centre: ThresholdPair;
  /** How far those of a class may move from it: T_min and T_max are centre -/+ range, within [0, 1]. */
  readonly range: number;
  /** a of T <- a T + (1 - a) mean quality. */
  readonly memory: number;
  /** Objectness from which a prediction says something about its class's quality. */
  readonly credible: number;
}

/** One pair per class, [K] each. */
export interface ThresholdState {
  readonly class: Float64Array;
  readonly mask: Float64Array;
}

const qualities = ['class', 'mask'] as const;
type Quality = (typeof qualities)[number];

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** [T_min, T_max] of a quality. */
export function bounds({ centre, range }: ThresholdOptions, quality: Quality): [low: number, high: number] {
  return [clamp(centre[quality] - range, 0, 1), clamp(centre[quality] + range, 0, 1)];
}

/** @throws RangeError for what cannot be thresholds. */
export function checkThresholds({ centre, range, memory }: ThresholdOptions): void {
  const figures = { 'class threshold': centre.class, 'mask threshold': centre.mask, range, memory };
  for (const [name, value] of Object.entries(figures)) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`The ${name} is ${value}; qualities lie between 0 and 1, and so must it.`);
    }
  }
}

/**
 * T(k) = T_min + (T_max - T_min) f_k / max f (PL-DC, arXiv 2505.11075, instance level). The paper takes the frequency f_k = n_k / sum n
 * itself; with many classes that crowds all thresholds at T_min, so it is measured against the most frequent class's.
 * @param counts labelled instances of each class, [K].
 */
export function initialThresholds(counts: readonly number[], options: ThresholdOptions): ThresholdState {
  checkThresholds(options);
  const most = Math.max(1, ...counts);
  return fromFrequencies(
    counts.map((count) => count / most),
    options,
  );
}

/** T(k) = T_min + (T_max - T_min) f_k with f_k = n_k / sum n: as released. */
export function initialThresholdsLiteral(
  counts: readonly number[],
  options: ThresholdOptions,
): ThresholdState {
  checkThresholds(options);
  const sum = Math.max(
    1,
    counts.reduce((total, count) => total + count, 0),
  );
  return fromFrequencies(
    counts.map((count) => count / sum),
    options,
  );
}

function fromFrequencies(frequencies: readonly number[], options: ThresholdOptions): ThresholdState {
  const of = (quality: Quality): Float64Array => {
    const [low, high] = bounds(options, quality);
    return Float64Array.from(frequencies, (frequency) => low + (high - low) * frequency);
  };
  return { class: of('class'), mask: of('mask') };
}

/** The same pair for every class. */
export const fixedThresholds = (classes: number, { class: cls, mask }: ThresholdPair): ThresholdState => ({
  class: new Float64Array(classes).fill(cls),
  mask: new Float64Array(classes).fill(mask),
});

/** Mean qualities of each class's predictions; undefined for a class without. */
function meanQualities(predictions: readonly Prediction[], classes: number): (ThresholdPair | undefined)[] {
  const sums = Array.from({ length: classes }, () => ({ count: 0, class: 0, mask: 0 }));
  for (const { category, classQuality, maskQuality } of predictions) {
    const sum = sums[category];
    if (!sum || !Number.isFinite(classQuality + maskQuality)) continue;
    sum.count++;
    sum.class += classQuality;
    sum.mask += maskQuality;
  }
  return sums.map(({ count, class: cls, mask }) =>
    count > 0 ? { class: cls / count, mask: mask / count } : undefined,
  );
}

/**
 * T(k) <- a T(k) + (1 - a) * mean quality of class k's credible predictions, kept within [T_min, T_max]. Only credible
 * ones: averaged over all predictions, most of them background, the thresholds collapse (see the literal update).
 */
export function moveThresholds(
  state: ThresholdState,
  predictions: readonly Prediction[],
  options: ThresholdOptions,
): ThresholdState {
  const credible = predictions.filter(({ objectness }) => objectness >= options.credible);
  const means = meanQualities(credible, state.class.length);
  const moved = (quality: Quality): Float64Array => {
    const [low, high] = bounds(options, quality);
    return state[quality].map((old, k) => {
      const mean = means[k]?.[quality];
      const next = mean === undefined ? old : options.memory * old + (1 - options.memory) * mean;
      return clamp(next, low, high);
    });
  };
  return { class: moved('class'), mask: moved('mask') };
}

/** The update as released: over all predictions, without bounds. Kept so that its collapse can be watched. */
export function moveThresholdsLiteral(
  state: ThresholdState,
  predictions: readonly Prediction[],
  { memory }: Pick<ThresholdOptions, 'memory'>,
): ThresholdState {
  const means = meanQualities(predictions, state.class.length);
  const moved = (quality: Quality): Float64Array =>
    state[quality].map((old, k) => {
      const mean = means[k]?.[quality];
      return mean === undefined ? old : memory * old + (1 - memory) * mean;
    });
  return { class: moved('class'), mask: moved('mask') };
}
