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
