import type { Builder, Value } from '../builder.ts';
import type { Node } from '../model.ts';

/**
 * What a gradient rule sees. All shapes are known: `differentiate` folds shape computations first.
 *
 * A rule writes the backward graph with `g`. It may use any forward input or output: whatever it touches becomes a
 * saved activation (an extra output of the forward model, an input of the backward model), so touch little, and
 * prefer values that other rules need anyway (an output that the next operator reads) over fresh intermediate ones.
 */
export interface RuleContext {
  readonly node: Node;
  /** Forward inputs in the operator's order; undefined where an optional one is omitted. */
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  /** Which inputs want a gradient. A rule does no work for the others. */
  readonly needs: readonly boolean[];
  /** Writes the backward graph. */
  readonly g: Builder;
  /**
   * Writes into the forward graph: small values (statistics) that the operator works out anyway. Expressions equal to
   * those in `lowering.ts` cost nothing, as they are merged. `lift` makes such a value available to `g`.
   */
  readonly forward: Builder;
  readonly forwardInputs: readonly (Value | undefined)[];
  readonly lift: (value: Value) => Value;
}

/**
 * Reverse-mode rule of one operator: from the gradients of the loss with respect to its outputs (undefined: that
 * output does not reach the loss) to those with respect to its inputs (undefined where `needs` is false or the
 * derivative is zero everywhere).
 *
 * @throws DifferentiationError where the node uses a form of the operator that has no rule.
 */
export type GradientRule = (
  context: RuleContext,
  cotangents: readonly (Value | undefined)[],
) => readonly (Value | undefined)[];

/** Rules by operator name; each file in this folder exports one such table for a family of operators. */
export type RuleTable = Readonly<Record<string, GradientRule>>;
