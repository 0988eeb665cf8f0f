import { describe, expect, it } from 'vitest';
import { int, ints, string } from '../attributes.ts';
import { differentiate } from '../differentiate.ts';
import type { ConstantTensor } from '../model.ts';
import { codeOfDataType } from '../shapes/data-types.ts';
import { tensorOf } from '../tensors.ts';
import { checkGradients, checkNodeGradients } from '../testing/gradcheck.ts';
import { fixed, type NodeCase, nodeModel, whole } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';

const check = (
  op: string,
  inputs: NodeCase['inputs'],
  attributes: NodeCase['attributes'] = {},
  more: Partial<NodeCase> = {},
) => checkNodeGradients({ op, inputs, attributes, ...more });

describe.each([1, 2])('gradients of what moves elements, seed %i', (seed) => {
  const random = new Random(seed);
  const x = random.floats([2, random.int(1, 4), random.int(2, 5)]);
  const [batch, middle, last] = x.shape;

  it('Reshape', () => check('Reshape', [x, whole(0, -1)]));
  it('Flatten', () => check('Flatten', [x], { axis: int(2) }));
  it('Identity', () => check('Identity', [x]));
  it('Dropout', () => check('Dropout', [x]));
  it('Transpose', async () => {
    await check('Transpose', [x]);
    await check('Transpose', [x], { perm: ints([2, 0, 1]) });
  });
  it('Squeeze and Unsqueeze', async () => {
    await check('Squeeze', [random.floats([1, 3, 1])]);
    await check('Squeeze', [random.floats([1, 3, 1]), whole(-1)]);
    await check('Squeeze', [random.floats([1, 3, 1])], { axes: ints([0]) }, { opset: 11 });
    await check('Unsqueeze', [x, whole(-1, 0)]);
    await check('Unsqueeze', [x], { axes: ints([1]) }, { opset: 11 });
  });
  it('Expand', async () => {
    await check('Expand', [random.floats([3, 1, 2]), whole(2, 3, 4, 2)]);
    await check('Expand', [random.floats([]), whole(2, 3)]);
    await check('Expand', [random.floats([3, 2]), whole(1, 1)]);
  });
  it('Tile', () => check('Tile', [x, whole(2, 1, 3)]));
  it('Trilu', () => check('Trilu', [x, fixed(tensorOf([1], [], 'int64'))], { upper: int(0) }));

  it('Concat, all or some parts wanted', async () => {
    const parts = [1, 3, 2].map((size) => random.floats([batch, size, last]));
    await check('Concat', parts, { axis: int(1) });
    await check('Concat', [parts[0], fixed(parts[1]), parts[2]], { axis: int(-2) });
    await check('Concat', [parts[0]], { axis: int(1) });
  });

  it('Split in equal, unequal and empty parts', async () => {
    await check('Split', [random.floats([6, 2])], { num_outputs: int(3) }, { outputs: 3 });
    await check('Split', [random.floats([7, 2])], { num_outputs: int(3) }, { outputs: 3 });
    await check('Split', [random.floats([2, 6]), whole(1, 5)], { axis: int(-1) }, { outputs: 2 });
    await check(
      'Split',
      [random.floats([2, 6])],
      { axis: int(1), split: ints([4, 2]) },
      { outputs: 2, opset: 11 },
    );
  });

  it('Split with parts that do not reach the loss', async () => {
    const { model, feeds } = nodeModel({
      op: 'Split',
      inputs: [random.floats([6, 2]), whole(1, 2, 3)],
      outputs: 3,
    });
    await checkGradients({ model, feeds, from: ['y1'] });
    await checkGradients({ model, feeds, from: ['y0', 'y2'] });
  });

  it('Cast between floats', () => check('CastLike', [x, fixed(tensorOf([1], [], 'float32'))]));

  it.each(['DCR', 'CRD'])('DepthToSpace %s', (mode) =>
    check('DepthToSpace', [random.floats([2, 8, 2, 3])], { blocksize: int(2), mode: string(mode) }),
  );
  it('SpaceToDepth', () => check('SpaceToDepth', [random.floats([2, middle, 4, 6])], { blocksize: int(2) }));
});

