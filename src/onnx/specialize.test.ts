import { describe, expect, it } from 'vitest';
import { type Attributes, int, ints, tensor } from './attributes.ts';
import { SpecializationError } from './errors.ts';
import type { ConstantTensor, Dimension, Graph, Model, Node } from './model.ts';
import { specialize } from './specialize.ts';
import { numbersOf, tensorOf } from './tensors.ts';
import { runModel } from './testing/run.ts';

const node = (
  op: string,
  inputs: string[],
  output: string,
  attributes: Attributes = {},
  domain = '',
): Node => ({
  op,
  domain,
  name: `${op} of ${output}`,
  inputs,
  outputs: [output],
  attributes,
});

const model = (
  nodes: readonly Node[],
  shape: readonly Dimension[] | undefined,
  initializers: Readonly<Record<string, ConstantTensor>> = {},
  opset = 16,
): Model => ({
  graph: {
    name: 'test',
    inputs: [{ name: 'x', dtype: 'float32', shape }],
    outputs: [{ name: 'y', dtype: 'float32', shape: undefined }],
    nodes,
    initializers: new Map(Object.entries(initializers)),
  },
  opsets: { '': opset },
  irVersion: 8,
  producer: 'test',
  metadata: { made: 'here' },
});

const whole = (...values: readonly number[]) => tensorOf(values, [values.length], 'int64');
const ops = ({ graph }: Model) => graph.nodes.map(({ op }) => op);

/** As PyTorch exports x.view(x.size(0), -1, 2): the batch read from the shape. */
const viewed = model(
  [
    node('Shape', ['x'], 'shape'),
    node('Constant', [], 'zero', { value: tensor(tensorOf([0], [], 'int64')) }),
    node('Gather', ['shape', 'zero'], 'batch', { axis: int(0) }),
    node('Unsqueeze', ['batch', 'axes'], 'batches'),
    node('Concat', ['batches', 'rest'], 'target', { axis: int(0) }),
    node('Reshape', ['x', 'target'], 'flat'),
    node('Identity', ['flat'], 'same'),
    node('Dropout', ['same'], 'kept'),
    node('Mul', ['kept', 'scale'], 'y'),
    node('Exp', ['kept'], 'dead'),
  ],
  ['batch', 3, 'width'],
  { axes: whole(0), rest: whole(-1, 2), scale: tensorOf([2, 3]) },
);

