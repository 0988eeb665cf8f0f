/** Repeatable values and derivatives for the kernels' tests. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws uniformly from [low, high). */
export function draws(seed: number): (low: number, high: number) => number {
  const generator = xoroshiro128plus(seed);
  return (low, high) => low + (high - low) * uniformFloat64(generator);
}

export function drawn(seed: number, length: number, low: number, high: number): Float32Array {
  const draw = draws(seed);
  return Float32Array.from({ length }, () => draw(low, high));
}

/** Rows of positive numbers that sum to 1; every third is all of one class. */
export function distributions(
  rows: number,
  classes: number,
  draw: (low: number, high: number) => number,
): Float32Array {
  const values = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const own = values.subarray(row * classes, (row + 1) * classes);
    if (row % 3 === 0) own[Math.floor(draw(0, classes))] = 1;
    else {
      for (let k = 0; k < classes; k++) own[k] = draw(0, 1);
      const sum = own.reduce((total, value) => total + value, 0);
      for (let k = 0; k < classes; k++) own[k] /= sum;
    }
  }
  return values;
}

/** d loss / d x[i] by central differences in doubles; leaves x as it was. */
export function centralDifference(loss: (x: Float64Array) => number, x: Float64Array, i: number): number {
  const step = 1e-4;
  const here = x[i];
  x[i] = here + step;
  const above = loss(x);
  x[i] = here - step;
  const below = loss(x);
  x[i] = here;
  return (above - below) / (2 * step);
}

/** The largest |a - b|, and the largest |b| to hold it against. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): { difference: number; scale: number } {
  if (a.length !== b.length) throw new RangeError(`Cannot compare ${a.length} values with ${b.length}.`);
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i] - b[i]);
    if (!(apart <= difference)) difference = apart;
    scale = Math.max(scale, Math.abs(b[i]));
  }
  return { difference, scale };
}
