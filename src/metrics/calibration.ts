/** Statements of about the same confidence. */
export interface ReliabilityBin {
  /** Lower end; bins are of equal width. */
  readonly from: number;
  readonly count: number;
  /** Mean confidence of its statements; 0 in an empty bin. */
  readonly confidence: number;
  /** Mean of what came true; 0 in an empty bin. */
  readonly outcome: number;
}

export interface Calibration {
  readonly bins: readonly ReliabilityBin[];
  /** Expected calibration error: sum_b n_b / n |confidence_b - outcome_b|; undefined without statements. */
  readonly error: number | undefined;
}

/**
 * How far confidences can be taken at their word (Guo et al. 2017, On Calibration of Modern Neural Networks).
 * @param confidences in 0..1; others are counted in the nearest bin.
 * @param outcomes 1 or 0 for right or wrong, or a true quality in 0..1.
 */
export function calibrate(
  confidences: ArrayLike<number>,
  outcomes: ArrayLike<number>,
  bins = 10,
): Calibration {
  const [counts, confident, came] = [new Uint32Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (let i = 0; i < confidences.length; i++) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(confidences[i] * bins)));
    counts[bin]++;
    confident[bin] += confidences[i];
    came[bin] += outcomes[i];
  }
  let error = 0;
  const found = Array.from(counts, (count, bin): ReliabilityBin => {
    error += Math.abs(confident[bin] - came[bin]) / confidences.length;
    const divisor = Math.max(1, count);
    return { from: bin / bins, count, confidence: confident[bin] / divisor, outcome: came[bin] / divisor };
  });
  return { bins: found, error: confidences.length > 0 ? error : undefined };
}