describe('specialize', () => {
  it('folds shape computations, drops identities and dead nodes, keeps weights and names', async () => {
    const fixed = specialize(viewed, { batch: 2, width: 4 });
    expect(ops(fixed)).toEqual(['Reshape', 'Mul']);
    expect(fixed.graph.outputs).toEqual([{ name: 'y', dtype: 'float32', shape: [2, 6, 2] }]);
    expect([...fixed.graph.initializers.keys()]).toContain('scale');
    expect(fixed.metadata).toEqual({ made: 'here' });
    const x = tensorOf(
      Array.from({ length: 24 }, (_, i) => i),
      [2, 3, 4],
    );
    expect(await runModel(fixed, { x })).toEqual(await runModel(viewed, { x }));
  });

  it('takes whole shapes by input', () => {
    expect(specialize(viewed, { x: [5, 3, 2] }).graph.inputs[0].shape).toEqual([5, 3, 2]);
    expect(specialize(model([node('Neg', ['x'], 'y')], undefined), { x: [5] }).graph.inputs[0].shape).toEqual(
      [5],
    );
  });

  it('names every dimension that stays open', () => {
    expect(() => specialize(viewed, { batch: 2 })).toThrow(
      'These dimensions are still open: width (dimension 2 of input x). Give their sizes in shapes.',
    );
    expect(() => specialize(viewed)).toThrow(/batch \(dimension 0 of input x\), width/);
    expect(() => specialize(model([], undefined))).toThrow(/all dimensions of input x/);
  });

  it.each([
    [{ x: [2, 4, 4] }, /Dimension 1 of input x is 3, not 4/],
    [{ x: [2, 3] }, /has 3 dimensions, but the shape given for it is \[2, 3\]/],
    [{ batch: 1, x: [2, 3, 4] }, /batch is given two sizes, 1 and 2/],
    [{ batch: -1, width: 4 }, /cannot be -1/],
  ])('refuses %j', (shapes, sentence) => {
    expect(() => specialize(viewed, shapes)).toThrow(sentence);
  });

  it('refuses domains and control flow that it does not know', () => {
    const odd = model([node('Gelu', ['x'], 'y', {}, 'com.microsoft')], [2]);
    expect(() => specialize(odd)).toThrow(SpecializationError);
    expect(() => specialize(odd)).toThrow(/com\.microsoft/);
    const body: Graph = { name: 'b', inputs: [], outputs: [], nodes: [], initializers: new Map() };
    const loop = model([node('Loop', ['', '', 'x'], 'y', { body: { type: 'graph', value: body } })], [2]);
    expect(() => specialize(loop)).toThrow(/Loop.*inner graph/);
  });

  it('takes the branch of an If that the shapes decide', () => {
    const branch = (op: string): Graph => ({
      name: op,
      inputs: [],
      outputs: [{ name: `${op}.out`, dtype: 'float32', shape: undefined }],
      nodes: [node(op, ['x'], `${op}.out`)],
      initializers: new Map(),
    });
    const chosen = model(
      [
        node('Shape', ['x'], 'shape'),
        node('Equal', ['shape', 'one'], 'single'),
        node('If', ['single'], 'y', {
          then_branch: { type: 'graph', value: branch('Neg') },
          else_branch: { type: 'graph', value: branch('Exp') },
        }),
      ],
      ['n'],
      { one: whole(1) },
    );
    expect(ops(specialize(chosen, { n: 1 }))).toEqual(['Neg']);
    expect(ops(specialize(chosen, { n: 2 }))).toEqual(['Exp']);
    expect(() => specialize(model([node('If', ['x'], 'y')], [1]))).toThrow(/If.*chooses by data/);
  });
});

describe('older operator sets mean the same in the new one', () => {
  const x = tensorOf(
    Array.from({ length: 24 }, (_, i) => Math.sin(i)),
    [2, 3, 4],
  );
  const cases: readonly (readonly [number, Node, Readonly<Record<string, ConstantTensor>>?])[] = [
    [11, node('Softmax', ['x'], 'y')],
    [11, node('LogSoftmax', ['x'], 'y', { axis: int(-1) })],
    [12, node('Softmax', ['x'], 'y', { axis: int(0) })],
    [11, node('Unsqueeze', ['x'], 'y', { axes: ints([0, 2]) })],
    [11, node('ReduceSum', ['x'], 'y', { axes: ints([1]), keepdims: int(0) })],
    [13, node('ReduceMean', ['x'], 'y', { axes: ints([-1]) })],
    [17, node('ReduceMax', ['x'], 'y')],
    [11, node('Split', ['x'], 'y', { axis: int(1), split: ints([3]) })],
    [11, node('Dropout', ['x'], 'y')],
    [13, node('Dropout', ['x'], 'y')],
    [11, node('Resize', ['x', 'none', 'scales'], 'y'), { none: tensorOf([]), scales: tensorOf([1, 1, 2]) }],
    [9, node('Upsample', ['x', 'scales'], 'y'), { scales: tensorOf([1, 1, 2]) }],
    [9, node('Slice', ['x'], 'y', { starts: ints([1]), ends: ints([3]), axes: ints([2]) })],
    [10, node('Pad', ['x'], 'y', { pads: ints([0, 0, 1, 0, 0, 1]) })],
    [
      10,
      node('Clip', ['x'], 'y', { min: { type: 'float', value: -0.2 }, max: { type: 'float', value: 0.5 } }),
    ],
  ];

  const named = cases.map(([opset, one, initializers]) => ({ opset, one, initializers, op: one.op }));

  it.each(named)('$op of opset $opset', async ({ opset, one, initializers }) => {
    const old = model([one], [2, 3, 4], initializers, opset);
    const [before, after] = [await runModel(old, { x }), await runModel(specialize(old), { x })];
    expect(after.y.shape).toEqual(before.y.shape);
    const errors = numbersOf(after.y).map((value, i) => Math.abs(value - Number(before.y.data[i])));
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  });
});
