import { describe, expect, it } from 'vitest';
import { float, int } from '../attributes.ts';
import { Builder } from '../builder.ts';
import { differentiate, gradientName } from '../differentiate.ts';
import { DifferentiationError } from '../errors.ts';
import type { ConstantTensor } from '../model.ts';
import { tensorOf } from '../tensors.ts';
import { checkGradients, checkNodeGradients } from '../testing/gradcheck.ts';
import { fixed, type NodeCase, nodeModel } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';
import { runModel } from '../testing/run.ts';

const seeds = [1, 2];

/** One input of a random shape, kept in a range and off the corners. */
const unary: readonly (readonly [string, readonly number[], number, number])[] = [
  ['Neg', [], -2, 2],
  ['Abs', [0], -2, 2],
  ['Exp', [], -2, 2],
  ['Log', [], 0.5, 3],
  ['Sqrt', [], 0.5, 3],
  ['Reciprocal', [], 0.6, 3],
  ['Sin', [], -3, 3],
  ['Cos', [], -3, 3],
  ['Tan', [], -0.9, 0.9],
  ['Atan', [], -2, 2],
  ['Asin', [], -0.7, 0.7],
  ['Acos', [], -0.7, 0.7],
  ['Asinh', [], -2, 2],
  ['Acosh', [], 1.5, 3],
  ['Atanh', [], -0.7, 0.7],
  ['Sinh', [], -1, 1],
  ['Cosh', [], -1, 1],
];

describe.each(seeds)('elementwise gradients, seed %i', (seed) => {
  const random = new Random(seed);
  const shape = random.shape(random.int(1, 4));
  const check = (op: string, inputs: NodeCase['inputs'], more: Partial<NodeCase> = {}) =>
    checkNodeGradients({ op, inputs, ...more }, { seed });

  it.each(unary)('%s', (op, kinks, low, high) => check(op, [random.away(shape, kinks, low, high)]));

  it.each(['Add', 'Sub', 'Mul'])('%s, either side broadcast', async (op) => {
    await check(op, [random.floats(shape), random.floats(random.broadcastable(shape))]);
    await check(op, [random.floats(random.broadcastable(shape)), random.floats(shape)]);
  });

  it('Mul of two that stretch each other', () =>
    check('Mul', [random.floats([3, 1, 2]), random.floats([4, 1])]));

  it('Div, either side broadcast', async () => {
    await check('Div', [random.floats(shape), random.away(random.broadcastable(shape), [], 0.6, 2)]);
    await check('Div', [random.floats(random.broadcastable(shape)), random.away(shape, [], -2, -0.6)]);
  });

  it('Mul and Div by itself', async () => {
    const { model, feeds } = squareOf('Mul', random.floats(shape));
    const { backward } = differentiate(model, { wrt: ['x0'], from: ['y0'] });
    expect(backward.graph.outputs[0].shape).toEqual(feeds.x0.shape);
  });

  it.each([0, 1, 2, 3, 0.5, -1, -0.5, 1.7, -2])('Pow with the constant exponent %f', (exponent) =>
    check('Pow', [random.away(shape, [], 0.5, 2), fixed(tensorOf([exponent], []))]),
  );

  it('Pow of a negative number to a whole exponent', () =>
    check('Pow', [random.away(shape, [], -2, -0.5), fixed(tensorOf([3], [], 'int64'))]));

  it('Pow with an exponent that is learned', () =>
    check('Pow', [random.away(shape, [], 0.5, 2), random.floats(random.broadcastable(shape))]));

  it.each(['Max', 'Min'])('%s of one, two, three inputs', async (op) => {
    const values = random.distinct([3, 2, 4]);
    const part = (index: number): ConstantTensor =>
      tensorOf(
        Array.from({ length: 8 }, (_, at) => Number(values.data[index * 8 + at])),
        [2, 4],
      );
    await check(op, [part(0)]);
    await check(op, [part(0), part(1)]);
    await check(op, [part(0), part(1), part(2)]);
    await check(op, [random.away([2, 4], [0.3]), fixed(tensorOf([0.3], []))]);
    await check(op, [fixed(tensorOf([0.3], [])), random.away([2, 4], [0.3])]);
    await check(op, [random.floats([3, 1], -1, -0.5), random.floats([2], 0.5, 1)]);
  });

  it.each(['Sum', 'Mean'])('%s', async (op) => {
    await check(op, [random.floats(shape)]);
    await check(op, [random.floats(shape), random.floats(random.broadcastable(shape)), random.floats([1])]);
  });

  it('Clip with both bounds, one, none', async () => {
    const x = random.away(shape, [-0.5, 1]);
    const bounds = [fixed(tensorOf([-0.5], [])), fixed(tensorOf([1], []))];
    await check('Clip', [x, ...bounds]);
    await check('Clip', [x, bounds[0]]);
    await check('Clip', [x, undefined, bounds[1]]);
    await check('Clip', [x]);
    await check('Clip', [x], { attributes: { min: float(-0.5), max: float(1) }, opset: 7 });
  });

  it('Where with a broadcast condition and broadcast values', () => {
    const condition = tensorOf([1, 0, 1], [3, 1], 'bool');
    return check('Where', [condition, random.floats([4]), random.floats([2, 1, 4])]);
  });

  it('Mod', () =>
    check('Mod', [random.floats(shape, 0.2, 0.8), fixed(tensorOf([1], []))], {
      attributes: { fmod: int(1) },
    }));

  it.each([
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ])('CumSum exclusive %i reverse %i', (exclusive, reverse) =>
    check('CumSum', [random.floats([3, 4]), fixed(tensorOf([1], [], 'int64'))], {
      attributes: { exclusive: int(exclusive), reverse: int(reverse) },
    }),
  );

  it.each(['Floor', 'Ceil', 'Sign', 'Round'])('%s is flat', (op) =>
    check(op, [random.away(shape, [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2])]),
  );
});

