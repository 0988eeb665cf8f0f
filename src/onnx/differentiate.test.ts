import { describe, expect, it } from 'vitest';
import { ints } from './attributes.ts';
import { Builder, type Value } from './builder.ts';
import { differentiate, gradientName } from './differentiate.ts';
import { DifferentiationError } from './errors.ts';
import type { Model } from './model.ts';
import { numbersOf, tensorOf } from './tensors.ts';
import { checkGradients } from './testing/gradcheck.ts';
import { Random } from './testing/random.ts';
import { runModel } from './testing/run.ts';

/** A model of float inputs by name. */
function written(
  shapes: Readonly<Record<string, readonly number[]>>,
  write: (g: Builder, v: Value[]) => void,
): Model {
  const g = new Builder('test');
  const inputs = Object.entries(shapes).map(([name, shape]) => g.input(name, shape));
  write(g, inputs);
  return g.build();
}

const random = new Random(41);
const ops = ({ graph }: Model) => graph.nodes.map(({ op }) => op);

describe('differentiate', () => {
  it('sums the gradients of a value used several times', async () => {
    const model = written({ x: [3] }, (g, [x]) => g.output(g.add(g.mul(x, x), g.exp(x)), 'y'));
    await checkGradients({ model, feeds: { x: random.floats([3]) } });
  });

  it('takes initializers of wrt as inputs of both models and gives back their values', async () => {
    const g = new Builder('weighted');
    const x = g.input('x', [2, 3]);
    const w = g.initializer('w', tensorOf([0.1, 0.2, 0.3, -0.4, 0.5, 0.6], [3, 2]));
    const b = g.initializer('b', tensorOf([0.1, 0.2]));
    g.output(g.tanh(g.add(g.matMul(x, w), b)), 'y');
    const { forward, backward, saved, backwardReads, weights } = differentiate(g.build(), {
      wrt: ['w', 'x'],
      from: ['y'],
    });
    expect(forward.graph.inputs.map(({ name }) => name)).toEqual(['x', 'w']);
    expect(weights.get('w')?.data[3]).toBeCloseTo(-0.4);
    expect(saved).toEqual(['y']);
    expect([...backwardReads].sort()).toEqual(['w', 'x']);
    expect(backward.graph.outputs.map(({ name }) => name)).toEqual(['gradient:w', 'gradient:x']);
    await checkGradients({ model: g.build(), feeds: { x: random.floats([2, 3]) }, wrt: ['w', 'x', 'b'] });
  });

  it('differentiates with respect to values in between, apart from what equals them', async () => {
    const model = written({ x: [2] }, (g, [x]) => {
      const [h] = g.op('Exp', [x], {}, { name: 'h' });
      g.output(g.mul(h, g.add(x, h)), 'y');
    });
    // y = h (x + h): dy/dh = x + 2 h, dy/dx = h + dy/dh * h.
    const { forward, backward, saved, backwardReads } = differentiate(model, {
      wrt: ['h', 'x'],
      from: ['y'],
    });
    const feeds = { x: tensorOf([0, 1]) };
    const values = { ...feeds, ...(await runModel(forward, feeds)) };
    const read = [...saved, ...backwardReads].map(
      (name) => [name, values[name as keyof typeof values]] as const,
    );
    const given = { ...Object.fromEntries(read), [gradientName('y')]: tensorOf([1, 1]) };
    const gradients = await runModel(backward, given);
    const [dh, dx] = ['h', 'x'].map((name) => numbersOf(gradients[gradientName(name)]));
    expect(dh[0]).toBeCloseTo(2, 5);
    expect(dh[1]).toBeCloseTo(1 + 2 * Math.E, 5);
    expect(dx[0]).toBeCloseTo(3, 5);
    expect(dx[1]).toBeCloseTo(Math.E + (1 + 2 * Math.E) * Math.E, 4);
  });

  it('gives zeros where a value does not reach the outputs', async () => {
    const model = written({ x: [2], z: [3] }, (g, [x, z]) => {
      g.output(g.exp(x), 'y');
      g.output(g.neg(z), 'other');
    });
    const { backward } = differentiate(model, { wrt: ['z'], from: ['y'] });
    const gradients = await runModel(backward, { [gradientName('y')]: tensorOf([1, 1]) });
    expect(numbersOf(gradients[gradientName('z')])).toEqual([0, 0, 0]);
  });

  it('passes a cotangent straight on, and to two targets alike', async () => {
    const model = written({ a: [2], b: [2] }, (g, [a, b]) => g.output(g.add(a, b), 'y'));
    const { backward } = differentiate(model, { wrt: ['a', 'b', 'y'], from: ['y'] });
    const gradients = await runModel(backward, { [gradientName('y')]: tensorOf([3, 4]) });
    for (const name of ['a', 'b', 'y']) expect(numbersOf(gradients[gradientName(name)])).toEqual([3, 4]);
  });

  it('saves the source of a view, once', () => {
    const model = written({ x: [2, 6], w: [3, 4], v: [12] }, (g, [x, w, v]) => {
      const h = g.op('Tanh', [x], {}, { name: 'h' })[0];
      g.output(g.mul(g.reshape(h, [12]), v), 'a');
      g.output(g.mul(g.reshape(h, [3, 4]), w), 'b');
      g.output(g.mul(g.transpose(h, [1, 0]), g.reshape(v, [6, 2])), 'c');
    });
    const { saved, backward } = differentiate(model, { wrt: ['x', 'w', 'v'], from: ['a', 'b', 'c'] });
    expect(saved).toEqual(['h']);
    expect(ops(backward)).toContain('Transpose');
  });

  it('saves the output of Relu that the next layer needs anyway', () => {
    const model = written({ x: [1, 2, 12, 12], v: [2, 2, 3, 3], w: [2, 2, 3, 3] }, (g, [x, v, w]) => {
      const h = g.op('Relu', [g.conv(x, v)], {}, { name: 'h' })[0];
      g.output(g.conv(h, w), 'y');
    });
    expect(differentiate(model, { wrt: ['v', 'w'], from: ['y'] }).saved).toEqual(['h']);
  });

  it('differentiates only between wrt and from', () => {
    const model = written({ x: [2], z: [2] }, (g, [x, z]) => {
      g.output(g.op('LpPool', [g.reshape(z, [1, 1, 2])], { kernel_shape: ints([2]) })[0], 'unrelated');
      g.output(g.exp(x), 'y');
    });
    const { backward } = differentiate(model, { wrt: ['x'], from: ['y'] });
    expect(ops(backward)).toEqual(['Mul']);
  });
});

describe('what cannot be differentiated', () => {
  const hard = written({ x: [1, 2, 4] }, (g, [x]) =>
    g.output(g.exp(g.op('LpPool', [x], { kernel_shape: ints([2]) }, { name: 'pool' })[0]), 'y'),
  );

  it('an operator without a rule: its name, its node and the rules there are', () => {
    const attempt = () => differentiate(hard, { wrt: ['x'], from: ['y'] });
    expect(attempt).toThrow(DifferentiationError);
    expect(attempt).toThrow(
      /no gradient rule for the operator LpPool \(node pool\).*rules for .*Conv, .*Where/,
    );
  });

  it('names that the model does not have, and integers', () => {
    expect(() => differentiate(hard, { wrt: ['w'], from: ['y'] })).toThrow(/no value w, which wrt names/);
    expect(() => differentiate(hard, { wrt: ['x'], from: ['z'] })).toThrow(/no value z, which from names/);
    const g = new Builder('index');
    g.output(g.gather(g.input('x', [3]), g.input('i', [2], 'int64')), 'y');
    expect(() => differentiate(g.build(), { wrt: ['i'], from: ['y'] })).toThrow(
      /i, which wrt names, is int64/,
    );
  });
});
