import { intOf, stringOf } from '../attributes.ts';
import type { Value } from '../builder.ts';
import { axisSlices } from '../shapes/slicing.ts';
import { isFloat } from '../tensors.ts';
import { elementCount } from '../value.ts';
import { reshapeTo, sumTo } from './broadcast.ts';
import { given, refuse, typed, unaryRule, zeroRule } from './form.ts';
import { gatherRules } from './gather.ts';
import { padRules } from './pad.ts';
import { placeIn, placeOnAxis, reverseAxis, sliceAxis, spreadAxis } from './pieces.ts';
import type { GradientRule, RuleTable } from './rule.ts';
import { scatterRules } from './scatter.ts';

/** The same elements in the same order under another shape. */
const reshape = unaryRule(({ g, x }, dy) => reshapeTo(g, dy, x.shape));

const transpose = unaryRule((context, dy) => {
  const { g, x } = context;
  const order = typed(context).ints('perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  return g.transpose(
    dy,
    order.map((_, axis) => order.indexOf(axis)),
  );
});

/** One Split where every part is wanted, else a Slice for each that is. */
const concat: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, inputs, needs } = context;
  const node = typed(context);
  const axis = node.axis(node.int('axis', 0), dy.shape.length);
  const sizes = inputs.map((_, index) => given(context, index).shape[axis]);
  if (sizes.length === 1) return [dy];
  if (needs.every(Boolean)) return g.split(dy, sizes, axis);
  let start = 0;
  return sizes.map((size, index) => {
    const part = needs[index] ? sliceAxis(g, dy, axis, start, size) : undefined;
    start += size;
    return part;
  });
};

/** Parts that do not reach the loss are zeros. */
const split: GradientRule = (context, cotangents) => {
  const { g, outputs, needs } = context;
  const present = cotangents.filter((cotangent) => cotangent !== undefined);
  if (!needs[0] || present.length === 0) return [];
  const x = given(context, 0);
  const node = typed(context);
  const axis = node.axis(node.int('axis', 0), x.shape.length);
  const before = (index: number) => outputs.slice(0, index).reduce((sum, part) => sum + part.shape[axis], 0);
  if (present.length === 1) {
    const only = cotangents.findIndex((cotangent) => cotangent !== undefined);
    return [placeOnAxis(g, present[0], axis, x.shape[axis], before(only))];
  }
  return [
    g.concat(
      outputs.map((part, index) => cotangents[index] ?? g.filled(part.shape, 0, part.dtype)),
      axis,
    ),
  ];
};

/** Back to where it was cut from, zeros elsewhere: reversed for negative steps, spread for larger ones. */
const slice = unaryRule((context, dy) => {
  const { g, x } = context;
  if (elementCount(dy.shape) === 0) return g.filled(x.shape, 0, x.dtype);
  const starts = x.shape.map(() => 0);
  let piece = dy;
  for (const { axis, start, step, count } of axisSlices(typed(context))) {
    if (step < 0) piece = reverseAxis(g, piece, axis);
    piece = spreadAxis(g, piece, axis, Math.abs(step));
    starts[axis] = step < 0 ? start + (count - 1) * step : start;
  }
  return placeIn(g, piece, x.shape, starts);
});

const expand = unaryRule(({ g, x }, dy) => sumTo(g, dy, x.shape));

/** Copies are an axis of their own, over which to sum. */
const tile = unaryRule((context, dy) => {
  const { g, x } = context;
  const repeats = typed(context).constant(1, 'repeats');
  const copies: number[] = [];
  const shape: number[] = [];
  x.shape.forEach((size, axis) => {
    if (repeats[axis] !== 1) {
      copies.push(shape.length);
      shape.push(repeats[axis]);
    }
    shape.push(size);
  });
  return copies.length === 0 ? dy : g.reduceSum(g.reshape(dy, shape), copies, false);
});

/** Between floats the gradient is cast back; whole numbers have none. */
const cast: GradientRule = (context, [dy]) => {
  const x = given(context, 0);
  return dy && context.needs[0] && isFloat(x.dtype) && isFloat(dy.dtype) ? [context.g.cast(dy, x.dtype)] : [];
};

/** At inference Dropout passes everything on. */
const dropout = unaryRule((context, dy) => {
  const training = context.inputs[2];
  if (training && training.constant?.data[0] !== 0) {
    refuse(context, 'is in training mode; export the model for inference, or leave dropout to the data');
  }
  return dy;
});

/**
 * [B, C b^2, H, W] to [B, C, H b, W b] in mode DCR (the block's place leads in the channels) or CRD (it trails). The
 * inverse is written out, because ONNX Runtime's WebGPU provider has no SpaceToDepth.
 */
const depthToSpace = unaryRule(({ node, g, x }, dy) => {
  const order = stringOf(node, 'mode', 'DCR') === 'DCR' ? [0, 3, 5, 1, 2, 4] : [0, 1, 3, 5, 2, 4];
  const block = intOf(node, 'blocksize', 1);
  const [batch, depth, height, width] = x.shape;
  const blocks = g.reshape(dy, [batch, depth / (block * block), height, block, width, block]);
  return g.reshape(g.transpose(blocks, order), x.shape);
});

const spaceToDepth = unaryRule(({ node, g }, dy) =>
  g.one('DepthToSpace', [dy], { blocksize: { type: 'int', value: intOf(node, 'blocksize', 1) } }),
);

/** A triangle of a triangle is itself. */
const trilu = unaryRule(({ node, inputs, g }, dy): Value => g.one('Trilu', [dy, inputs[1]], node.attributes));

export const structureRules: RuleTable = {
  ...gatherRules,
  ...padRules,
  ...scatterRules,
  Reshape: reshape,
  Flatten: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
  Identity: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Expand: expand,
  Tile: tile,
  Cast: cast,
  CastLike: cast,
  Dropout: dropout,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  Trilu: trilu,
  Shape: zeroRule,
  Size: zeroRule,
  ConstantOfShape: zeroRule,
  Constant: zeroRule,
  Range: zeroRule,
  OneHot: zeroRule,
};
