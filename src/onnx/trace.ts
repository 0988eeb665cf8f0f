import { Builder, type Value } from './builder.ts';
import { SpecializationError } from './errors.ts';
import type { Graph, Model, Node, ValueInfo } from './model.ts';
import { isFloat } from './tensors.ts';
import { constantOf, upgrade } from './upgrade.ts';

/** Sizes of open dimensions by name, or whole shapes by input. */
export type Shapes = Readonly<Record<string, number | readonly number[]>>;

export interface TraceOptions {
  readonly shapes?: Shapes;
  /** Initializers that become inputs. */
  readonly open?: ReadonlySet<string>;
  /** Values that keep a node and a name of their own, whatever equals them. */
  readonly distinct?: ReadonlySet<string>;
  /** Writes operators by what they are made of (see `lower.ts`); undefined leaves one as it is. */
  readonly lowering?: Lowering;
  /** Keep float weights apart from constants, so that they can still be trained; otherwise fold them too. */
  readonly keepWeights?: boolean;
}

export type Lowering = (
  g: Builder,
  node: Node,
  inputs: readonly (Value | undefined)[],
) => readonly Value[] | undefined;

export interface Trace {
  /** The model with every shape known, as it was written anew. */
  readonly writer: Builder;
  /** Each name of the original model, and what stands for it now. */
  readonly values: ReadonlyMap<string, Value>;
}

/** Operators whose float inputs after the first are settings, not weights. */
const takesSettings = new Set([
  'Resize',
  'Upsample',
  'Clip',
  'Pad',
  'Range',
  'Cast',
  'OneHot',
  'ConstantOfShape',
]);

/**
 * Writes a model anew with known shapes: runs through it node by node, so that the builder infers shapes, folds what
 * is known (the shape computations of exporters), and shares and simplifies the rest.
 *
 * @throws SpecializationError for open dimensions, unknown domains and control flow that depends on data;
 * ShapeError where a node does not fit its inputs.
 */
export function trace(model: Model, options: TraceOptions = {}): Trace {
  const { graph } = model;
  const writer = new Builder(graph.name || 'model');
  writer.reserve(namesOf(graph));
  const values = new Map<string, Value>();
  const stored = graph.inputs.filter(({ name }) => !graph.initializers.has(name));
  for (const [name, shape] of closedShapes(stored, options.shapes ?? {})) {
    const info = stored.find((input) => input.name === name);
    values.set(name, writer.input(name, shape, info?.dtype ?? 'float32'));
  }
  const settings = settingsOf(graph);
  for (const [name, tensor] of graph.initializers) {
    const weight = options.keepWeights && isFloat(tensor.dtype) && !settings.has(name);
    const value = options.open?.has(name)
      ? writer.input(name, tensor.shape, tensor.dtype)
      : weight
        ? writer.initializer(name, tensor)
        : writer.constantTensor(tensor, name);
    values.set(name, value);
  }
  run(graph, values, { model, writer, distinct: options.distinct ?? new Set(), lowering: options.lowering });
  for (const { name } of graph.outputs) writer.output(knownValue(values, name, `output ${name}`), name);
  return { writer, values };
}

interface Setting {
  readonly model: Model;
  readonly writer: Builder;
  readonly distinct: ReadonlySet<string>;
  readonly lowering: Lowering | undefined;
}

function run(graph: Graph, values: Map<string, Value>, setting: Setting): void {
  const { writer, distinct } = setting;
  for (const node of graph.nodes) {
    const results = evaluate(node, values, setting);
    for (const [i, name] of node.outputs.entries()) {
      const value = results[i];
      if (name === '' || !value) continue;
      const [own] = distinct.has(name)
        ? writer.op('Identity', [value], {}, { distinct: true, name })
        : [value];
      values.set(name, own ?? value);
    }
  }
}

function evaluate(node: Node, values: Map<string, Value>, setting: Setting): readonly Value[] {
  const { model, writer, distinct, lowering } = setting;
  const where = `${node.op} node ${node.name || `that makes ${node.outputs[0]}`}`;
  if (node.domain !== '')
    throw new SpecializationError(
      `The ${where} is of domain ${node.domain}; only the standard operators of ONNX are known here.`,
    );
  const inputs = node.inputs.map((name) => (name === '' ? undefined : knownValue(values, name, where)));
  if (node.op === 'Constant') {
    const tensor = constantOf(node);
    if (!tensor) throw new SpecializationError(`The ${where} holds no dense tensor of numbers.`);
    return [writer.constantTensor(tensor, node.outputs[0])];
  }
  if (node.op === 'If') return branch(node, inputs[0], values, setting, where);
  if (Object.values(node.attributes).some((attribute) => attribute.type === 'graph'))
    throw new SpecializationError(`The ${where} runs an inner graph, which cannot be made a plain graph.`);
  const upgraded = upgrade(node, inputs, model.opsets[''] ?? 1, writer);
  if (!('op' in upgraded)) return upgraded;
  const lowered = lowering?.(writer, { ...node, ...upgraded, inputs: node.inputs }, upgraded.inputs);
  if (lowered) return lowered;
  const used = node.outputs.findLastIndex((name) => name !== '') + 1;
  const names = node.outputs.slice(0, used).map((name) => (distinct.has(name) ? '' : name));
  return writer.op(upgraded.op, upgraded.inputs, upgraded.attributes, { names });
}

