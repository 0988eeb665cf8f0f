import type { Node } from './model.ts';
import { creationShapes } from './shapes/creation.ts';
import { elementwiseShapes } from './shapes/elementwise.ts';
import { indexingShapes } from './shapes/indexing.ts';
import { matrixShapes } from './shapes/matrix.ts';
import { normalisationShapes } from './shapes/normalisation.ts';
import { reduceShapes } from './shapes/reduce.ts';
import { reshapeShapes } from './shapes/reshape.ts';
import { slicingShapes } from './shapes/slicing.ts';
import { spatialShapes } from './shapes/spatial.ts';
import {
  type InputType,
  ShapeError,
  type ShapeRules,
  type TensorType,
  TypedNode,
} from './shapes/typed-node.ts';

export { ShapeError };

const rules: ShapeRules = {
  ...creationShapes,
  ...elementwiseShapes,
  ...indexingShapes,
  ...matrixShapes,
  ...normalisationShapes,
  ...reduceShapes,
  ...reshapeShapes,
  ...slicingShapes,
  ...spatialShapes,
};

/**
 * Types and shapes of a node's outputs, one per name in `node.outputs`, in the standard operator set's versions 11
 * to 21. `inputs` follow the node's inputs; undefined where one is omitted.
 *
 * @throws ShapeError where the operator is unknown, the inputs do not fit it, or a shape depends on the data.
 */
export function inferNode(
  node: Node,
  inputs: readonly (InputType | undefined)[],
  opset: number,
): readonly TensorType[] {
  const typed = new TypedNode(node, inputs, opset);
  const standard = node.domain === '' || node.domain === 'ai.onnx';
  const rule = standard && Object.hasOwn(rules, node.op) ? rules[node.op] : undefined;
  if (!rule) {
    return typed.fail(
      `is of ${standard ? 'an operator' : `a domain ("${node.domain}")`} without a shape rule; ` +
        `there are rules for ${Object.keys(rules).toSorted().join(', ')}`,
    );
  }
  const types = rule(typed);
  if (types.length < node.outputs.length) {
    typed.fail(`has ${node.outputs.length} outputs where the operator gives ${types.length}`);
  }
  return types.slice(0, node.outputs.length);
}
