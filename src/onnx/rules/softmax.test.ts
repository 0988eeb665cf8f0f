import { describe, it } from 'vitest';
import { int } from '../attributes.ts';
import { checkNodeGradients } from '../testing/gradcheck.ts';
import { Random } from '../testing/random.ts';

describe.each(['Softmax', 'LogSoftmax'])('%s gradients', (op) => {
  const random = new Random(3);

  it.each([0, 1, 2, 3, -1, -3])('along axis %i', (axis) =>
    checkNodeGradients({ op, inputs: [random.floats(random.shape(4, 4))], attributes: { axis: int(axis) } }),
  );

  it('along the last axis by default', () => checkNodeGradients({ op, inputs: [random.floats([3, 5])] }));

  it.each([0, 1, 2, -1])('over all axes from %i on, before opset 13', (axis) =>
    checkNodeGradients({
      op,
      inputs: [random.floats([2, 3, 4])],
      attributes: { axis: int(axis) },
      opset: 11,
    }),
  );

  it('over all axes from 1 on by default, before opset 13', () =>
    checkNodeGradients({ op, inputs: [random.floats([2, 3, 2])], opset: 11 }));
});
