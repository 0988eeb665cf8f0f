import { expect, it } from 'vitest';
import { type Attributes, int, ints, string } from '../attributes.ts';
import { tensorOf } from '../tensors.ts';
import { fixed, type NodeCase } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';
import { gpuDifference } from '../testing/webgpu.ts';

const random = new Random(4);
const same = { pads: ints([1, 1, 1, 1]) };
const stride2 = { strides: ints([2, 2]) };

/** Shapes of the float inputs; all random. */
const layer = (
  op: string,
  shapes: readonly (readonly number[])[],
  attributes: Attributes = {},
): NodeCase => ({
  op,
  inputs: shapes.map((shape) => random.floats(shape)),
  attributes,
});

const resize = (mode: string, coordinates: string, ...scales: readonly number[]): NodeCase => ({
  op: 'Resize',
  inputs: [random.floats([1, 2, 4, 6]), undefined, fixed(tensorOf([1, 1, ...scales]))],
  attributes: {
    mode: string(mode),
    coordinate_transformation_mode: string(coordinates),
    nearest_mode: string('floor'),
  },
});

const cases: readonly NodeCase[] = [
  layer('Conv', [[2, 3, 18, 12], [4, 3, 3, 3], [4]], same),
  layer('Conv', [[2, 3, 8, 9], [4, 3, 3, 3], [4]], { ...same, ...stride2 }),
  layer('Conv', [[2, 5, 11, 10], [3, 5, 1, 1], [3]]),
  layer('Conv', [
    [2, 3, 5, 5],
    [3, 3, 3, 3],
  ]),
  layer(
    'Conv',
    [
      [1, 4, 11, 10],
      [6, 2, 3, 3],
    ],
    { group: int(2), ...same },
  ),
  layer(
    'Conv',
    [
      [1, 3, 12, 10],
      [3, 1, 3, 3],
    ],
    { group: int(3), ...same },
  ),
  layer(
    'Conv',
    [
      [1, 3, 12, 12],
      [3, 1, 3, 3],
    ],
    { group: int(3), ...same, ...stride2 },
  ),
  layer(
    'Conv',
    [
      [1, 2, 14, 13],
      [2, 2, 3, 3],
    ],
    { dilations: ints([2, 2]), pads: ints([2, 2, 2, 2]) },
  ),
  layer(
    'Conv',
    [
      [2, 3, 9],
      [4, 3, 3],
    ],
    { pads: ints([1, 1]), strides: ints([2]) },
  ),
  layer('ConvTranspose', [[2, 4, 5, 6], [4, 3, 2, 2], [3]], stride2),
  layer(
    'ConvTranspose',
    [
      [1, 4, 5, 4],
      [4, 3, 3, 3],
    ],
    { ...same, ...stride2, output_padding: ints([1, 1]) },
  ),
  layer('MatMul', [
    [2, 3, 4, 5],
    [5, 6],
  ]),
  layer('MatMul', [
    [2, 3, 4],
    [2, 4, 5],
  ]),
  layer('MatMul', [[4], [2, 4, 3]]),
  layer('Gemm', [[3, 4], [5, 4], [5]], { transB: int(1) }),
  layer(
    'Einsum',
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
    { equation: string('bij,bjk->bik') },
  ),
  layer('GroupNormalization', [[2, 6, 4, 5], [6], [6]], { num_groups: int(3) }),
  layer('InstanceNormalization', [[2, 3, 4, 5], [3], [3]]),
  layer('LayerNormalization', [[2, 3, 8], [8], [8]]),
  layer('BatchNormalization', [[2, 3, 4, 5], [3], [3], [3]]),
  layer('AveragePool', [[2, 3, 6, 8]], { kernel_shape: ints([2, 2]), ...stride2 }),
  layer('AveragePool', [[2, 3, 7, 8]], { kernel_shape: ints([3, 3]), ...stride2, ...same }),
  layer('MaxPool', [[2, 3, 6, 8]], { kernel_shape: ints([2, 2]), ...stride2 }),
  layer('MaxPool', [[1, 2, 7, 8]], { kernel_shape: ints([3, 3]), ...stride2, ...same }),
  layer('GlobalAveragePool', [[2, 3, 4, 5]]),
  layer('GlobalMaxPool', [[2, 3, 4, 5]]),
  resize('linear', 'half_pixel', 2, 2),
  resize('linear', 'align_corners', 1.5, 3),
  resize('nearest', 'asymmetric', 2, 2),
  resize('nearest', 'half_pixel', 1.5, 0.5),
];
// A variance is positive, so it is not among the random inputs.
const withVariance = cases.map((one) =>
  one.op === 'BatchNormalization' ? { ...one, inputs: [...one.inputs, random.floats([3], 0.5, 2)] } : one,
);

it.each(withVariance.map((one, index) => [`${index}: ${one.op}`, one] as const))(
  'the gradient of %s runs on WebGPU alone and is that of WebAssembly',
  async (_, one) => {
    expect(await gpuDifference(one)).toBeLessThan(1e-4);
  },
);