describe('Slice gradients', () => {
  const x = new Random(4).floats([5, 7]);
  const cases: readonly (readonly [
    string,
    readonly number[],
    readonly number[],
    readonly number[],
    readonly number[],
  ])[] = [
    ['to the last', [1], [2 ** 53], [0], [1]],
    ['from the end', [-3, -9], [-1, 99], [0, 1], [1, 1]],
    ['with steps', [1, 0], [5, 7], [0, 1], [2, 3]],
    ['with a step that overshoots', [0], [7], [1], [5]],
    ['with one element', [2], [3], [1], [4]],
    ['backwards', [-1], [-99], [1], [-1]],
    ['backwards with steps', [-1, 5], [-99, 0], [0, 1], [-2, -3]],
    ['of negative axes', [1], [4], [-1], [1]],
    ['of everything', [0], [99], [0], [1]],
    ['of nothing', [3], [3], [0], [1]],
  ];
  it.each(cases)('%s', (_, starts, ends, axes, steps) =>
    check('Slice', [x, whole(...starts), whole(...ends), whole(...axes), whole(...steps)]),
  );

  it('with attributes, before opset 10', () =>
    check('Slice', [x], { starts: ints([1]), ends: ints([-1]), axes: ints([1]) }, { opset: 9 }));

  it('at random', async () => {
    const random = new Random(9);
    for (let count = 0; count < 8; count++) {
      const steps = [random.int(1, 3) * random.sign(), random.int(1, 3) * random.sign()];
      const bounds = () => whole(random.int(-8, 8), random.int(-8, 8));
      await check('Slice', [x, bounds(), bounds(), whole(0, 1), whole(...steps)]);
    }
  });
});

describe('Pad gradients', () => {
  const random = new Random(6);
  const x = random.floats([3, 4]);
  it('with a constant', async () => {
    await check('Pad', [x, whole(1, 0, 2, 3)]);
    await check('Pad', [x, whole(0, 2), fixed(tensorOf([5], [])), whole(-1)]);
    await check('Pad', [x], { pads: ints([1, 1, 0, 0]) }, { opset: 10 });
  });
  it('that crops', () => check('Pad', [x, whole(1, -1, -1, 2)]));
  it('with a value that is learned', () => check('Pad', [x, whole(1, 0, 2, 3), tensorOf([0.5], [])]));
  it.each(['reflect', 'edge', 'wrap'])('in mode %s', async (mode) => {
    await check('Pad', [x, whole(2, 1, 1, 3)], { mode: string(mode) });
    await check('Pad', [x, whole(0, 0, 0, 2)], { mode: string(mode) });
  });
});

describe('Gather gradients', () => {
  const random = new Random(8);
  const x = random.floats([4, 5, 3]);
  const long = (values: readonly number[], shape: readonly number[]): ConstantTensor =>
    tensorOf(values, shape, 'int64');

  it.each([0, 1, 2, -1])('along axis %i, indices stored', async (axis) => {
    await check('Gather', [x, fixed(long([2, 0, 2, -1], [2, 2]))], { axis: int(axis) });
    await check('Gather', [x, fixed(long([1], []))], { axis: int(axis) });
  });
  it.each([0, 1, 2, -1])('along axis %i, indices fed', (axis) =>
    check('Gather', [x, long([2, 0, 2, -1, 1, 1], [2, 3])], { axis: int(axis) }),
  );
  it('of a run forwards, backwards, with gaps', async () => {
    await check('Gather', [x, whole(1, 2, 3)], { axis: int(1) });
    await check('Gather', [x, whole(3, 2, 1)], { axis: int(1) });
    await check('Gather', [x, whole(0, 2, 4)], { axis: int(1) });
    await check('Gather', [x, whole(4, 2)], { axis: int(1) });
  });
  it('from so many that a matrix would not pay', async () => {
    const table = random.floats([600, 2]);
    await check('Gather', [table, random.integers([500], -600, 599)]);
    await check('Gather', [random.floats([2, 600]), random.integers([25, 20], 0, 599)], { axis: int(1) });
  });
  it('takes one row apart without a product', () => {
    const { model } = nodeModel({ op: 'Gather', inputs: [x, fixed(long([1], []))] });
    const { backward } = differentiate(model, { wrt: ['x0'], from: ['y0'] });
    expect(backward.graph.nodes.map(({ op }) => op)).toEqual(['Reshape', 'Pad']);
  });
  it('GatherElements', () =>
    check('GatherElements', [x, random.integers([4, 2, 3], -5, 4)], { axis: int(1) }));
  it('TopK', () => check('TopK', [random.distinct([3, 6]), whole(2)], {}, { outputs: 2 }));
});

