import { expect, it } from 'vitest';
import { int, ints, string } from '../attributes.ts';
import { differentiate, gradientName } from '../differentiate.ts';
import { numbersOf, tensorOf } from '../tensors.ts';
import { fixed, type NodeCase, nodeModel, whole } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';
import { runModel } from '../testing/run.ts';

const random = new Random(2);
const x = random.floats([2, 3, 4], 0.3, 2);
const signed = random.away([2, 3, 4], [0]);
const is = (
  op: string,
  inputs: NodeCase['inputs'],
  attributes: NodeCase['attributes'] = {},
  outputs = 1,
) => ({
  op,
  inputs,
  attributes,
  outputs,
});
const each = (ops: string, inputs: NodeCase['inputs']) => ops.split(' ').map((op) => is(op, inputs));

const cases: readonly NodeCase[] = [
  ...each('Neg Exp Log Sqrt Reciprocal Sin Cos Tan Atan Sinh Cosh Floor', [x]),
  ...each('Abs Relu LeakyRelu Elu Celu Selu ThresholdedRelu Sigmoid Tanh HardSigmoid HardSwish', [signed]),
  ...each('Softplus Softsign Erf Gelu Mish Softmax LogSoftmax', [signed]),
  is('Gelu', [signed], { approximate: string('tanh') }),
  ...each('Add Sub Mul Div Max Min PRelu', [signed, random.floats([3, 1], 0.5, 2)]),
  is('Pow', [x, tensorOf([1.5], [1])]),
  is('Pow', [x, fixed(tensorOf([1.5], []))]),
  is('Max', [x, random.floats([4]), random.floats([4])]),
  is('Clip', [x, fixed(tensorOf([0.5], [])), fixed(tensorOf([1], []))]),
  is('Where', [fixed(tensorOf([1, 0, 1], [3, 1], 'bool')), random.floats([4]), x]),
  is('CumSum', [x, fixed(tensorOf([1], [], 'int64'))]),
  ...each('ReduceSum ReduceMean ReduceMax ReduceMin ReduceL1 ReduceL2 ReduceSumSquare', [x, whole(1)]),
  ...each('ReduceProd ReduceLogSum ReduceLogSumExp', [x, whole(0, 2)]),
  is('ReduceMean', [x, whole(0, 2)], { keepdims: int(0) }),
  is('Transpose', [x], { perm: ints([2, 0, 1]) }),
  is('Reshape', [x, whole(4, -1)]),
  is('Expand', [random.floats([3, 1]), whole(2, 3, 4)]),
  is('Tile', [x, whole(2, 1, 3)]),
  is('Trilu', [x]),
  is('Concat', [x, signed], { axis: int(1) }),
  is('Split', [x, whole(1, 2)], { axis: int(1) }, 2),
  is('Slice', [x, whole(1), whole(3), whole(2)]),
  is('Slice', [x, whole(0), whole(9), whole(2), whole(2)]),
  is('Slice', [x, whole(-1), whole(-9), whole(2), whole(-1)]),
  ...['constant', 'reflect', 'edge', 'wrap'].map((mode) =>
    is('Pad', [x, whole(0, 1, 0, 0, 0, 2)], { mode: string(mode) }),
  ),
  ...['DCR', 'CRD'].map((mode) =>
    is('DepthToSpace', [random.floats([1, 8, 2, 2])], { blocksize: int(2), mode: string(mode) }),
  ),
  is('SpaceToDepth', [random.floats([1, 2, 4, 4])], { blocksize: int(2) }),
  is('Gather', [x, whole(1)], { axis: int(1) }),
  is('Gather', [x, whole(2, 0, 0)], { axis: int(1) }),
  is('Gather', [x, tensorOf([2, 0, 0, -1], [2, 2], 'int64')], { axis: int(1) }),
  is('Gather', [random.floats([700, 2]), fixed(random.integers([500], 0, 699))]),
  is('GatherElements', [x, random.integers([2, 2, 4], 0, 2)], { axis: int(1) }),
  is('GatherND', [x, tensorOf([1, 0], [2, 1], 'int64')]),
  is('ScatterND', [x, tensorOf([1], [1, 1], 'int64'), random.floats([1, 3, 4])]),
  is('ScatterElements', [x, random.integers([1, 3, 4], 0, 1), random.floats([1, 3, 4])]),
  is('TopK', [x, whole(2)], {}, 2),
];

/** The software GPU's sine and cosine are good to about 1e-4. */
const toleranceOf = (op: string): number => (op === 'Sin' || op === 'Cos' ? 5e-4 : 1e-4);

/** Sessions on webgpu are strict here: an operation that only the CPU has would refuse to load. */
it.each(cases.map((one, index) => [`${index}: ${one.op}`, one] as const))(
  'the gradient of %s runs on WebGPU alone and is that of WebAssembly',
  async (_, one) => {
    const { model, feeds, floats } = nodeModel(one);
    const from = model.graph.outputs.filter(({ dtype }) => dtype === 'float32').map(({ name }) => name);
    const { forward, backward, saved, backwardReads } = differentiate(model, { wrt: floats, from });
    const values = await runModel(forward, feeds);
    const cotangents = from.map((name) => [gradientName(name), random.floats(values[name].shape)] as const);
    const read = [...saved, ...backwardReads].map((name) => [name, values[name] ?? feeds[name]] as const);
    const given = Object.fromEntries([...cotangents, ...read]);
    const expected = await runModel(backward, given, 'wasm');
    const results = await runModel(backward, given, 'webgpu');
    for (const [name, tensor] of Object.entries(expected)) {
      const made = numbersOf(results[name]);
      expect(made).toHaveLength(tensor.data.length);
      const errors = numbersOf(tensor).map((value, at) => Math.abs(value - made[at]) / (1 + Math.abs(value)));
      expect(Math.max(...errors), name).toBeLessThan(toleranceOf(one.op));
    }
  },
);
