import { describe, expect, it } from 'vitest';
import { float, floats, int, ints, string, tensor } from './attributes.ts';
import type { ConstantTensor, Model } from './model.ts';
import { codeOfDataType } from './shapes/data-types.ts';
import { inferNode, ShapeError } from './shapes.ts';
import { tensorOf, zeros } from './tensors.ts';
import { fixed, type NodeCase, nodeModel, whole } from './testing/node-model.ts';
import { Random } from './testing/random.ts';
import { runModel } from './testing/run.ts';
import { elementCount } from './value.ts';

const ones = (...shape: number[]): ConstantTensor =>
  tensorOf(new Float32Array(elementCount(shape)).fill(1), shape);
const bools = (...shape: number[]): ConstantTensor => ({
  dtype: 'bool',
  shape,
  data: zeros('bool', elementCount(shape)),
});
const longs = (shape: number[], value = 0): ConstantTensor =>
  tensorOf(new Array(elementCount(shape)).fill(value), shape, 'int64');
const scalar = (value: number, dtype: 'float32' | 'int64' = 'float32') => fixed(tensorOf([value], [], dtype));
const factors = (...values: number[]) => fixed(tensorOf(values));
const is = (
  op: string,
  inputs: NodeCase['inputs'],
  attributes: NodeCase['attributes'] = {},
  more: Partial<NodeCase> = {},
): NodeCase => ({ op, inputs, attributes, ...more });
const old = (opset: number) => ({ opset });

