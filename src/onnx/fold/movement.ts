import { axisSlices, padding, splitSizes } from '../shapes/slicing.ts';
import { elementCount } from '../value.ts';
import {
  broadcastStrides,
  type Element,
  type Evaluation,
  type Evaluations,
  pick,
  places,
  reshaped,
  strides,
  tensorFrom,
} from './evaluation.ts';

/** Same elements in the same order: the inferred shape says it all. */
const reshape: Evaluation = (_, [x], [type]) => [reshaped(x, type.shape)];

const transpose: Evaluation = (node, [x], [type]) => {
  const order = node.ints('perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  const steps = strides(x.shape);
  return [
    pick(
      x,
      type.shape,
      places(
        type.shape,
        order.map((axis) => steps[axis]),
      ),
    ),
  ];
};

const expand: Evaluation = (_, [x], [type]) => [
  pick(x, type.shape, places(type.shape, broadcastStrides(x.shape, type.shape))),
];

const slice: Evaluation = (node, [x], [type]) => {
  const steps = strides(x.shape);
  let offset = 0;
  for (const { axis, start, step } of axisSlices(node)) {
    offset += start * steps[axis];
    steps[axis] *= step;
  }
  return [pick(x, type.shape, places(type.shape, steps, offset))];
};

const split: Evaluation = (node, [x], types) => {
  const axis = node.axis(node.int('axis', 0), x.shape.length);
  const steps = strides(x.shape);
  let offset = 0;
  return splitSizes(node).map((size, index) => {
    const part = pick(x, types[index].shape, places(types[index].shape, steps, offset));
    offset += size * steps[axis];
    return part;
  });
};

const concat: Evaluation = (node, inputs, [type]) => {
  const axis = node.axis(node.int('axis', 0), type.shape.length);
  const inner = elementCount(type.shape.slice(axis + 1));
  const row = type.shape[axis] * inner;
  const joined = new Array<Element>(elementCount(type.shape));
  let before = 0;
  for (const { data, shape } of inputs) {
    const run = shape[axis] * inner;
    for (let index = 0; index < data.length; index++) {
      joined[Math.floor(index / run) * row + before + (index % run)] = data[index];
    }
    before += run;
  }
  return [tensorFrom(type.dtype, type.shape, (index) => joined[index])];
};

const tile: Evaluation = (_, [x], [type]) => {
  const steps = strides(x.shape);
  const outSteps = strides(type.shape);
  const from = (place: number) =>
    steps.reduce((sum, step, axis) => {
      const at = Math.floor(place / outSteps[axis]) % type.shape[axis];
      return sum + (at % x.shape[axis]) * step;
    }, 0);
  return [tensorFrom(x.dtype, type.shape, (place) => x.data[from(place)])];
};

/** Negative indices count from the end. */
const gather: Evaluation = (node, [x, indices], [type]) => {
  const axis = node.axis(node.int('axis', 0), x.shape.length);
  const size = x.shape[axis];
  const inner = elementCount(x.shape.slice(axis + 1));
  const block = indices.data.length * inner;
  const wanted = Array.from<number | bigint, number>(indices.data, (index) => wrap(Number(index), size));
  if (wanted.some((index) => !(index >= 0 && index < size)))
    node.fail(`picks an index outside 0..${size - 1}`);
  const from = Int32Array.from({ length: elementCount(type.shape) }, (_, place) => {
    const outer = Math.floor(place / block);
    const chosen = wanted[Math.floor((place % block) / inner)];
    return (outer * size + chosen) * inner + (place % inner);
  });
  return [pick(x, type.shape, from)];
};

const gatherElements: Evaluation = (node, [x, indices], [type]) => {
  const axis = node.axis(node.int('axis', 0), x.shape.length);
  const steps = strides(x.shape);
  const off = places(type.shape, steps.with(axis, 0));
  const from = off.map((place, at) => place + wrap(Number(indices.data[at]), x.shape[axis]) * steps[axis]);
  return [pick(x, type.shape, from)];
};

const pad: Evaluation = (node, inputs, [type]) => {
  if (node.string('mode', 'constant') !== 'constant') return undefined;
  const [x] = inputs;
  const pads = padding(node);
  const fill = node.optional(2)?.constant?.data[0] ?? 0;
  const steps = strides(x.shape);
  const outSteps = strides(type.shape);
  return [
    tensorFrom(x.dtype, type.shape, (place) => {
      let from = 0;
      for (let axis = 0; axis < steps.length; axis++) {
        const at = (Math.floor(place / outSteps[axis]) % type.shape[axis]) - pads[axis];
        if (at < 0 || at >= x.shape[axis]) return fill;
        from += at * steps[axis];
      }
      return x.data[from];
    }),
  ];
};

const wrap = (index: number, size: number): number => (index < 0 ? index + size : index);

export const movementEvaluations: Evaluations = {
  Identity: reshape,
  Reshape: reshape,
  Flatten: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
  Transpose: transpose,
  Expand: expand,
  Slice: slice,
  Split: split,
  Concat: concat,
  Tile: tile,
  Gather: gather,
  GatherElements: gatherElements,
  Pad: pad,
};
