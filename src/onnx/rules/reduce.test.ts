import { describe, expect, it } from 'vitest';
import { int, ints } from '../attributes.ts';
import { differentiate, gradientName } from '../differentiate.ts';
import type { ConstantTensor } from '../model.ts';
import { tensorOf } from '../tensors.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { type NodeCase, nodeModel, whole } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';
import { runModel } from '../testing/run.ts';

/** Operator, its inputs of a shape, the opset in which its axes became an input. */
const reductions: readonly (readonly [
  string,
  (random: Random, shape: readonly number[]) => ConstantTensor,
  number,
])[] = [
  ['ReduceSum', (random, shape) => random.floats(shape), 13],
  ['ReduceMean', (random, shape) => random.floats(shape), 18],
  ['ReduceMax', (random, shape) => random.distinct(shape), 18],
  ['ReduceMin', (random, shape) => random.distinct(shape), 18],
  ['ReduceL1', (random, shape) => random.away(shape, [0]), 18],
  ['ReduceL2', (random, shape) => random.away(shape, [0], -2, 2, 0.3), 18],
  ['ReduceSumSquare', (random, shape) => random.floats(shape), 18],
  ['ReduceProd', (random, shape) => random.away(shape, [0], -1.5, 1.5, 0.3), 18],
  ['ReduceLogSum', (random, shape) => random.floats(shape, 0.5, 2), 18],
  ['ReduceLogSumExp', (random, shape) => random.floats(shape), 18],
];

describe.each(reductions)('%s gradients', (op, input, moved) => {
  const random = new Random(11);
  const check = (inputs: NodeCase['inputs'], attributes: NodeCase['attributes'] = {}, opset = 21) =>
    checkNodeGradients({ op, inputs, attributes, opset });

  it.each([
    [[-1], 1],
    [[0, 2], 0],
    [[1], 0],
    [[-2, -3], 1],
    [[0, 1, 2], 0],
  ])('over axes %j, keepdims %i', async (axes, keepdims) => {
    const x = input(random, random.shape(3, 4));
    await check([x, whole(...axes)], { keepdims: int(keepdims) });
    await check([x], { axes: ints(axes), keepdims: int(keepdims) }, moved - 2);
  });

  it('over all axes where none are named', async () => {
    await check([input(random, [2, 3])]);
    await check([input(random, [2, 3])], { keepdims: int(0) }, 11);
  });

  it('over no axis with noop_with_empty_axes', () =>
    check([input(random, [2, 3])], { noop_with_empty_axes: int(op === 'ReduceSum' ? 1 : 0) }));
});

async function gradientOf(op: string, x: ConstantTensor, dy: ConstantTensor): Promise<number[]> {
  const { model } = nodeModel({ op, inputs: [x, whole(-1)] });
  const { forward, backward, saved } = differentiate(model, { wrt: ['x0'], from: ['y0'] });
  const values = await runModel(forward, { x0: x });
  const kept = Object.fromEntries(saved.map((name) => [name, values[name]]));
  const reads = backward.graph.inputs.some(({ name }) => name === 'x0') ? { x0: x } : {};
  const results = await runModel(backward, { ...kept, ...reads, [gradientName('y0')]: dy });
  return Array.from(results[gradientName('x0')].data, Number);
}

describe('reduction rules at special points', () => {
  it.each(['ReduceMax', 'ReduceMin'])('%s shares the gradient of a tie', async (op) => {
    const sign = op === 'ReduceMax' ? 1 : -1;
    const x = tensorOf(
      [1, 3, 3, 2, 2, 2].map((value) => sign * value),
      [2, 3],
    );
    const gradient = await gradientOf(op, x, tensorOf([6, 6], [2, 1]));
    expect(gradient).toEqual([0, 3, 3, 2, 2, 2]);
  });

  it('ReduceL2 is flat at the origin', async () => {
    expect(await gradientOf('ReduceL2', tensorOf([0, 0, 3, 4], [2, 2]), tensorOf([1, 10], [2, 1]))).toEqual([
      0, 0, 6, 8,
    ]);
  });

  it('ReduceProd sees past zeros: none, one, two', async () => {
    const x = tensorOf([2, 3, 4, 0, 3, 4, 0, 0, 4], [3, 3]);
    expect(await gradientOf('ReduceProd', x, tensorOf([1, 1, 1], [3, 1]))).toEqual([
      12, 8, 6, 12, 0, 0, 0, 0, 0,
    ]);
  });
});
