import type { Attribute, ConstantTensor, Model, Node } from '../model.ts';
import { inferNode } from '../shapes.ts';
import { isFloat, tensorOf } from '../tensors.ts';

/** One operation to test, in any version of the operator set. */
export interface NodeCase {
  readonly op: string;
  /** Tensors fed as graph inputs, tensors stored in the model ({ fixed }), undefined where omitted. */
  readonly inputs: readonly (ConstantTensor | Fixed | undefined)[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly opset?: number;
  /** Number of outputs; 1 by default. */
  readonly outputs?: number;
}

export interface Fixed {
  readonly fixed: ConstantTensor;
}

export const fixed = (tensor: ConstantTensor): Fixed => ({ fixed: tensor });
/** A stored int64 list. */
export const whole = (...values: readonly number[]): Fixed =>
  fixed(tensorOf(values, [values.length], 'int64'));

/** A model of the one node, with its feeds. Inputs are named x0, x1 ..., outputs y0, y1 ... */
export interface NodeModel {
  readonly model: Model;
  readonly node: Node;
  readonly tensors: readonly (ConstantTensor | undefined)[];
  readonly feeds: Readonly<Record<string, ConstantTensor>>;
  /** Names of the float inputs that are fed. */
  readonly floats: readonly string[];
}

/** The outputs' types are those that `inferNode` tells; ONNX Runtime refuses the model where they are wrong. */
export function nodeModel({ op, inputs, attributes = {}, opset = 21, outputs = 1 }: NodeCase): NodeModel {
  const tensors = inputs.map((input) => (input && 'fixed' in input ? input.fixed : input));
  const names = inputs.map((input, index) => (input ? `x${index}` : ''));
  const fed = inputs.flatMap((input, index) =>
    input && !('fixed' in input) ? [{ name: names[index], tensor: input }] : [],
  );
  const stored = inputs.flatMap((input, index): [string, ConstantTensor][] =>
    input && 'fixed' in input ? [[names[index], input.fixed]] : [],
  );
  const results = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const node: Node = { op, domain: '', name: 'tested', inputs: names, outputs: results, attributes };
  const known = inputs.map((input, index) => {
    const tensor = tensors[index];
    return tensor && { ...tensor, ...(input && 'fixed' in input ? { constant: input.fixed } : {}) };
  });
  const types = inferNode(node, known, opset);
  const model: Model = {
    graph: {
      name: op,
      inputs: fed.map(({ name, tensor }) => ({ name, dtype: tensor.dtype, shape: tensor.shape })),
      outputs: results.map((name, index) => ({ name, dtype: types[index].dtype, shape: undefined })),
      nodes: [node],
      initializers: new Map(stored),
    },
    opsets: { '': opset },
    irVersion: opset < 15 ? 7 : 10,
    producer: 'test',
    metadata: {},
  };
  return {
    model,
    node,
    tensors,
    feeds: Object.fromEntries(fed.map(({ name, tensor }) => [name, tensor])),
    floats: fed.filter(({ tensor }) => isFloat(tensor.dtype)).map(({ name }) => name),
  };
}
