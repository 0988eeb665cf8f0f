import { describe, expect, it } from 'vitest';
import { float, floats, int, ints, tensor } from './attributes.ts';
import { foldNode } from './fold.ts';
import type { ConstantTensor, DataType, Node } from './model.ts';
import { codeOfDataType } from './shapes/data-types.ts';
import { ShapeError } from './shapes.ts';
import { numbersOf, tensorOf } from './tensors.ts';
import { type NodeCase, nodeModel } from './testing/node-model.ts';
import { Random } from './testing/random.ts';
import { runModel } from './testing/run.ts';

const random = new Random(7);
const longs = (...values: number[]) => tensorOf(values, [values.length], 'int64');
const long = (value: number) => tensorOf([value], [], 'int64');
const list = (dtype: DataType, ...values: number[]) => tensorOf(values, [values.length], dtype);
const matrix = random.floats([3, 4]);
const whole = random.integers([3, 4], -9, 9);
const ramp = tensorOf(
  Array.from({ length: 24 }, (_, i) => i),
  [2, 3, 4],
  'int64',
);
const is = (
  op: string,
  inputs: readonly (ConstantTensor | undefined)[],
  attributes: NodeCase['attributes'] = {},
  more: Partial<NodeCase> = {},
): NodeCase => ({
  op,
  inputs: inputs.map((input) => input && { fixed: input }),
  attributes,
  ...more,
});
const to = (dtype: DataType) => ({ to: int(codeOfDataType(dtype)) });

const cases: readonly NodeCase[] = [
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min'].flatMap((op) => [
    is(op, [whole, longs(7, -2, 3, 1)]),
    is(op, [matrix, tensorOf([2, -3, 0.5], [3, 1])]),
    is(op, [list('int32', -7, 8, 9), list('int32', 2, -3, 4)]),
  ]),
  is('Sum', [list('float32', 1, 2), tensorOf([3], []), tensorOf([1, 2], [2, 1])]),
  is('Mod', [longs(-7, 7, -7, 7), longs(3, 3, -3, -3)]),
  is('Mod', [longs(-7, 7, -7, 7), longs(3, 3, -3, -3)], { fmod: int(1) }),
  is('Pow', [longs(2, -3), longs(10, 3)]),
  is('Pow', [list('float32', 2, 9), list('float32', -1, 0.5)]),
  ...['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'].flatMap((op) => [
    is(op, [whole, long(2)]),
    is(op, [list('float32', 1, 2, 3), list('float32', 2, 2, 2)]),
  ]),
  ...['And', 'Or', 'Xor'].map((op) => is(op, [list('bool', 0, 0, 1, 1), list('bool', 0, 1, 0, 1)])),
  is('Not', [list('bool', 0, 1)]),
  is('Where', [tensorOf([1, 0, 1], [3, 1], 'bool'), longs(1, 2), long(-1)]),
  ...['Neg', 'Abs', 'Sign'].flatMap((op) => [is(op, [whole]), is(op, [matrix])]),
  ...['Floor', 'Ceil', 'Exp', 'Sin', 'Cos', 'Reciprocal', 'Relu'].map((op) => is(op, [matrix])),
  is('Round', [list('float32', 0.5, 1.5, 2.5, -0.5, -1.5, 2.4, -2.6)]),
  is('Sqrt', [list('float32', 4, 2, 0)]),
  is('Log', [list('float32', 1, 10, 0.5)]),
  is('Clip', [matrix, tensorOf([-1], []), tensorOf([0.5], [])]),
  is('Clip', [whole, undefined, long(3)]),
  is('Cast', [list('float32', 1.9, -1.9, 0.2)], to('int64')),
  is('Cast', [list('float32', 0.1, 0, -3)], to('bool')),
  is('Cast', [longs(3, -4)], to('float32')),
  is('Cast', [longs(3, -4, 2 ** 33 + 5)], to('int32')),
  is('Cast', [list('bool', 0, 1)], to('int64')),
  is('CastLike', [longs(3), list('float32', 1)]),
  // 2^63 - 1, the end that exporters write for "to the last", must survive.
  is('Identity', [{ dtype: 'int64', shape: [1], data: BigInt64Array.of(9223372036854775807n) }]),
  is('Reshape', [ramp, longs(4, -1)]),
  is('Squeeze', [tensorOf([1, 2], [1, 2, 1]), longs(0)]),
  is('Unsqueeze', [long(5), longs(0)]),
  is('Unsqueeze', [long(5)], { axes: ints([0]) }, { opset: 11 }),
  is('Flatten', [ramp]),
  is('Transpose', [ramp], { perm: ints([2, 0, 1]) }),
  is('Transpose', [ramp]),
  is('Expand', [tensorOf([1, 2, 3], [3, 1]), longs(2, 1, 4)]),
  is('Tile', [tensorOf([1, 2, 3, 4], [2, 2]), longs(2, 3)]),
  is('Concat', [ramp], { axis: int(0) }),
  is('Concat', [tensorOf([1, 2, 3, 4], [2, 2]), tensorOf([5, 6], [2, 1])], { axis: int(-1) }),
  is('Slice', [ramp, longs(1, -1), longs(99, -9), longs(1, 2), longs(1, -2)]),
  is('Slice', [longs(1, 2, 3, 4), longs(2), longs(2 ** 53)]),
  is('Split', [ramp, longs(1, 3)], { axis: int(2) }, { outputs: 2 }),
  is('Gather', [longs(10, 20, 30), long(-1)]),
  is('Gather', [ramp, tensorOf([2, 0, 1, 1], [2, 2], 'int64')], { axis: int(1) }),
  is('GatherElements', [ramp, tensorOf([1, 0, -1, 0], [1, 1, 4], 'int64')], { axis: int(0) }),
  is('Pad', [tensorOf([1, 2, 3, 4], [2, 2]), longs(0, 1, 1, -1), tensorOf([9], [])]),
  is('ReduceSum', [ramp, longs(0, -1)], { keepdims: int(0) }),
  is('ReduceProd', [longs(2, 3, 4)]),
  is('ReduceMax', [ramp, longs(1)]),
  is('ReduceMin', [matrix], { axes: ints([0]) }, { opset: 13 }),
  is('ReduceMean', [matrix, longs(1)]),
  is('Shape', [ramp], { start: int(1) }),
  is('Size', [ramp]),
  is('ConstantOfShape', [longs(2, 2)], { value: tensor(longs(3)) }),
  is('ConstantOfShape', [tensorOf([], [0], 'int64')]),
  is('Range', [long(5), long(-2), long(-3)]),
  is('Range', [tensorOf([0.5], []), tensorOf([2], []), tensorOf([0.25], [])]),
  is('OneHot', [longs(1, -1, 5), long(3), longs(0, 9)]),
  is('OneHot', [longs(1, 0), long(3), longs(0, 9)], { axis: int(0) }),
  is('Constant', [], { value_float: float(2.5) }),
  is('Constant', [], { value_floats: floats([1, 2]) }),
  is('Constant', [], { value_ints: ints([1, 2]) }),
];

