import type { Builder, Value } from '../builder.ts';
import { elementCount } from '../value.ts';
import { reshapeTo } from './broadcast.ts';

/** `x` from `start` on along `axis`, `count` elements. */
export function sliceAxis(g: Builder, x: Value, axis: number, start: number, count: number): Value {
  return count === x.shape[axis] ? x : g.slice(x, [start], [start + count], [axis]);
}

/** `x` backwards along `axis`. */
export function reverseAxis(g: Builder, x: Value, axis: number): Value {
  // The end lies before the first element, however long the axis: the smallest int32.
  return x.shape[axis] === 1 ? x : g.slice(x, [-1], [-2147483648], [axis], [-1]);
}

/** Zeros around `x` so that it lies from `starts` on in `shape`. */
export function placeIn(g: Builder, x: Value, shape: readonly number[], starts: readonly number[]): Value {
  if (elementCount(x.shape) === 0) return g.filled(shape, 0, x.dtype);
  const after = shape.map((size, axis) => size - x.shape[axis] - starts[axis]);
  return [...starts, ...after].every((count) => count === 0) ? x : g.pad(x, [...starts, ...after]);
}

/** As `placeIn`, along one axis of an axis length `size`. */
export function placeOnAxis(g: Builder, x: Value, axis: number, size: number, start: number): Value {
  return placeIn(
    g,
    x,
    x.shape.with(axis, size),
    x.shape.map((_, at) => (at === axis ? start : 0)),
  );
}

/** `step` - 1 zeros after every element along `axis` but the last: [.., n, ..] to [.., (n - 1) step + 1, ..]. */
export function spreadAxis(g: Builder, x: Value, axis: number, step: number): Value {
  const count = x.shape[axis];
  if (step === 1 || count <= 1) return x;
  const rows = [elementCount(x.shape.slice(0, axis)), count, 1, elementCount(x.shape.slice(axis + 1))];
  const padded = g.pad(g.reshape(x, rows), [0, 0, 0, 0, 0, 0, step - 1, 0]);
  const spread = reshapeTo(g, padded, x.shape.with(axis, count * step));
  return sliceAxis(g, spread, axis, 0, (count - 1) * step + 1);
}
