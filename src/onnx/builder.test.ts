import { describe, expect, it } from 'vitest';
import { Builder } from './builder.ts';
import { BuilderError } from './errors.ts';
import { ShapeError } from './shapes.ts';
import { numbersOf, tensorOf } from './tensors.ts';
import { runModel } from './testing/run.ts';

const operators = (g: Builder): readonly string[] => g.build().graph.nodes.map(({ op }) => op);

describe('Builder', () => {
  it('writes what it says', async () => {
    const g = new Builder('line');
    const x = g.input('x', [2, 3]);
    const weight = g.initializer('weight', tensorOf([1, 2, 3], [3, 1]));
    g.output(g.relu(g.add(g.matMul(x, weight), -10)), 'y');
    const { y } = await runModel(g.build(), { x: tensorOf([1, 1, 1, 2, 2, 2], [2, 3]) });
    expect(y.shape).toEqual([2, 1]);
    expect(numbersOf(y)).toEqual([0, 2]);
  });

  it('knows every shape at once, and stops on the line that is wrong', () => {
    const g = new Builder('shapes');
    const x = g.input('x', [1, 3, 8, 8]);
    const w = g.initializer('w', tensorOf(new Float32Array(4 * 3 * 9), [4, 3, 3, 3]));
    expect(g.conv(x, w, undefined, { stride: 2, pad: 1 }).shape).toEqual([1, 4, 4, 4]);
    expect(() => g.matMul(x, w)).toThrow(ShapeError);
  });

  it('names what is in a scope after it', () => {
    const g = new Builder('scopes');
    const names = g.scope('stem', () => g.scope('conv', () => [g.initializer('w', tensorOf([1])).name]));
    expect(names).toEqual(['stem.conv.w']);
    expect(g.initializer('w', tensorOf([1])).name).toBe('w');
  });

  it('refuses a name twice, and data that does not fill its shape', () => {
    const g = new Builder('names');
    g.input('x', [1]);
    expect(() => g.input('x', [1])).toThrow(BuilderError);
    expect(() => g.initializer('x', tensorOf([1]))).toThrow(/x is used twice/);
    expect(() => g.initializer('y', { ...tensorOf([1]), shape: [2] })).toThrow(/1 elements.*shape \[2\]/);
  });

  it('shares equal constants and equal operations', () => {
    const g = new Builder('shared');
    const x = g.input('x', [2]);
    g.output(g.mul(g.exp(g.add(x, 2)), g.exp(g.add(x, 2))), 'y');
    expect(operators(g)).toEqual(['Add', 'Exp', 'Mul']);
    expect(g.build().graph.initializers.size).toBe(1);
  });

  it('folds constants, but not through weights', () => {
    const g = new Builder('folded');
    const x = g.input('x', [2]);
    const weight = g.initializer('weight', tensorOf([1, 2]));
    g.output(g.add(g.mul(x, g.sqrt(g.constant(16))), g.neg(weight)), 'y');
    expect(operators(g)).toEqual(['Mul', 'Neg', 'Add']);
  });

  it('leaves dead operations out and keeps inputs and weights', () => {
    const g = new Builder('dead');
    const x = g.input('x', [2]);
    g.input('unused', [2]);
    g.initializer('idle', tensorOf([1]));
    g.exp(x);
    g.output(g.neg(x), 'y');
    expect(operators(g)).toEqual(['Neg']);
    expect(g.build().graph.inputs.map(({ name }) => name)).toEqual(['x', 'unused']);
    expect([...g.build().graph.initializers.keys()]).toEqual(['idle']);
  });

  it('gives outputs their names, also one value under two names and an input as output', async () => {
    const g = new Builder('outputs');
    const x = g.input('x', [1]);
    const y = g.neg(x);
    g.output(y, 'a');
    g.output(y, 'b');
    g.output(x, 'c');
    g.output(g.exp(y), 'd');
    const results = await runModel(g.build(), { x: tensorOf([0]) });
    expect(Object.keys(results).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(numbersOf(results.d)).toEqual([1]);
  });
});

describe('simplification as it writes', () => {
  const cases: readonly (readonly [string, (g: Builder) => void, readonly string[]])[] = [
    [
      'Reshape of Reshape',
      (g) => g.output(g.reshape(g.reshape(g.input('x', [2, 6]), [12]), [3, 4])),
      ['Reshape'],
    ],
    [
      'Reshape and back',
      (g) => g.output(g.exp(g.reshape(g.flatten(g.input('x', [2, 3, 2])), [2, 3, 2]))),
      ['Exp'],
    ],
    [
      'a transposition and its inverse',
      (g) => g.output(g.exp(g.transpose(g.transpose(g.input('x', [2, 3, 4]), [2, 0, 1]), [1, 2, 0]))),
      ['Exp'],
    ],
    [
      'a transposition of single axes',
      (g) => g.output(g.transpose(g.input('x', [1, 3, 4]), [1, 0, 2])),
      ['Reshape'],
    ],
    ['times one, plus zero', (g) => g.output(g.exp(g.add(g.mul(g.input('x', [2]), 1), 0))), ['Exp']],
    ['one that broadcasts', (g) => g.output(g.mul(g.input('x', [2]), g.constant([1, 1], [2, 1]))), ['Mul']],
    ['numbers that multiply', (g) => g.output(g.mul(g.mul(2, g.input('x', [2])), 3)), ['Mul']],
    [
      'an operand expanded for nothing',
      (g) => g.output(g.mul(g.input('x', [2, 3]), g.expand(g.input('y', [3]), [2, 3]))),
      ['Mul'],
    ],
    [
      'an operand that must be expanded',
      (g) => g.output(g.mul(g.input('x', [3]), g.expand(g.input('y', [3]), [2, 3]))),
      ['Expand', 'Mul'],
    ],
    ['a sum over single axes', (g) => g.output(g.reduceSum(g.input('x', [3, 1]), [1], false)), ['Reshape']],
    [
      'no padding, the whole slice',
      (g) => g.output(g.exp(g.slice(g.pad(g.input('x', [3]), [0, 0]), [0], [3]))),
      ['Exp'],
    ],
    ['a slice backwards', (g) => g.output(g.slice(g.input('x', [3]), [-1], [-9], [0], [-1])), ['Slice']],
    ['minus minus', (g) => g.output(g.exp(g.neg(g.neg(g.input('x', [3]))))), ['Exp']],
  ];

  it.each(cases)('%s', (_what, write, expected) => {
    const g = new Builder('simple');
    write(g);
    expect(operators(g)).toEqual(expected);
  });

  it('multiplies the numbers right', async () => {
    const g = new Builder('numbers');
    g.output(g.mul(g.mul(2, g.input('x', [1])), 3), 'y');
    expect(numbersOf((await runModel(g.build(), { x: tensorOf([5]) })).y)).toEqual([30]);
  });
});
