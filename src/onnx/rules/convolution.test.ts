import { describe, expect, it } from 'vitest';
import { type Attributes, int, ints, string } from '../attributes.ts';
import { differentiate } from '../differentiate.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { nodeModel } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';

type Case = readonly [
  what: string,
  x: readonly number[],
  w: readonly number[],
  attributes: Attributes,
  bias?: boolean,
];

const convolutions: readonly Case[] = [
  ['plain, with bias', [2, 3, 6, 7], [4, 3, 3, 3], {}, true],
  ['padding that keeps the size', [2, 3, 12, 11], [4, 3, 3, 3], { pads: ints([1, 1, 1, 1]) }],
  ['many rows', [2, 2, 17, 9], [3, 2, 3, 3], { pads: ints([1, 1, 1, 1]) }, true],
  [
    'many rows, dilation, asymmetric padding',
    [1, 2, 20, 9],
    [3, 2, 3, 2],
    { dilations: ints([2, 3]), pads: ints([2, 0, 1, 3]) },
  ],
  ['stride 2', [2, 3, 8, 9], [4, 3, 3, 3], { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) }],
  [
    'stride 2 that leaves a row over',
    [1, 2, 7, 8],
    [2, 2, 2, 2],
    { strides: ints([2, 3]), pads: ints([0, 0, 1, 0]) },
  ],
  ['stride beyond the kernel', [1, 2, 9, 8], [3, 2, 1, 1], { strides: ints([3, 2]) }, true],
  ['1x1', [2, 5, 11, 10], [3, 5, 1, 1], {}, true],
  ['1x1 on one position', [3, 5, 1, 1], [4, 5, 1, 1], {}],
  ['groups', [2, 4, 11, 10], [6, 2, 3, 3], { group: int(2), pads: ints([1, 1, 1, 1]) }, true],
  ['groups, stride', [2, 6, 7, 7], [3, 2, 3, 3], { group: int(3), strides: ints([2, 2]) }],
  ['depthwise', [2, 3, 12, 10], [3, 1, 3, 3], { group: int(3), pads: ints([1, 1, 1, 1]) }],
  ['depthwise, two filters per channel', [1, 3, 6, 6], [6, 1, 3, 3], { group: int(3) }],
  ['dilation', [1, 2, 12, 11], [2, 2, 3, 3], { dilations: ints([2, 1]), pads: ints([2, 1, 2, 1]) }],
  ['padding beyond the kernel', [1, 2, 10, 10], [2, 2, 2, 2], { pads: ints([3, 2, 2, 3]) }],
  ['SAME_UPPER', [1, 2, 8, 7], [2, 2, 4, 3], { auto_pad: string('SAME_UPPER'), strides: ints([2, 2]) }],
  ['SAME_LOWER', [1, 2, 11, 13], [2, 2, 4, 2], { auto_pad: string('SAME_LOWER') }],
  ['VALID', [1, 2, 5, 6], [2, 2, 3, 3], { auto_pad: string('VALID') }],
  ['one axis', [2, 3, 9], [4, 3, 3], { pads: ints([1, 1]), strides: ints([2]) }, true],
  ['one long axis', [2, 3, 130], [4, 3, 3], { pads: ints([1, 1]) }],
  ['three axes', [1, 2, 4, 5, 6], [2, 2, 2, 3, 2], { pads: ints([0, 1, 1, 1, 1, 0]) }, true],
];

const transposed: readonly Case[] = [
  ['plain, with bias', [2, 3, 5, 4], [3, 4, 3, 3], {}, true],
  ['stride 2, padding', [2, 3, 5, 4], [3, 4, 3, 3], { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) }],
  [
    'output padding',
    [1, 3, 5, 4],
    [3, 2, 3, 3],
    { strides: ints([2, 3]), pads: ints([1, 1, 1, 1]), output_padding: ints([1, 2]) },
    true,
  ],
  ['2x2 at stride 2', [2, 4, 5, 6], [4, 3, 2, 2], { strides: ints([2, 2]) }, true],
  ['dilation', [1, 2, 5, 4], [2, 3, 3, 2], { dilations: ints([2, 1]), pads: ints([1, 0, 2, 1]) }],
  ['groups', [1, 4, 4, 5], [4, 3, 3, 3], { group: int(2), strides: ints([2, 2]) }, true],
  ['depthwise', [1, 3, 5, 5], [3, 1, 3, 3], { group: int(3) }],
  ['SAME_UPPER', [1, 2, 4, 5], [2, 2, 3, 3], { auto_pad: string('SAME_UPPER'), strides: ints([2, 2]) }],
  ['one axis', [2, 3, 6], [3, 2, 4], { strides: ints([2]), pads: ints([1, 1]) }],
  ['three axes', [1, 2, 3, 2, 4], [2, 2, 2, 3, 2], { strides: ints([2, 1, 1]) }],
];

async function check(op: string, [, x, w, attributes, bias]: Case, seed: number): Promise<void> {
  const random = new Random(seed);
  const group = attributes.group?.type === 'int' ? attributes.group.value : 1;
  const filters = op === 'Conv' ? w[0] : w[1] * group;
  const inputs = [random.floats(x), random.floats(w), ...(bias ? [random.floats([filters])] : [])];
  await checkNodeGradients({ op, inputs, attributes }, { seed });
}

describe('Conv gradients', () => {
  it.each(convolutions.map((one) => ({ what: one[0], one })))('$what', ({ one }) => check('Conv', one, 1));
});

describe('ConvTranspose gradients', () => {
  it.each(transposed.map((one) => ({ what: one[0], one })))('$what', ({ one }) =>
    check('ConvTranspose', one, 2),
  );
});

describe('Conv rule', () => {
  const random = new Random(3);
  const [x, w] = [random.floats([1, 2, 12, 12]), random.floats([3, 2, 3, 3])];
  const { model } = nodeModel({ op: 'Conv', inputs: [x, w] });

  it('does no work for an input that wants no gradient', () => {
    const forInput = differentiate(model, { wrt: ['x0'], from: ['y0'] });
    expect(forInput.backwardReads).toEqual(['x1']);
    const forWeights = differentiate(model, { wrt: ['x1'], from: ['y0'] });
    expect(forWeights.backwardReads).toEqual(['x0']);
    expect(forWeights.backward.graph.nodes.some(({ op }) => op.startsWith('Conv'))).toBe(false);
  });
});
