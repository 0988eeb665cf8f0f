import { describe, expect, it } from 'vitest';
import { float, int } from '../attributes.ts';
import { differentiate } from '../differentiate.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { nodeModel } from '../testing/node-model.ts';
import { Random } from '../testing/random.ts';

const random = new Random(11);

describe('GroupNormalization gradients', () => {
  it.each([
    [[2, 6, 4, 5], 3],
    [[3, 4, 7], 1],
    [[1, 4, 3, 3], 4],
    [[2, 4, 2, 3, 2], 2],
  ])('%j in %i groups, a scale per channel (opset 21)', (shape, groups) => {
    const inputs = [random.floats(shape), random.floats([shape[1]]), random.floats([shape[1]])];
    const attributes = { num_groups: int(groups), epsilon: float(1e-3) };
    return checkNodeGradients({ op: 'GroupNormalization', inputs, attributes });
  });

  it('a scale per group (opset 18)', () => {
    const inputs = [random.floats([2, 6, 4, 3]), random.floats([3]), random.floats([3])];
    return checkNodeGradients({
      op: 'GroupNormalization',
      inputs,
      attributes: { num_groups: int(3) },
      opset: 18,
    });
  });

  it('saves one activation and the statistics', () => {
    const inputs = [random.floats([2, 6, 4, 5]), random.floats([6]), random.floats([6])];
    const { model } = nodeModel({ op: 'GroupNormalization', inputs, attributes: { num_groups: int(3) } });
    const { forward, saved } = differentiate(model, { wrt: ['x0', 'x1', 'x2'], from: ['y0'] });
    const shapes = saved.map((name) => forward.graph.outputs.find((output) => output.name === name)?.shape);
    expect(shapes).toEqual([
      [2, 3, 40],
      [2, 3, 1],
    ]);
    expect(forward.graph.nodes.filter(({ op }) => op === 'ReduceMean')).toHaveLength(1);
  });
});

describe('InstanceNormalization gradients', () => {
  it.each([[[2, 3, 4, 5]], [[1, 2, 9]]])('%j', (shape) => {
    const inputs = [random.floats(shape), random.floats([shape[1]]), random.floats([shape[1]])];
    return checkNodeGradients({ op: 'InstanceNormalization', inputs });
  });
});

describe('LayerNormalization gradients', () => {
  it.each([
    [-1, [6], [6]],
    [1, [4, 6], [4, 6]],
    [-2, [4, 6], [6]],
    [-1, [6], undefined],
  ])('axis %i, scale %j, bias %j', (axis, scale, bias) => {
    const inputs = [random.floats([3, 4, 6]), random.floats(scale), ...(bias ? [random.floats(bias)] : [])];
    return checkNodeGradients({ op: 'LayerNormalization', inputs, attributes: { axis: int(axis) } });
  });

  it('of mean and inverse deviation as outputs too', () => {
    const inputs = [random.floats([3, 8]), random.floats([8]), random.floats([8])];
    return checkNodeGradients({ op: 'LayerNormalization', inputs, outputs: 3 });
  });
});

describe('BatchNormalization gradients', () => {
  it.each([[[3, 4, 2, 5]], [[4, 3]], [[2, 3, 7]]])('%j with given statistics', (shape) => {
    const channels = [shape[1]];
    const inputs = [
      random.floats(shape),
      random.floats(channels),
      random.floats(channels),
      random.floats(channels),
      random.floats(channels, 0.5, 2),
    ];
    return checkNodeGradients({ op: 'BatchNormalization', inputs });
  });

  it('in training mode is refused', () => {
    const channel = () => random.floats([3]);
    const inputs = [random.floats([2, 3, 4]), channel(), channel(), channel(), channel()];
    const { model } = nodeModel({
      op: 'BatchNormalization',
      inputs,
      attributes: { training_mode: int(1) },
    });
    expect(() => differentiate(model, { wrt: ['x0'], from: ['y0'] })).toThrow(/training mode/);
  });
});