/** y0 = x0 op x0 */
function squareOf(op: string, x: ConstantTensor) {
  const one = nodeModel({ op, inputs: [x, x] });
  const { graph } = one.model;
  const node = { ...one.node, inputs: ['x0', 'x0'] };
  return {
    model: { ...one.model, graph: { ...graph, inputs: graph.inputs.slice(0, 1), nodes: [node] } },
    feeds: { x0: x },
  };
}

describe('elementwise rules', () => {
  it('give both inputs their share where they are the same value', async () => {
    for (const op of ['Mul', 'Add', 'Max'])
      await checkGradients(squareOf(op, new Random(5).away([3, 2], [0])));
  });

  it('give a tie to the first input, as PyTorch gives clamp its whole gradient at the bound', async () => {
    const { model } = nodeModel({ op: 'Max', inputs: [tensorOf([1, 0, 2]), tensorOf([1, 1, 1])] });
    const { backward } = differentiate(model, { wrt: ['x0', 'x1'], from: ['y0'] });
    const feeds = {
      x0: tensorOf([1, 0, 2]),
      x1: tensorOf([1, 1, 1]),
      [gradientName('y0')]: tensorOf([1, 1, 1]),
    };
    const results = await runModel(backward, feeds);
    expect([...results[gradientName('x0')].data]).toEqual([1, 0, 1]);
    expect([...results[gradientName('x1')].data]).toEqual([0, 1, 0]);
  });

  it('keep the floats that a condition comes from, not the condition', async () => {
    const b = new Builder('gate');
    const x = b.input('x', [5]);
    const limit = b.input('limit', [5]);
    b.output(b.where(b.not(b.greater(x, limit)), b.mul(x, x), limit), 'y');
    const model = b.build();
    const { forward } = differentiate(model, { wrt: ['x', 'limit'], from: ['y'] });
    expect(forward.graph.outputs.map(({ dtype }) => dtype)).not.toContain('bool');
    await checkGradients({
      model,
      feeds: { x: tensorOf([0, 1, 2, 3, 4]), limit: tensorOf([2, 2, 1, 2, 5]) },
    });
  });

  it('refuse bounds of Clip and divisors of Mod that are learned', () => {
    const x = tensorOf([1, 2]);
    const clip = nodeModel({ op: 'Clip', inputs: [x, tensorOf([0], [])] }).model;
    expect(() => differentiate(clip, { wrt: ['x1'], from: ['y0'] })).toThrow(DifferentiationError);
    const mod = nodeModel({ op: 'Mod', inputs: [x, x], attributes: { fmod: int(1) } }).model;
    expect(() => differentiate(mod, { wrt: ['x1'], from: ['y0'] })).toThrow(/divisor that wants a gradient/);
  });
});
