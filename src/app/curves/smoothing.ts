/**
 * Exponential moving average over steps of training, without the usual pull towards the first value (bias-corrected as in
 * Adam, Kingma and Ba 2015, section 3): out[i] = sum_j w^(step[i] - step[j]) x[j] / sum_j w^(step[i] - step[j]). What is
 * measured every hundred steps is thus smoothed over as many steps as a loss. Missing values stay missing and weigh nothing.
 * @param steps of the values, ascending.
 */
export function smoothed(values: ArrayLike<number>, steps: ArrayLike<number>, weight: number): Float64Array {
  const out = new Float64Array(values.length);
  let sum = 0;
  let total = 0;
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (Number.isFinite(value)) {
      const step = Number(steps[i]);
      const kept = weight ** (step - before);
      sum = kept * sum + value;
      total = kept * total + 1;
      out[i] = sum / total;
      before = step;
    } else {
      out[i] = Number.NaN;
    }
  }
  return out;
}

/**
 * At most `most` points for a chart: the means of equal runs of values, and the last value as it is, so that the newest
 * point is where training is. Missing values are null, as uPlot wants them.
 */
export function thinned(values: ArrayLike<number>, most: number): (number | null)[] {
  const run = Math.max(1, Math.ceil((values.length - 1) / Math.max(1, most - 1)));
  const out: (number | null)[] = [];
  for (let start = 0; start < values.length - 1; start += run) {
    const end = Math.min(start + run, values.length - 1);
    let sum = 0;
    let present = 0;
    for (let i = start; i < end; i++) {
      const value = Number(values[i]);
      if (!Number.isFinite(value)) continue;
      sum += value;
      present++;
    }
    out.push(present > 0 ? sum / present : null);
  }
  if (values.length > 0) {
    const last = Number(values[values.length - 1]);
    out.push(Number.isFinite(last) ? last : null);
  }
  return out;
}