/** ONNX Runtime runs each, and its output's type and shape are the truth. */
const cases: readonly NodeCase[] = [
  // Elementwise and broadcasting.
  ...[
    'Abs',
    'Neg',
    'Relu',
    'Erf',
    'Floor',
    'Sign',
    'Softplus',
    'Mish',
    'HardSwish',
    'Elu',
    'Selu',
    'Gelu',
  ].map((op) => is(op, [ones(2, 3)])),
  is('Identity', [ones()]),
  is('Add', [ones(2, 1, 4), ones(3, 1)]),
  is('Mul', [ones(), ones(2, 3)]),
  is('Sub', [ones(0, 3), ones(1, 3)]),
  is('Pow', [ones(2, 3), scalar(2)]),
  is('Mod', [longs([2, 3], 5), longs([3], 2)]),
  is('PRelu', [ones(2, 3, 4), ones(3, 1)]),
  is('Max', [ones(2, 1), ones(3), ones(1, 1, 1)]),
  is('Sum', [ones(2, 3)]),
  is('Mean', [ones(2, 3), ones(3)]),
  is('Greater', [ones(2, 1), ones(3)]),
  is('Equal', [longs([2, 1]), longs([3])]),
  is('And', [bools(2, 1), bools(3)]),
  is('Not', [bools(2)]),
  is('IsNaN', [ones(2)]),
  is('Where', [bools(2, 1), ones(3), ones(4, 1, 1)]),
  is('Clip', [ones(2, 3), scalar(0), undefined]),
  is('Clip', [ones(2, 3)], { min: float(0) }, old(7)),
  is('Softmax', [ones(2, 3, 4)], { axis: int(1) }),
  is('CumSum', [ones(2, 3), scalar(1, 'int64')]),
  is('Trilu', [ones(2, 3)], { upper: int(0) }),
  is('Dropout', [ones(2, 3)], {}, { outputs: 2 }),
  is('Cast', [ones(2, 3)], { to: int(codeOfDataType('int64')) }),
  is('Cast', [ones(2, 3)], { to: int(codeOfDataType('bool')) }),
  is('CastLike', [ones(2, 3), longs([1])]),
  // Reductions.
  is('ReduceSum', [ones(2, 3, 4)]),
  is('ReduceSum', [ones(2, 3, 4), whole(-1, 0)], { keepdims: int(0) }),
  is('ReduceSum', [ones(2, 3, 4)], { noop_with_empty_axes: int(1) }),
  is('ReduceSum', [ones(2, 3, 4)], { axes: ints([1]), keepdims: int(0) }, old(11)),
  is('ReduceMean', [ones(2, 3, 4)], { axes: ints([1, 2]) }, old(17)),
  is('ReduceMean', [ones(2, 3, 4), whole(1, 2)], { keepdims: int(0) }),
  ...[
    'ReduceMax',
    'ReduceMin',
    'ReduceProd',
    'ReduceL1',
    'ReduceL2',
    'ReduceSumSquare',
    'ReduceLogSumExp',
  ].map((op) => is(op, [ones(2, 3, 4), whole(1)])),
  is('ArgMax', [ones(2, 3, 4)], { axis: int(-2) }),
  is('ArgMin', [ones(2, 3, 4)], { axis: int(1), keepdims: int(0) }),
  is('TopK', [ones(2, 5), whole(3)], {}, { outputs: 2 }),
  // Shape and order.
  is('Reshape', [ones(2, 3, 4), whole(0, -1, 2)]),
  is('Reshape', [ones(0, 3), whole(3, 0)], { allowzero: int(1) }),
  is('Reshape', [ones(1), fixed(tensorOf([], [0], 'int64'))]),
  is('Flatten', [ones(2, 3, 4)]),
  is('Flatten', [ones(2, 3, 4)], { axis: int(0) }),
  is('Flatten', [ones(2, 3, 4)], { axis: int(3) }),
  is('Flatten', [ones(2, 3, 4)], { axis: int(-1) }),
  is('Squeeze', [ones(1, 3, 1)]),
  is('Squeeze', [ones(1, 3, 1), whole(-1)]),
  is('Squeeze', [ones(1, 3, 1)], { axes: ints([0]) }, old(11)),
  is('Unsqueeze', [ones(3, 4), whole(-1, 0)]),
  is('Unsqueeze', [ones(3, 4)], { axes: ints([0, 3]) }, old(11)),
  is('Transpose', [ones(2, 3, 4)]),
  is('Transpose', [ones(2, 3, 4)], { perm: ints([1, 2, 0]) }),
  is('Expand', [ones(3, 1), whole(2, 1, 4)]),
  is('Expand', [ones(3, 4), whole(1)]),
  is('DepthToSpace', [ones(1, 8, 2, 3)], { blocksize: int(2) }),
  is('SpaceToDepth', [ones(1, 2, 4, 6)], { blocksize: int(2) }),
  // Cutting and joining.
  is('Concat', [ones(2, 3), ones(2, 1), ones(2, 0)], { axis: int(-1) }),
  is('Split', [ones(7, 2)], { num_outputs: int(3) }, { outputs: 3 }),
  is('Split', [ones(2, 6)], { axis: int(1), split: ints([1, 5]) }, { outputs: 2, opset: 11 }),
  is('Split', [ones(2, 6), whole(4, 0, 2)], { axis: int(-1) }, { outputs: 3, opset: 13 }),
  is('Split', [ones(6)], {}, { outputs: 2, opset: 13 }),
  is('Slice', [ones(5, 6), whole(1), whole(2 ** 53), whole(-1), whole(2)]),
  is('Slice', [ones(5, 6), whole(-1, 10), whole(-100, 1), whole(0, 1), whole(-2, -3)]),
  is('Slice', [ones(5, 6), whole(3, 4), whole(2, -1)]),
  is('Slice', [ones(5, 6), whole(-9, -2), whole(-2, 99)]),
  is('Slice', [ones(5, 6)], { starts: ints([1]), ends: ints([-1]), axes: ints([1]) }, old(9)),
  is('Pad', [ones(2, 3), whole(1, 0, 0, -1)]),
  is('Pad', [ones(2, 3), whole(1, 2), undefined, whole(-1)]),
  is('Pad', [ones(2, 3)], { pads: ints([0, 1, 2, 0]) }, old(10)),
  is('Tile', [ones(2, 3), whole(3, 1)]),
  // Indices.
  is('Gather', [ones(4, 5), longs([2, 3])], { axis: int(1) }),
  is('Gather', [ones(4, 5), longs([])]),
  is('GatherElements', [ones(4, 5), longs([2, 5])]),
  is('GatherND', [ones(4, 5, 6), longs([3, 2])]),
  is('GatherND', [ones(4, 5, 6), longs([4, 1])], { batch_dims: int(1) }),
  is('ScatterElements', [ones(4, 5), longs([1, 5]), ones(1, 5)]),
  is('ScatterND', [ones(4, 5), longs([2, 1]), ones(2, 5)]),
  is('OneHot', [longs([2, 3]), scalar(4, 'int64'), fixed(tensorOf([0, 1]))], { axis: int(1) }),
  // Made from nothing much.
  is('Shape', [ones(2, 3, 4)], { start: int(-2) }),
  is('Shape', [ones(2, 3, 4)], { start: int(1), end: int(-9) }),
  is('Size', [ones(2, 3)]),
  is('ConstantOfShape', [whole(2, 3)]),
  is('ConstantOfShape', [whole(2)], { value: tensor(tensorOf([1], [1], 'int64')) }),
  is('Range', [scalar(2), scalar(3.1), scalar(0.5)]),
  is('Range', [scalar(5, 'int64'), scalar(0, 'int64'), scalar(-2, 'int64')]),
  is('Constant', [], { value_floats: floats([1, 2]) }),
  is('Constant', [], { value: tensor(ones(2, 2)) }),
  // Products.
  is('MatMul', [ones(2, 1, 3, 4), ones(5, 4, 6)]),
  is('MatMul', [ones(4), ones(5, 4, 6)]),
  is('MatMul', [ones(2, 3, 4), ones(4)]),
  is('MatMul', [ones(4), ones(4)]),
  is('Gemm', [ones(4, 2), ones(3, 4), ones(3)], { transA: int(1), transB: int(1) }),
  is('Einsum', [ones(2, 3, 4), ones(2, 5, 4)], { equation: string('bqd,bkd->bqk') }),
  is('Einsum', [ones(2, 3), ones(3, 4)], { equation: string('ij, jk') }),
  // Windows.
  is('Conv', [ones(2, 4, 9, 8), ones(6, 2, 3, 3), ones(6)], {
    group: int(2),
    strides: ints([2, 1]),
    pads: ints([1, 0, 2, 1]),
    dilations: ints([1, 2]),
  }),
  is('Conv', [ones(1, 1, 7), ones(1, 1, 4)], { auto_pad: string('SAME_LOWER'), strides: ints([3]) }),
  is('Conv', [ones(1, 1, 7), ones(1, 1, 4)], { auto_pad: string('VALID') }),
  is('ConvTranspose', [ones(2, 4, 5, 4), ones(4, 3, 3, 2), ones(6)], {
    group: int(2),
    strides: ints([2, 3]),
    pads: ints([1, 0, 0, 1]),
    output_padding: ints([1, 0]),
  }),
  is('ConvTranspose', [ones(1, 2, 5), ones(2, 1, 3)], { strides: ints([2]), dilations: ints([2]) }),
  is('ConvTranspose', [ones(1, 2, 5), ones(2, 1, 3)], { strides: ints([2]), output_shape: ints([10]) }),
  is('ConvTranspose', [ones(1, 2, 5), ones(2, 1, 3)], { strides: ints([2]), auto_pad: string('SAME_UPPER') }),
  is(
    'MaxPool',
    [ones(1, 2, 7, 7)],
    { kernel_shape: ints([3, 3]), strides: ints([2, 2]), ceil_mode: int(1) },
    { outputs: 2 },
  ),
  is('MaxPool', [ones(1, 2, 6)], {
    kernel_shape: ints([2]),
    strides: ints([3]),
    pads: ints([1, 1]),
    ceil_mode: int(1),
  }),
  is('MaxPool', [ones(1, 1, 9)], { kernel_shape: ints([3]), dilations: ints([2]) }),
  is('AveragePool', [ones(1, 2, 6, 5)], {
    kernel_shape: ints([3, 2]),
    strides: ints([2, 2]),
    pads: ints([1, 0, 1, 0]),
    ceil_mode: int(1),
  }),
  is('AveragePool', [ones(1, 1, 5)], { kernel_shape: ints([2]), auto_pad: string('SAME_UPPER') }),
  is('GlobalAveragePool', [ones(2, 3, 4, 5)]),
  is('GlobalMaxPool', [ones(2, 3, 4)]),
  is('Resize', [ones(1, 2, 3, 5), undefined, factors(1, 1, 2, 1.5)], { mode: string('linear') }),
  is('Resize', [ones(1, 2, 3, 5), undefined, undefined, whole(1, 2, 6, 4)]),
  is('Resize', [ones(1, 2, 4, 6), undefined, undefined, whole(3, 3)], {
    axes: ints([2, 3]),
    keep_aspect_ratio_policy: string('not_larger'),
  }),
  is('Resize', [ones(1, 2, 3, 5), undefined, factors(2, 0.6)], { axes: ints([2, 3]) }),
  is('Resize', [ones(1, 2, 3, 5), factors(1, 1, 2, 2)], {}, old(10)),
  is('Upsample', [ones(1, 2, 3, 5), factors(1, 1, 2, 2)], {}, old(9)),
  // Normalisation.
  is('BatchNormalization', [ones(2, 3, 4), ones(3), ones(3), ones(3), ones(3)]),
  is('InstanceNormalization', [ones(2, 3, 4), ones(3), ones(3)]),
  is('GroupNormalization', [ones(2, 4, 3), ones(4), ones(4)], { num_groups: int(2) }),
  is('LayerNormalization', [ones(2, 3, 4), ones(3, 4)], { axis: int(1) }, { outputs: 3 }),
];

