import { DifferentiationError } from '../errors.ts';
import { TypedNode } from '../shapes/typed-node.ts';
import type { Value } from '../value.ts';
import type { GradientRule, RuleContext } from './rule.ts';

/** A rule for one output and one differentiable input, as most operators have. */
export function unaryRule(rule: (context: UnaryContext, dy: Value) => Value): GradientRule {
  return (context, [dy]) => {
    if (!dy || !context.needs[0]) return [];
    return [rule({ ...context, x: given(context, 0), y: context.outputs[0] }, dy)];
  };
}

export interface UnaryContext extends RuleContext {
  readonly x: Value;
  readonly y: Value;
}

/** A rule for operators that are flat wherever they are smooth (Sign, Floor) or yield no floats (Shape, ArgMax). */
export const zeroRule: GradientRule = () => [];

/** @throws DifferentiationError where the node omits its input `index`. */
export function given(context: RuleContext, index: number): Value {
  return context.inputs[index] ?? refuse(context, `lacks its input ${index}`);
}

/** The node with its inputs' types, for readers of attributes that became inputs in later opsets. */
export function typed({ node, inputs }: RuleContext): TypedNode {
  // Attributes that are present win over inputs, so that the newest opset reads the older forms too.
  return new TypedNode(node, inputs, 21);
}

/** @throws DifferentiationError always: what, where, and why there is no gradient. */
export function refuse({ node }: RuleContext, reason: string): never {
  throw new DifferentiationError(`${node.op} node "${node.name}" cannot be differentiated: it ${reason}.`);
}
