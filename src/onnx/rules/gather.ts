import { intOf } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { numbersOf } from '../tensors.ts';
import { elementCount } from '../value.ts';
import { reshapeTo } from './broadcast.ts';
import { given, typed, unaryRule } from './form.ts';
import { placeOnAxis, reverseAxis, spreadAxis } from './pieces.ts';
import type { RuleTable } from './rule.ts';

/** Up to here (indices x places) a product with a 0/1 matrix costs less than what a scatter does. */
const matrixAtMost = 1 << 18;

/** x [outer, V, inner] and indices of N elements give y [outer, N, inner]. */
const gather = unaryRule((context, dy) => {
  const { g, x, node } = context;
  const indices = given(context, 1);
  const axis = typed(context).axis(intOf(node, 'axis', 0), x.shape.length);
  const size = x.shape[axis];
  const outer = elementCount(x.shape.slice(0, axis));
  const inner = elementCount(x.shape.slice(axis + 1));
  const count = elementCount(indices.shape);
  const rows = reshapeTo(g, dy, [...x.shape.slice(0, axis), count, ...x.shape.slice(axis + 1)]);

  const known = indices.constant && numbersOf(indices.constant).map((at) => (at < 0 ? at + size : at));
  const even = known && evenlySpaced(known);
  if (even) {
    const forward = even.step < 0 ? reverseAxis(g, rows, axis) : rows;
    return placeOnAxis(g, spreadAxis(g, forward, axis, Math.abs(even.step)), axis, size, even.least);
  }
  if (count * size <= matrixAtMost && (known || size * size <= matrixAtMost)) {
    const chosen = g.cast(chosenPlaces(g, indices, known, size), x.dtype);
    // chosen is [N, V]; dx = chosen^T rows, or rows chosen where the axis is the last one.
    const flat = inner === 1 ? [outer, count] : [outer, count, inner];
    const product =
      inner === 1
        ? g.matMul(reshapeTo(g, rows, flat), chosen)
        : g.matMul(g.transpose(chosen, [1, 0]), reshapeTo(g, rows, flat));
    return reshapeTo(g, product, x.shape);
  }
  return scattered(
    g,
    rows,
    known ? g.constant(known, [count, 1], 'int64') : g.reshape(indices, [count, 1]),
    x,
    axis,
  );
});

/** Distinct indices at one distance from each other are a slice; its gradient needs no sums. */
function evenlySpaced(indices: readonly number[]): { least: number; step: number } | undefined {
  if (indices.length === 0) return undefined;
  const step = indices.length > 1 ? indices[1] - indices[0] : 1;
  const even = indices.every((at, index) => at === indices[0] + index * step);
  return step !== 0 && even ? { least: Math.min(...indices), step } : undefined;
}

/** [N, V] with a 1 where the row's index is the column: a constant where the indices are. */
function chosenPlaces(g: Builder, indices: Value, known: readonly number[] | undefined, size: number): Value {
  const count = elementCount(indices.shape);
  const places = new Float32Array((known ? count : size) * size);
  if (known) {
    known.forEach((at, row) => {
      places[row * size + at] = 1;
    });
    return g.constant(places, [count, size]);
  }
  // Rows of the unit matrix: WebGPU does nothing else with 64-bit integers than to gather and scatter by them.
  for (let at = 0; at < size; at++) places[at * size + at] = 1;
  return reshapeTo(g, g.gather(g.constant(places, [size, size]), indices), [count, size]);
}

/** Adds each row into its place [N, 1]: ScatterND over the axis, moved to the front. Places that occur twice add up. */
function scattered(g: Builder, rows: Value, places: Value, x: Value, axis: number): Value {
  const order = x.shape.map((_, at) => at);
  order.splice(axis, 1);
  order.unshift(axis);
  const first = axis === 0 ? rows : g.transpose(rows, order);
  const zeros = g.filled(
    order.map((at) => x.shape[at]),
    0,
    x.dtype,
  );
  const sum = g.one('ScatterND', [zeros, g.cast(places, 'int64'), first], {
    reduction: { type: 'string', value: 'add' },
  });
  return axis === 0
    ? sum
    : g.transpose(
        sum,
        order.map((_, at) => order.indexOf(at)),
      );
}

/** Each element goes back to where it was taken from. */
const gatherElements = unaryRule((context, dy) => {
  const { g, x, node } = context;
  return g.one('ScatterElements', [g.filled(x.shape, 0, x.dtype), given(context, 1), dy], {
    axis: { type: 'int', value: intOf(node, 'axis', 0) },
    reduction: { type: 'string', value: 'add' },
  });
});

/** Along the axis the k values come from k different places. */
const topK = unaryRule((context, dy) => {
  const { g, x, node, outputs } = context;
  return g.one('ScatterElements', [g.filled(x.shape, 0, x.dtype), outputs[1], dy], {
    axis: { type: 'int', value: intOf(node, 'axis', -1) },
  });
});

export const gatherRules: RuleTable = {
  Gather: gather,
  GatherElements: gatherElements,
  TopK: topK,
};
