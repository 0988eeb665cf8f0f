import { arithmeticEvaluations } from './fold/arithmetic.ts';
import { creationEvaluations } from './fold/creation.ts';
import type { Evaluations } from './fold/evaluation.ts';
import { movementEvaluations } from './fold/movement.ts';
import { reductionEvaluations } from './fold/reduction.ts';
import { unaryEvaluations } from './fold/unary.ts';
import type { ConstantTensor, Node } from './model.ts';
import type { TensorType } from './shapes/typed-node.ts';
import { TypedNode } from './shapes/typed-node.ts';
import { inferNode } from './shapes.ts';
import { elementCount } from './value.ts';

const evaluations: Evaluations = {
  ...arithmeticEvaluations,
  ...creationEvaluations,
  ...movementEvaluations,
  ...reductionEvaluations,
  ...unaryEvaluations,
};

/** What is made stays this small, or no larger than what is read: folding must not blow a model up. */
const elementsAtMost = 65536;

/**
 * A node's outputs where all its inputs are constants: shape computations (Shape, Gather, Concat, Cast ...) and the
 * small arithmetic around them. undefined where the runtime should do it: operators of a network, large results.
 *
 * @throws ShapeError where the inputs do not fit the operator.
 */
export function foldNode(
  node: Node,
  inputs: readonly (ConstantTensor | undefined)[],
  opset: number,
): readonly ConstantTensor[] | undefined {
  const evaluation = node.domain === '' || node.domain === 'ai.onnx' ? evaluations[node.op] : undefined;
  const omitted = node.inputs.map((name) => name === '');
  if (!evaluation || inputs.some((input, index) => !input && !omitted[index])) return undefined;
  const known = inputs.map((input) => input && { dtype: input.dtype, shape: input.shape, constant: input });
  const present = inputs.filter((input) => input !== undefined);
  // NonZero is the one whose shape is known only once it has been computed.
  const types: readonly TensorType[] = node.op === 'NonZero' ? [] : inferNode(node, known, opset);
  const made = types.reduce((sum, type) => sum + elementCount(type.shape), 0);
  const read = present.reduce((sum, tensor) => sum + tensor.data.length, 0);
  if (made > Math.max(elementsAtMost, read)) return undefined;
  return evaluation(new TypedNode(node, known, opset), present, types);
}