const nameOf = ({ op, inputs, attributes = {}, opset = 21 }: NodeCase): string => {
  const shapes = inputs
    .map((x) => (!x ? '-' : 'fixed' in x ? `<${x.fixed.data}>` : `[${x.shape}]`))
    .join(' ');
  const settings = Object.entries(attributes).map(
    ([name, { type, value }]) => `${name}=${type === 'tensor' ? value.data : value}`,
  );
  return `${op}-${opset} ${shapes} ${settings.join(' ')}`;
};

describe('inferNode tells what ONNX Runtime makes', () => {
  it.each(cases.map((one) => [nameOf(one), one] as const))('%s', async (_, one) => {
    const { model, node, tensors, feeds } = nodeModel(one);
    const results = await runModel(model, feeds);
    const known = tensors.map((x) => x && { dtype: x.dtype, shape: x.shape, constant: x });
    const inferred = inferNode(node, known, one.opset ?? 21);
    const made = node.outputs.map((name) => ({
      dtype: results[name].dtype,
      shape: [...results[name].shape],
    }));
    expect(inferred.map(({ dtype, shape }) => ({ dtype, shape: [...shape] }))).toEqual(made);
  });
});

describe('inferNode slides windows as ONNX Runtime does', () => {
  const windows = ['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool'];
  it.each(windows)('%s of random sizes', async (op) => {
    const random = new Random(5);
    for (let count = 0; count < 12; count++) {
      const kernel = [random.int(1, 4), random.int(1, 4)];
      const pool = op.endsWith('Pool');
      const pads = Array.from({ length: 4 }, (_, side) => random.int(0, kernel[side % 2] - 1));
      const auto = random.pick(['NOTSET', 'NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID']);
      const dense = op === 'AveragePool' || auto.startsWith('SAME');
      const attributes = {
        dilations: ints(dense ? [1, 1] : [random.int(1, 2), random.int(1, 2)]),
        kernel_shape: ints(kernel),
        strides: ints([random.int(1, 3), random.int(1, 3)]),
        auto_pad: string(auto),
        ...(auto === 'NOTSET' ? { pads: ints(pads) } : {}),
        ...(pool && auto === 'NOTSET' ? { ceil_mode: int(random.int(0, 1)) } : {}),
      };
      const x = ones(1, 2, random.int(8, 13), random.int(8, 13));
      const one = { op, inputs: pool ? [x] : [x, ones(2, 2, ...kernel)], attributes };
      const { model, node, tensors, feeds } = nodeModel(one);
      const { y0 } = await runModel(model, feeds);
      expect(inferNode(node, tensors, 21)[0].shape, nameOf(one)).toEqual([...y0.shape]);
    }
  });
});

