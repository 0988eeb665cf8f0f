import type { ShapeRule, ShapeRules, TensorType, TypedNode } from './typed-node.ts';

/** A sliding window over the spatial axes of [B, C, ...sizes]. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Before each spatial axis, then after each. */
  readonly pads: readonly number[];
}

/** Reads a window, auto_pad resolved to explicit pads. */
export function slidingWindow(node: TypedNode, kernel: readonly number[]): Window {
  const rank = kernel.length;
  const sizes = node.input(0).shape.slice(2);
  if (sizes.length !== rank) node.fail(`slides a window of ${rank} axes over ${sizes.length} spatial axes`);
  const list = (name: string, otherwise: number, length: number) => {
    const values = node.ints(name) ?? new Array<number>(length).fill(otherwise);
    if (values.length !== length) node.fail(`needs ${length} numbers in ${name} but has ${values.length}`);
    return values;
  };
  const strides = list('strides', 1, rank);
  const dilations = list('dilations', 1, rank);
  const auto = node.string('auto_pad', 'NOTSET');
  if (auto === 'NOTSET') return { kernel, strides, dilations, pads: list('pads', 0, 2 * rank) };
  const before = new Array<number>(rank).fill(0);
  const after = new Array<number>(rank).fill(0);
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    if (dilations.some((dilation) => dilation !== 1)) {
      node.fail(`has dilations with auto_pad ${auto}, on which runtimes disagree; give it pads instead`);
    }
    for (let axis = 0; axis < rank; axis++) {
      const out = Math.ceil(sizes[axis] / strides[axis]);
      const total = Math.max(0, (out - 1) * strides[axis] + kernel[axis] - sizes[axis]);
      const small = Math.floor(total / 2);
      before[axis] = auto === 'SAME_UPPER' ? small : total - small;
      after[axis] = total - before[axis];
    }
  } else if (auto !== 'VALID') {
    node.fail(`has an unknown auto_pad "${auto}"`);
  }
  return { kernel, strides, dilations, pads: [...before, ...after] };
}

function windowedSizes(node: TypedNode, window: Window, ceil: boolean): readonly number[] {
  const { kernel, strides, dilations, pads } = window;
  return kernel.map((extent, axis) => {
    const size = node.input(0).shape[axis + 2];
    const padded = size + pads[axis] + pads[kernel.length + axis];
    const steps = (padded - (extent - 1) * dilations[axis] - 1) / strides[axis];
    let count = (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // A window that begins in the padding behind the data does not count (PyTorch, and ONNX since opset 19).
    if (ceil && (count - 1) * strides[axis] >= size + pads[axis]) count--;
    if (count < 1) node.fail(`has a window larger than its input on spatial axis ${axis}`);
    return count;
  });
}

const conv: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const weight = node.input(1).shape;
  const groups = node.int('group', 1);
  if (shape.length < 3 || weight.length !== shape.length || shape[1] !== weight[1] * groups) {
    node.fail(`needs [B, C, ...] and weights [K, C / ${groups}, ...]`);
  }
  if (weight[0] % groups !== 0) node.fail(`cannot divide ${weight[0]} output channels into ${groups} groups`);
  const window = slidingWindow(node, node.ints('kernel_shape') ?? weight.slice(2));
  return [{ dtype, shape: [shape[0], weight[0], ...windowedSizes(node, window, false)] }];
};

