/**
 * Share of Student's t distribution within -t..t, for a whole number of degrees of freedom
 * (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
 */
function within(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const squared = Math.cos(angle) ** 2;
  const odd = degrees % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= (squared * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t within whose bounds `share` of the distribution lies: 2.262 for .95 and 9 degrees of freedom. */
export function studentT(share: number, degrees: number): number {
  if (!(share > 0 && share < 1 && Number.isInteger(degrees) && degrees >= 1))
    throw new RangeError(
      `There is no t for a share of ${share} and ${degrees} degrees of freedom; give a share between 0 and 1 and a whole number from 1.`,
    );
  let [low, high] = [0, 1];
  while (within(high, degrees) < share) high *= 2;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (within(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** A mean with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  /** The interval is mean - margin to mean + margin; null for a single value. */
  readonly margin: number | null;
}

/** Mean and 95 % t interval of values, such as paired differences over seeds. */
export function interval(values: readonly number[]): Interval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, margin: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, margin: studentT(0.95, count - 1) * Math.sqrt(squares / (count - 1) / count) };
}