const nameOf = ({ op, attributes = {} }: NodeCase, index: number): string =>
  `${index}: ${op} ${Object.keys(attributes).join(' ')}`;

describe('foldNode computes what ONNX Runtime computes', () => {
  it.each(cases.map((one, index) => [nameOf(one, index), one] as const))('%s', async (_, one) => {
    const { model, node, tensors, feeds } = nodeModel(one);
    const results = await runModel(model, feeds);
    const folded = foldNode(node, tensors, one.opset ?? 21);
    expect(folded).toBeDefined();
    node.outputs.forEach((name, index) => {
      const made = folded?.[index];
      expect(made?.dtype).toBe(results[name].dtype);
      expect(made?.shape).toEqual([...results[name].shape]);
      if (made?.dtype !== 'float32') expect(made?.data).toEqual(results[name].data);
      else
        numbersOf(made).forEach((value, at) => {
          expect(value).toBeCloseTo(Number(results[name].data[at]), 5);
        });
    });
  });
});

describe('foldNode cuts as ONNX Runtime cuts', () => {
  it.each([1, 2, 3])('with random starts, ends and steps, seed %i', async (seed) => {
    const chance = new Random(seed);
    for (let count = 0; count < 10; count++) {
      const bound = () => chance.pick([chance.int(-7, 7), chance.int(-7, 7), 2 ** 53, -(2 ** 53)]);
      const step = () => chance.int(1, 3) * chance.sign();
      const settings = [
        longs(bound(), bound()),
        longs(bound(), bound()),
        longs(-1, 0),
        longs(step(), step()),
      ];
      const { model, node, tensors, feeds } = nodeModel(is('Slice', [ramp, ...settings]));
      const { y0 } = await runModel(model, feeds);
      const [made] = foldNode(node, tensors, 21) ?? [];
      const which = settings.map(({ data }) => data.join()).join(' | ');
      expect([made?.shape.join(), made?.data.join()], which).toEqual([y0.shape.join(), y0.data.join()]);
    }
  });
});

describe('foldNode', () => {
  const node = (op: string, ...inputs: string[]): Node => ({
    op,
    domain: '',
    name: 'tested',
    inputs,
    outputs: ['y'],
    attributes: {},
  });

  it('finds the elements that are not zero, whose shape nothing else could tell', () => {
    const [found] = foldNode(node('NonZero', 'x'), [tensorOf([0, 1, 2, 0, 0, 3], [2, 3])], 21) ?? [];
    expect(found).toEqual({ dtype: 'int64', shape: [2, 3], data: BigInt64Array.of(0n, 0n, 1n, 1n, 2n, 2n) });
  });

  it('leaves an input that is not constant, a network operator and a foreign domain to the runtime', () => {
    expect(foldNode(node('Add', 'a', 'b'), [longs(1), undefined], 21)).toBeUndefined();
    expect(foldNode(node('Sigmoid', 'x'), [matrix], 21)).toBeUndefined();
    expect(foldNode({ ...node('Neg', 'x'), domain: 'com.example' }, [matrix], 21)).toBeUndefined();
  });

  it('does not blow a model up', () => {
    expect(foldNode(node('Expand', 'x', 's'), [long(1), longs(300, 300)], 21)).toBeUndefined();
  });

  it('leaves division by a whole zero to the runtime', () => {
    expect(foldNode(node('Div', 'a', 'b'), [longs(1), longs(0)], 21)).toBeUndefined();
    expect(foldNode(node('Mod', 'a', 'b'), [longs(1), longs(0)], 21)).toBeUndefined();
  });

  it('refuses inputs that do not fit', () => {
    expect(() => foldNode(node('Add', 'a', 'b'), [longs(1, 2), longs(1, 2, 3)], 21)).toThrow(ShapeError);
    expect(() => foldNode(node('Gather', 'a', 'b'), [longs(1, 2), longs(2)], 21)).toThrow(/outside 0..1/);
  });
});
