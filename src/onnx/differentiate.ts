import { Builder, type Value } from './builder.ts';
import { DifferentiationError } from './errors.ts';
import type { Step } from './graph-writer.ts';
import { lower } from './lower.ts';
import type { ConstantTensor, Model } from './model.ts';
import { rules } from './rules/index.ts';
import type { RuleContext } from './rules/rule.ts';
import { isFloat } from './tensors.ts';
import { type Shapes, type Trace, trace } from './trace.ts';
import { sameShape } from './value.ts';

export interface DifferentiateOptions {
  /**
   * What to differentiate with respect to: graph inputs, initializers (they become INPUTS of both models, because
   * training feeds fresh weights at every step) or any other value.
   */
  readonly wrt: readonly string[];
  /** Outputs (or any other values) of the model whose cotangents the backward model takes. */
  readonly from: readonly string[];
  /** Sizes of open dimensions by name (`{ batch: 4 }`) or whole shapes by input (`{ x: [4, 3, 64, 64] }`). */
  readonly shapes?: Shapes;
}

export interface Differentiated {
  /**
   * The model with known shapes, the saved activations as extra outputs, and the initializers of `wrt` as inputs
   * (their stored values are in `weights`).
   */
  readonly forward: Model;
  /**
   * Inputs: `gradient:NAME` for every name in `from`, then those of `backwardReads`. Outputs: `gradient:NAME` for
   * every name in `wrt`, of its shape (zeros where it does not reach `from`).
   */
  readonly backward: Model;
  /** Values that the forward model emits for the backward model, under the same name in both. */
  readonly saved: readonly string[];
  /** Inputs of the forward model, weights included, that the backward model reads under the same name. */
  readonly backwardReads: readonly string[];
  /** Stored values of those initializers that became inputs. */
  readonly weights: ReadonlyMap<string, ConstantTensor>;
}

/** Name of the gradient of the loss with respect to a value, as input or output of the backward model. */
export const gradientName = (value: string): string => `gradient:${value}`;

/**
 * Reverse-mode differentiation from graph to graph. Of the loss L, of which the caller knows only dL/dy for every y in
 * `from`, the backward model gives dL/dx for every x in `wrt`: a vector-Jacobian product, written as ONNX operators.
 * Only what lies between `wrt` and `from` is differentiated; a value used several times sums its gradients.
 *
 * @throws DifferentiationError for names that the model lacks and for operators without a rule;
 * SpecializationError for open dimensions; ShapeError where a node does not fit its inputs.
 */
export function differentiate(
  model: Model,
  { wrt, from, shapes = {} }: DifferentiateOptions,
): Differentiated {
  const { inputs, initializers } = model.graph;
  const open = new Set(wrt.filter((name) => initializers.has(name)));
  const ends = new Set([...inputs.map(({ name }) => name), ...initializers.keys()]);
  const distinct = new Set(wrt.filter((name) => !ends.has(name)));
  const traced = trace(model, { shapes, open, distinct });
  const sweep: Sweep = {
    traced,
    targets: wrt.map((name) => [name, floatValue(traced, name, 'wrt')]),
    sources: from.map((name) => [name, floatValue(traced, name, 'from')]),
  };
  const { writer } = traced;
  for (const [name, value] of sweep.sources) if (!value.constant) writer.output(value, name);
  // Once to see what gets saved, once more to redo transpositions of what is saved anyway.
  const kept = new Set(borrowed(writeBackward(sweep, new Set()), writer).map(({ name }) => name));
  const backward = writeBackward(sweep, kept);
  const reads = borrowed(backward, writer);
  const forwardInputs = new Set(writer.build().graph.inputs.map(({ name }) => name));
  const saved = reads.filter(({ name }) => !forwardInputs.has(name));
  for (const value of saved) writer.output(value);
  return {
    forward: { ...lower(writer.build()), producer: model.producer, metadata: model.metadata },
    backward,
    saved: saved.map((value) => writer.nameOutside(value)),
    backwardReads: reads.filter(({ name }) => forwardInputs.has(name)).map(({ name }) => name),
    weights: new Map([...initializers].filter(([name]) => open.has(name))),
  };
}

interface Sweep {
  readonly traced: Trace;
  readonly targets: readonly (readonly [string, Value])[];
  readonly sources: readonly (readonly [string, Value])[];
}

function floatValue(traced: Trace, name: string, list: 'wrt' | 'from'): Value {
  const value = traced.values.get(name);
  if (!value)
    throw new DifferentiationError(
      `The model has no value ${name}, which ${list} names. Name an input, an initializer or the output of a node.`,
    );
  if (!isFloat(value.dtype))
    throw new DifferentiationError(
      `${name}, which ${list} names, is ${value.dtype}; only floats have gradients.`,
    );
  return value;
}

/** The forward values that a backward model takes, other than gradients. */
function borrowed(backward: Model, writer: Builder): readonly Value[] {
  const taken = new Set(backward.graph.inputs.map(({ name }) => name));
  const values = new Map<string, Value>();
  for (const { name, dtype, shape } of writer.build().graph.inputs)
    if (taken.has(name)) values.set(name, { name, dtype, shape: (shape ?? []).map(Number) });
  for (const { outputs } of writer.steps)
    for (const value of outputs) if (taken.has(writer.nameOutside(value))) values.set(value.name, value);
  return [...values.values()];
}

