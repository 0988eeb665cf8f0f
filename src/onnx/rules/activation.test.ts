import { describe, expect, it } from 'vitest';
import { float, string } from '../attributes.ts';
import { differentiate } from '../differentiate.ts';
import { tensorOf } from '../tensors.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { fixed, type NodeCase, nodeModel } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';

/** Operator, its corners, attributes. */
const activations: readonly (readonly [string, readonly number[], NodeCase['attributes']])[] = [
  ['Relu', [0], {}],
  ['LeakyRelu', [0], {}],
  ['LeakyRelu', [0], { alpha: float(0.3) }],
  ['LeakyRelu', [0], { alpha: float(1.5) }],
  ['LeakyRelu', [0], { alpha: float(-0.4) }],
  ['LeakyRelu', [0], { alpha: float(0) }],
  ['Elu', [0], {}],
  ['Elu', [0], { alpha: float(0.5) }],
  ['Celu', [0], { alpha: float(2) }],
  ['Selu', [0], {}],
  ['Selu', [0], { alpha: float(1.2), gamma: float(0.7) }],
  ['ThresholdedRelu', [0.7], { alpha: float(0.7) }],
  ['Sigmoid', [], {}],
  ['Tanh', [], {}],
  ['HardSigmoid', [-2.5, 2.5], {}],
  ['HardSigmoid', [-3, 3], { alpha: float(1 / 6), beta: float(0.5) }],
  ['HardSwish', [-3, 3], {}],
  ['Softplus', [], {}],
  ['Softsign', [0], {}],
  ['Erf', [], {}],
  ['Gelu', [], {}],
  ['Gelu', [], { approximate: string('tanh') }],
  ['Mish', [], {}],
];

describe.each([1, 2])('activation gradients, seed %i', (seed) => {
  const random = new Random(seed);

  it.each(activations)('%s, corners %j, %j', (op, kinks, attributes = {}) => {
    const x = random.away(random.shape(random.int(1, 4)), kinks, -4, 4);
    return checkNodeGradients({ op, inputs: [x], attributes }, { seed });
  });

  it('PRelu with a slope per channel, one slope, and a fixed slope', async () => {
    const x = random.away([2, 3, 4], [0]);
    await checkNodeGradients({ op: 'PRelu', inputs: [x, random.floats([3, 1])] }, { seed });
    await checkNodeGradients({ op: 'PRelu', inputs: [x, random.floats([1])] }, { seed });
    await checkNodeGradients({ op: 'PRelu', inputs: [x, fixed(random.floats([4]))] }, { seed });
  });
});

describe('activation rules', () => {
  it.each(['Relu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Elu', 'Softsign', 'HardSigmoid'])(
    '%s keeps its output, not its input',
    (op) => {
      const { model } = nodeModel({ op, inputs: [tensorOf([1, -1])] });
      const { saved, backwardReads } = differentiate(model, { wrt: ['x0'], from: ['y0'] });
      expect([...saved, ...backwardReads]).toEqual(['y0']);
    },
  );

  it('Relu passes in two', () => {
    const { model } = nodeModel({ op: 'Relu', inputs: [tensorOf([1, -1])] });
    const { backward } = differentiate(model, { wrt: ['x0'], from: ['y0'] });
    expect(backward.graph.nodes.map(({ op }) => op)).toEqual(['HardSigmoid', 'Mul']);
  });
});