describe('inferNode refuses in a sentence', () => {
  const refused: readonly (readonly [NodeCase, RegExp])[] = [
    [
      is('Add', [ones(2), ones(3)]),
      /^Add node "tested" with inputs \(float32\[2\], float32\[3\]\) cannot broadcast/,
    ],
    [is('Add', [ones(2)]), /two inputs/],
    [is('MatMul', [ones(2, 3), ones(2, 3)]), /inner sizes/],
    [is('Conv', [ones(1, 3, 8, 8), ones(4, 2, 3, 3)]), /needs \[B, C, ...\]/],
    [is('Conv', [ones(1, 2, 2, 2), ones(4, 2, 3, 3)]), /larger than its input/],
    [
      is('MaxPool', [ones(1, 1, 9)], {
        kernel_shape: ints([3]),
        dilations: ints([2]),
        auto_pad: string('SAME_UPPER'),
      }),
      /runtimes disagree/,
    ],
    [is('Reshape', [ones(2, 3), whole(4, -1)]), /6 elements into the shape \[4, -1\]/],
    [is('Reshape', [ones(2, 3), longs([2])]), /not constant/],
    [is('Squeeze', [ones(2, 3), whole(0)]), /size is not 1/],
    [is('Transpose', [ones(2, 3)], { perm: ints([0, 0]) }), /permutation/],
    [is('Concat', [ones(2, 3), ones(3, 3)], { axis: int(1) }), /differ off axis 1/],
    [is('Split', [ones(5), whole(2, 2)], {}, { outputs: 2 }), /cannot split 5/],
    [is('ReduceSum', [ones(2, 3), whole(2)]), /axis 2 of a tensor of rank 2/],
    [is('Softmax', [ones(2)], {}, { outputs: 2 }), /2 outputs where the operator gives 1/],
    [is('NonZero', [ones(2)]), /depends on the data/],
    [is('Frobnicate', [ones(2)]), /without a shape rule; there are rules for Abs, /],
    [is('Flatten', [ones(2)], { axis: string('one') }), /not of type int/],
  ];
  it.each(refused.map(([one, message]) => [nameOf(one), one, message] as const))('%s', (_, one, message) => {
    const infer = (): Model => nodeModel(one).model;
    expect(infer).toThrow(ShapeError);
    expect(infer).toThrow(message);
  });
});