/** ConvTranspose's window: pads resolved from output_shape or auto_pad, and the sizes it gives. */
export function transposedWindow(node: TypedNode): Window & {
  readonly outputPadding: readonly number[];
  readonly sizes: readonly number[];
} {
  const { shape } = node.input(0);
  const rank = shape.length - 2;
  const kernel = node.ints('kernel_shape') ?? node.input(1).shape.slice(2);
  const ones = new Array<number>(rank).fill(1);
  const strides = node.ints('strides', ones);
  const dilations = node.ints('dilations', ones);
  const outputPadding = node.ints('output_padding', new Array<number>(rank).fill(0));
  const auto = node.string('auto_pad', 'NOTSET');
  const explicit = node.ints('output_shape')?.slice(-rank);
  const wanted =
    explicit ??
    (auto.startsWith('SAME') ? strides.map((stride, axis) => stride * shape[axis + 2]) : undefined);
  const full = kernel.map(
    (extent, axis) =>
      strides[axis] * (shape[axis + 2] - 1) + outputPadding[axis] + (extent - 1) * dilations[axis] + 1,
  );
  const pads = [...(auto === 'NOTSET' ? node.ints('pads', []) : [])];
  if (pads.length === 0) pads.push(...new Array<number>(2 * rank).fill(0));
  if (wanted) {
    wanted.forEach((size, axis) => {
      const total = Math.max(0, full[axis] - size);
      const small = Math.floor(total / 2);
      // The specification: SAME_UPPER puts the odd one behind; every other way puts it in front.
      pads[axis] = auto === 'SAME_UPPER' ? small : total - small;
      pads[rank + axis] = total - pads[axis];
    });
  }
  // Where the kernel does not reach from one stride to the next, SAME falls short of its aim.
  const sizes = explicit ?? full.map((size, axis) => size - pads[axis] - pads[rank + axis]);
  return { kernel, strides, dilations, pads, outputPadding, sizes };
}

const convTranspose: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const weight = node.input(1).shape;
  if (shape.length < 3 || weight.length !== shape.length || shape[1] !== weight[0]) {
    node.fail('needs [B, C, ...] and weights [C, K / groups, ...]');
  }
  return [{ dtype, shape: [shape[0], weight[1] * node.int('group', 1), ...transposedWindow(node).sizes] }];
};

const pool: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const kernel = node.ints('kernel_shape') ?? node.fail('lacks its kernel_shape');
  const sizes = windowedSizes(node, slidingWindow(node, kernel), node.int('ceil_mode', 0) !== 0);
  const pooled: TensorType = { dtype, shape: [shape[0], shape[1], ...sizes] };
  return [pooled, { dtype: 'int64', shape: pooled.shape }];
};

const globalPool: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  return [{ dtype, shape: shape.map((size, axis) => (axis < 2 ? size : 1)) }];
};

/** Resize by scales (output = floor(input * scale)) or sizes, on all axes or on `axes` (opset 18). */
const resize: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const [scalesAt, sizesAt] = node.opset < 11 ? [1, 3] : [2, 3];
  const given = node.ints('axes');
  const axes = given ? given.map((axis) => node.axis(axis, shape.length)) : shape.map((_, axis) => axis);
  const out = [...shape];
  const sizes = node.optional(sizesAt);
  if (sizes && sizes.shape[0] !== 0) {
    const wanted = node.constant(sizesAt, 'sizes');
    if (wanted.length !== axes.length) node.fail(`needs ${axes.length} sizes but has ${wanted.length}`);
    const policy = node.string('keep_aspect_ratio_policy', 'stretch');
    const ratios = axes.map((axis, index) => wanted[index] / shape[axis]);
    const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
    axes.forEach((axis, index) => {
      out[axis] = policy === 'stretch' ? wanted[index] : Math.round(shape[axis] * scale);
    });
    return [{ dtype, shape: out }];
  }
  const scales = node.floats('scales') ?? node.constant(scalesAt, 'scales');
  if (scales.length !== axes.length) node.fail(`needs ${axes.length} scales but has ${scales.length}`);
  axes.forEach((axis, index) => {
    out[axis] = Math.floor(shape[axis] * scales[index]);
  });
  return [{ dtype, shape: out }];
};

const upsample: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const scales = node.floats('scales') ?? node.constant(1, 'scales');
  return [{ dtype, shape: shape.map((size, axis) => Math.floor(size * scales[axis])) }];
};

export const spatialShapes: ShapeRules = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  LpPool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  GlobalLpPool: globalPool,
  Resize: resize,
  Upsample: upsample,
};
