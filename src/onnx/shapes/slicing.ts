import type { ShapeRule, ShapeRules, TypedNode } from './typed-node.ts';

const concat: ShapeRule = (node) => {
  const inputs = node.all();
  const { dtype, shape } = inputs[0];
  const axis = node.axis(node.int('axis') ?? node.fail('lacks its axis'), shape.length);
  let size = 0;
  for (const input of inputs) {
    const fits =
      input.shape.length === shape.length && input.shape.every((s, i) => i === axis || s === shape[i]);
    if (!fits) node.fail(`joins inputs that differ off axis ${axis}`);
    size += input.shape[axis];
  }
  return [{ dtype, shape: shape.with(axis, size) }];
};

/** Sizes as attribute (before 13) or input; else equal parts, the last one smaller (num_outputs, 18). */
export function splitSizes(node: TypedNode): readonly number[] {
  const { shape } = node.input(0);
  const size = shape[node.axis(node.int('axis', 0), shape.length)];
  const parts = node.node.outputs.length;
  const given = node.attributeOrInput('split', 1);
  if (given) {
    if (given.length !== parts || given.reduce((sum, part) => sum + part, 0) !== size) {
      node.fail(`cannot split ${size} elements into [${given.join(', ')}] for ${parts} outputs`);
    }
    return given;
  }
  if (node.opset < 18 && size % parts !== 0)
    node.fail(`cannot split ${size} elements into ${parts} equal parts`);
  const part = Math.ceil(size / parts);
  const last = size - part * (parts - 1);
  if (last < 0) node.fail(`cannot split ${size} elements into ${parts} parts`);
  return Array.from({ length: parts }, (_, index) => (index < parts - 1 ? part : last));
}

const split: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const axis = node.axis(node.int('axis', 0), shape.length);
  return splitSizes(node).map((size) => ({ dtype, shape: shape.with(axis, size) }));
};

/** A Slice along one axis: `count` elements from `start` (inside the axis where count > 0) by `step`. */
export interface AxisSlice {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** Clamps starts and ends as the Slice operator of the specification (and NumPy) does. */
export function axisSlices(node: TypedNode): readonly AxisSlice[] {
  const { shape } = node.input(0);
  const starts = node.attributeOrInput('starts', 1) ?? node.fail('is given no starts');
  const ends = node.attributeOrInput('ends', 2) ?? node.fail('is given no ends');
  const axes = node.attributeOrInput('axes', 3) ?? starts.map((_, index) => index);
  const steps = node.optional(4) ? node.constant(4, 'steps') : starts.map(() => 1);
  node.axes(axes, shape.length);
  return axes.map((given, index) => {
    const axis = node.axis(given, shape.length);
    const size = shape[axis];
    const step = steps[index];
    if (step === 0) node.fail(`slices axis ${axis} with step 0`);
    const low = step > 0 ? 0 : -1;
    const high = step > 0 ? size : size - 1;
    const clamp = (bound: number, least: number) =>
      Math.min(Math.max(bound < 0 ? bound + size : bound, least), high);
    const start = clamp(starts[index], step > 0 ? 0 : Math.min(0, high));
    const end = clamp(ends[index], low);
    return { axis, start, step, count: Math.max(0, Math.ceil((end - start) / step)) };
  });
}

const slice: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const cut = [...shape];
  for (const { axis, count } of axisSlices(node)) cut[axis] = count;
  return [{ dtype, shape: cut }];
};

/** [before of each axis, after of each axis] in full, whatever axes the node names. Negative pads crop. */
export function padding(node: TypedNode): readonly number[] {
  const rank = node.input(0).shape.length;
  const pads = node.attributeOrInput('pads', 1) ?? node.fail('is given no pads');
  const axes = node.optional(3)
    ? node.constant(3, 'axes').map((axis) => node.axis(axis, rank))
    : Array.from({ length: rank }, (_, axis) => axis);
  if (pads.length !== 2 * axes.length) node.fail(`needs ${2 * axes.length} pads but has ${pads.length}`);
  const full = new Array<number>(2 * rank).fill(0);
  axes.forEach((axis, index) => {
    full[axis] = pads[index];
    full[rank + axis] = pads[axes.length + index];
  });
  return full;
}

const pad: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const pads = padding(node);
  const grown = shape.map((size, axis) => size + pads[axis] + pads[shape.length + axis]);
  if (grown.some((size) => size < 0)) node.fail(`crops more than there is with pads [${pads.join(', ')}]`);
  return [{ dtype, shape: grown }];
};

const tile: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const repeats = node.constant(1, 'repeats');
  if (repeats.length !== shape.length) node.fail(`needs ${shape.length} repeats but has ${repeats.length}`);
  return [{ dtype, shape: shape.map((size, axis) => size * repeats[axis]) }];
};

export const slicingShapes: ShapeRules = {
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Tile: tile,
};