/** If with a condition that is known is the branch it takes. */
function branch(
  node: Node,
  condition: Value | undefined,
  values: Map<string, Value>,
  setting: Setting,
  where: string,
): readonly Value[] {
  if (!condition?.constant)
    throw new SpecializationError(
      `The ${where} chooses by data; only a choice that the shapes decide is known.`,
    );
  const chosen = node.attributes[condition.constant.data[0] ? 'then_branch' : 'else_branch'];
  if (chosen?.type !== 'graph') throw new SpecializationError(`The ${where} lacks a branch.`);
  const inner = new Map(values);
  for (const [name, tensor] of chosen.value.initializers)
    inner.set(name, setting.writer.constantTensor(tensor, name));
  run(chosen.value, inner, setting);
  return chosen.value.outputs.map(({ name }) => knownValue(inner, name, where));
}

function knownValue(values: ReadonlyMap<string, Value>, name: string, where: string): Value {
  const value = values.get(name);
  if (!value) throw new SpecializationError(`The ${where} reads ${name}, which nothing before it makes.`);
  return value;
}

function* namesOf(graph: Graph): Iterable<string> {
  for (const { name } of graph.inputs) yield name;
  for (const { name } of graph.outputs) yield name;
  yield* graph.initializers.keys();
  for (const node of graph.nodes) {
    yield* node.outputs;
    for (const attribute of Object.values(node.attributes))
      if (attribute.type === 'graph') yield* namesOf(attribute.value);
  }
}

function settingsOf(graph: Graph): ReadonlySet<string> {
  const settings = new Set<string>();
  for (const node of graph.nodes)
    if (takesSettings.has(node.op)) for (const name of node.inputs.slice(1)) settings.add(name);
  return settings;
}

/** The sizes of all inputs, names of dimensions resolved. */
function closedShapes(inputs: readonly ValueInfo[], shapes: Shapes): ReadonlyMap<string, readonly number[]> {
  const sizes = new Map<string, number>();
  const bind = (name: string, size: number, where: string): void => {
    const known = sizes.get(name);
    if (known !== undefined && known !== size)
      throw new SpecializationError(`Dimension ${name} is given two sizes, ${known} and ${size} (${where}).`);
    sizes.set(name, size);
  };
  for (const [name, shape] of Object.entries(shapes))
    if (typeof shape === 'number') bind(name, shape, 'shapes');
  for (const { name, shape: declared } of inputs) {
    const given = shapes[name];
    if (typeof given !== 'object' || !declared) continue;
    if (given.length !== declared.length)
      throw new SpecializationError(
        `Input ${name} has ${declared.length} dimensions, but the shape given for it is [${given.join(', ')}].`,
      );
    for (const [axis, dim] of declared.entries()) {
      const size = given[axis] ?? 0;
      if (typeof dim === 'string') bind(dim, size, `input ${name}`);
      else if (dim !== size)
        throw new SpecializationError(`Dimension ${axis} of input ${name} is ${dim}, not ${size} as given.`);
    }
  }
  const open: string[] = [];
  const closed = new Map<string, readonly number[]>();
  for (const { name, shape: declared } of inputs) {
    const given = shapes[name];
    const shape = declared ?? (typeof given === 'object' ? given : undefined);
    if (!shape) open.push(`all dimensions of input ${name}`);
    closed.set(
      name,
      (shape ?? []).map((dim, axis) => {
        const size = typeof dim === 'number' ? dim : sizes.get(dim);
        if (size === undefined) open.push(`${dim} (dimension ${axis} of input ${name})`);
        else if (!Number.isSafeInteger(size) || size < 0)
          throw new SpecializationError(`Dimension ${axis} of input ${name} cannot be ${size}.`);
        return size ?? 1;
      }),
    );
  }
  if (open.length > 0)
    throw new SpecializationError(
      `These dimensions are still open: ${open.join(', ')}. Give their sizes in shapes.`,
    );
  return closed;
}
