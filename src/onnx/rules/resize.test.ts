import { describe, expect, it } from 'vitest';
import { float, int, ints, string } from '../attributes.ts';
import { differentiate } from '../differentiate.ts';
import { tensorOf } from '../tensors.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { fixed, nodeModel, whole } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';

const random = new Random(31);
const scales = (...values: readonly number[]) => fixed(tensorOf(values));
const coordinates = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'];
const sizes = [
  ['up by two', [1, 2, 4, 5], [1, 1, 2, 2]],
  ['up by three and two', [1, 2, 3, 4], [1, 1, 3, 2]],
  ['up by odd factors', [2, 1, 4, 5], [1, 1, 1.5, 2.7]],
  ['down', [1, 2, 8, 9], [1, 1, 0.5, 0.4]],
  ['one axis', [1, 2, 4, 6], [1, 1, 1, 2]],
] as const;

const modes = ['nearest', 'linear'].flatMap((mode) =>
  coordinates.flatMap((coordinate) => sizes.map((size) => [mode, coordinate, ...size] as const)),
);

describe('Resize gradients by scales', () => {
  it.each(modes)('%s %s, %s', (mode, coordinate, _what, shape, factors) => {
    const inputs = [random.floats(shape), undefined, scales(...factors)];
    const attributes = { mode: string(mode), coordinate_transformation_mode: string(coordinate) };
    return checkNodeGradients({ op: 'Resize', inputs, attributes });
  });

  it.each(['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'])('nearest by %s', async (rounding) => {
    for (const coordinate of coordinates) {
      const inputs = [random.floats([1, 1, 5, 4]), undefined, scales(1, 1, 1.6, 2)];
      const attributes = {
        mode: string('nearest'),
        nearest_mode: string(rounding),
        coordinate_transformation_mode: string(coordinate),
      };
      await checkNodeGradients({ op: 'Resize', inputs, attributes });
    }
  });
});

describe('Resize gradients by sizes', () => {
  it.each([
    ['linear', [1, 2, 7, 5]],
    ['linear', [1, 2, 2, 9]],
    ['nearest', [1, 2, 8, 10]],
    ['cubic', [1, 2, 9, 7]],
  ])('%s to %j', (mode, target) => {
    const inputs = [random.floats([1, 2, 4, 5]), undefined, undefined, whole(...target)];
    return checkNodeGradients({ op: 'Resize', inputs, attributes: { mode: string(mode) } });
  });

  it('cubic that leaves out what lies outside', () => {
    const inputs = [random.floats([1, 1, 5, 5]), undefined, scales(1, 1, 2, 1.5)];
    const attributes = { mode: string('cubic'), exclude_outside: int(1), cubic_coeff_a: float(-0.5) };
    return checkNodeGradients({ op: 'Resize', inputs, attributes });
  });

  it('on listed axes (opset 18)', () => {
    const inputs = [random.floats([1, 2, 4, 5]), undefined, undefined, whole(8, 7)];
    const attributes = { mode: string('linear'), axes: ints([2, 3]) };
    return checkNodeGradients({ op: 'Resize', inputs, attributes });
  });
});

describe('Resize rule', () => {
  const inputs = [random.floats([1, 2, 4, 5]), undefined, scales(1, 1, 2, 2)];

  it('is an average pool where elements are just repeated', () => {
    const attributes = { mode: string('nearest'), coordinate_transformation_mode: string('asymmetric') };
    const { model } = nodeModel({
      op: 'Resize',
      inputs,
      attributes: { ...attributes, nearest_mode: string('floor') },
    });
    const { backward } = differentiate(model, { wrt: ['x0'], from: ['y0'] });
    expect(backward.graph.nodes.map(({ op }) => op)).toEqual(['AveragePool', 'Mul']);
  });

  it('refuses antialiasing', () => {
    const attributes = { mode: string('linear'), antialias: int(1) };
    const { model } = nodeModel({ op: 'Resize', inputs, attributes });
    expect(() => differentiate(model, { wrt: ['x0'], from: ['y0'] })).toThrow(/antialias/);
  });
});
