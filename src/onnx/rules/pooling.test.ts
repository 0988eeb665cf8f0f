import { describe, expect, it } from 'vitest';
import { type Attributes, int, ints, string } from '../attributes.ts';
import { differentiate, gradientName } from '../differentiate.ts';
import { numbersOf, tensorOf } from '../tensors.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { nodeModel } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';
import { runModel } from '../testing/run.ts';

const windows: readonly (readonly [readonly number[], Attributes])[] = [
  [[2, 3, 6, 8], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }],
  [[2, 3, 7, 8], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }],
  [[1, 2, 7, 8], { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) }],
  [[1, 2, 7, 8], { kernel_shape: ints([3, 2]), pads: ints([1, 0, 2, 1]) }],
  [[1, 2, 8, 9], { kernel_shape: ints([3, 3]), strides: ints([2, 2]), ceil_mode: int(1) }],
  [
    [1, 2, 6, 7],
    { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]), ceil_mode: int(1) },
  ],
  [[1, 2, 9, 9], { kernel_shape: ints([2, 3]), dilations: ints([2, 3]) }],
  [[1, 2, 5, 6], { kernel_shape: ints([3, 3]), strides: ints([2, 2]), auto_pad: string('SAME_UPPER') }],
  [[1, 2, 5, 6], { kernel_shape: ints([2, 2]), auto_pad: string('SAME_LOWER') }],
  [[2, 2, 9], { kernel_shape: ints([3]), strides: ints([2]) }],
  [[1, 1, 4, 5, 4], { kernel_shape: ints([2, 2, 2]), strides: ints([2, 1, 2]) }],
];

const random = new Random(21);

describe('AveragePool gradients', () => {
  const both = windows.flatMap(([shape, attributes]) =>
    [0, 1].map((count) => [shape, { ...attributes, count_include_pad: int(count) }] as const),
  );
  it.each(both)('%j %j', (shape, attributes) =>
    checkNodeGradients({ op: 'AveragePool', inputs: [random.floats(shape)], attributes }),
  );
});

describe('MaxPool gradients', () => {
  it.each(windows)('%j %j', (shape, attributes) => {
    // Values far enough apart that no step of the check changes which is largest.
    return checkNodeGradients({ op: 'MaxPool', inputs: [random.distinct(shape)], attributes });
  });

  it('goes to the first of equal elements, once', async () => {
    const attributes = { kernel_shape: ints([2, 2]), strides: ints([2, 2]) };
    const x = tensorOf([0, 0, 1, 2, 0, 0, 2, 2], [1, 1, 2, 4]);
    const { model } = nodeModel({ op: 'MaxPool', inputs: [x], attributes });
    const { forward, backward } = differentiate(model, { wrt: ['x0'], from: ['y0'] });
    const dy = tensorOf([3, 5], [1, 1, 1, 2]);
    const activations = await runModel(forward, { x0: x });
    const gradients = await runModel(backward, { [gradientName('y0')]: dy, x0: x, y0: activations.y0 });
    expect(numbersOf(gradients[gradientName('x0')])).toEqual([3, 0, 0, 5, 0, 0, 0, 0]);
  });
});

describe('global pooling gradients', () => {
  it.each([[[2, 3, 4, 5]], [[2, 2, 6]]])('%j', async (shape) => {
    const spread = random.distinct(shape);
    await checkNodeGradients({ op: 'GlobalAveragePool', inputs: [spread] });
    await checkNodeGradients({ op: 'GlobalMaxPool', inputs: [spread] });
  });
});