describe('Scatter gradients', () => {
  const random = new Random(12);
  const x = random.floats([4, 3]);
  const places = fixed(tensorOf([2, 0], [2, 1], 'int64'));
  const twice = tensorOf([2, 0, 2], [3, 1], 'int64');

  it('GatherND of rows and of elements', async () => {
    await check('GatherND', [x, twice]);
    await check('GatherND', [x, fixed(tensorOf([1, 2, 3, 0], [2, 2], 'int64'))]);
  });
  it('ScatterND, over and onto', async () => {
    await check('ScatterND', [x, places, random.floats([2, 3])]);
    await check('ScatterND', [fixed(x), places, random.floats([2, 3])]);
    await check('ScatterND', [x, twice, random.floats([3, 3])], { reduction: string('add') });
  });
  it('ScatterElements, over and onto', async () => {
    const columns = tensorOf([2, 0, 1, 2], [2, 2], 'int64');
    const add = { axis: int(1), reduction: string('add') };
    await check('ScatterElements', [x, columns, random.floats([2, 2])], { axis: int(1) });
    await check('ScatterElements', [x, columns, random.floats([2, 2])], add);
  });
  it('refuse other reductions and batches', () => {
    const updates = random.floats([2, 3]);
    const most = nodeModel({
      op: 'ScatterND',
      inputs: [x, places, updates],
      attributes: { reduction: string('max') },
    });
    expect(() => differentiate(most.model, { wrt: ['x0'], from: ['y0'] })).toThrow(/the reduction "max"/);
    const rows = fixed(tensorOf([0, 1, 2, 0], [4, 1], 'int64'));
    const batch = nodeModel({ op: 'GatherND', inputs: [x, rows], attributes: { batch_dims: int(1) } });
    expect(() => differentiate(batch.model, { wrt: ['x0'], from: ['y0'] })).toThrow(/has batch_dims/);
  });
});

describe('structure rules', () => {
  it('refuse dropout in training mode', () => {
    const training = fixed(tensorOf([1], [], 'bool'));
    const { model } = nodeModel({ op: 'Dropout', inputs: [tensorOf([1, 2]), undefined, training] });
    expect(() => differentiate(model, { wrt: ['x0'], from: ['y0'] })).toThrow(
      /training mode; export the model/,
    );
  });

  it('let no gradient through whole numbers', () => {
    const { model } = nodeModel({
      op: 'Cast',
      inputs: [tensorOf([1, 2])],
      attributes: { to: int(codeOfDataType('int64')) },
    });
    const { graph } = model;
    const back = {
      ...nodeModel({ op: 'Cast', inputs: [tensorOf([1, 2])], attributes: { to: int(1) } }).node,
      name: 'back',
      inputs: ['y0'],
      outputs: ['z'],
    };
    const there = {
      ...model,
      graph: {
        ...graph,
        nodes: [...graph.nodes, back],
        outputs: [{ name: 'z', dtype: 'float32' as const, shape: [2] }],
      },
    };
    const { backward } = differentiate(there, { wrt: ['x0'], from: ['z'] });
    expect(backward.graph.nodes.some(({ op }) => op === 'Cast')).toBe(false);
  });
});