function writeBackward({ traced, targets, sources }: Sweep, kept: ReadonlySet<string>): Model {
  const { writer } = traced;
  const g = new Builder(`${writer.name}.backward`);
  const lift = lifter(writer, g, kept);
  const parts = new Map<string, Value[]>();
  const add = (value: Value, gradient: Value): void => {
    parts.set(value.name, [...(parts.get(value.name) ?? []), gradient]);
  };
  const total = (value: Value): Value | undefined => {
    const sum = parts.get(value.name);
    if (!sum) return undefined;
    const gradient = g.scope('backward', () => g.sum(sum));
    parts.set(value.name, [gradient]);
    return gradient;
  };
  for (const [name, value] of sources) add(value, g.input(gradientName(name), value.shape, value.dtype));
  const active = dependants(writer.steps, targets);
  for (const step of writer.steps.toReversed()) {
    const cotangents = step.outputs.map(total);
    const needs = step.inputs.map((value) => value !== undefined && active.has(value.name));
    if (cotangents.every((gradient) => !gradient) || !needs.includes(true)) continue;
    const context: RuleContext = {
      node: step.node,
      inputs: step.inputs.map((value) => value && lift(value)),
      outputs: step.outputs.map(lift),
      needs,
      g,
      forward: writer,
      forwardInputs: step.inputs,
      lift,
    };
    // Generated names get a prefix, so that forward values that are lifted later find theirs free.
    const gradients = g.scope('backward', () => ruleOf(step)(context, cotangents));
    for (const [i, value] of step.inputs.entries()) {
      const gradient = needs[i] ? gradients[i] : undefined;
      if (!value || !gradient) continue;
      if (!sameShape(gradient.shape, value.shape))
        throw new DifferentiationError(
          `The rule for ${step.node.op} (node ${step.node.name}) gave input ${i} of shape [${value.shape.join(', ')}] a gradient of shape [${gradient.shape.join(', ')}]; this is a mistake in the rule.`,
        );
      add(value, gradient);
    }
  }
  for (const [name, value] of targets)
    g.output(total(value) ?? g.filled(value.shape, 0, value.dtype), gradientName(name));
  return g.build();
}

/** What depends on the targets through floats. */
function dependants(
  steps: readonly Step[],
  targets: readonly (readonly [string, Value])[],
): ReadonlySet<string> {
  const active = new Set(targets.map(([, value]) => value.name));
  for (const { inputs, outputs } of steps)
    if (inputs.some((value) => value && active.has(value.name)))
      for (const { name, dtype } of outputs) if (isFloat(dtype)) active.add(name);
  return active;
}

function ruleOf({ node }: Step) {
  const rule = node.domain === '' && Object.hasOwn(rules, node.op) ? rules[node.op] : undefined;
  if (!rule)
    throw new DifferentiationError(
      `There is no gradient rule for the operator ${node.op} (node ${node.name}). There are rules for ${Object.keys(rules).toSorted().join(', ')}.`,
    );
  return rule;
}

/**
 * How forward values enter the backward graph: constants as constants, everything else as inputs that count only if
 * used. A view of another value is redone from it, which costs nothing, so that the source is saved once; a
 * transposition costs a pass over the data and is redone only where its source is at hand anyway. Whole numbers and
 * conditions are redone from the floats they come from.
 */
function lifter(writer: Builder, g: Builder, kept: ReadonlySet<string>): (value: Value) => Value {
  const lifted = new Map<string, Value>();
  const names = writer.steps.flatMap(({ outputs }) =>
    outputs.flatMap((v) => [v.name, writer.nameOutside(v)]),
  );
  g.reserve([...names, ...writer.build().graph.inputs.map(({ name }) => name)]);
  const enter = (value: Value): Value => {
    if (value.constant) return g.constantTensor(value.constant, value.name);
    const step = writer.producer(value);
    const source = step?.inputs[0];
    if (step?.node.op === 'Reshape' && source) return g.reshape(lift(source), value.shape);
    if (step?.node.op === 'Identity' && source) return lift(source);
    if (step?.node.op === 'Transpose' && source && (kept.has(source.name) || !writer.producer(source)))
      return g.one('Transpose', [lift(source)], step.node.attributes);
    // Conditions and indices are cheap to work out again, and runtimes hand out floats most readily.
    if (step && !isFloat(value.dtype)) {
      const { node, inputs, outputs } = step;
      const again = g.op(
        node.op,
        inputs.map((input) => input && lift(input)),
        node.attributes,
        { outputs: outputs.length },
      );
      const which = outputs.findIndex(({ name }) => name === value.name);
      return again[which] ?? g.borrow({ ...value, name: writer.nameOutside(value) });
    }
    return g.borrow({ ...value, name: writer.nameOutside(value) });
  };
  const lift = (value: Value): Value => {
    const known = lifted.get(value.name);
    if (known) return known;
    const entered = enter(value);
    lifted.set(value.name, entered);
    return entered;
  };
  return lift;
}
