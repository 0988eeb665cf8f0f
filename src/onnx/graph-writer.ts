import type { Attributes } from './attributes.ts';
import { BuilderError, OnnxError } from './errors.ts';
import { foldNode } from './fold.ts';
import type { ConstantTensor, DataType, Graph, Model, Node, TensorData, ValueInfo } from './model.ts';
import { inferNode } from './shapes.ts';
import { tensorOf } from './tensors.ts';
import { elementCount, type Value } from './value.ts';

/** The one version of the standard operator set that models written here use. */
export const writtenOpset = 21;
/** IR version 10 came with opset 21. */
export const writtenIrVersion = 10;

export interface OpOptions {
  /** How many outputs the node has; 1 by default. */
  readonly outputs?: number;
  /** Name of the (first) output, if a node is written at all: a known or simpler equal value may stand in. */
  readonly name?: string;
  /** Names of all outputs; '' for one that is not wanted. */
  readonly names?: readonly string[];
  /** Always write a node, never merge it with an equal one: its output is to be told apart. */
  readonly distinct?: boolean;
  readonly domain?: string;
}

/** A node with its values. */
export interface Step {
  readonly node: Node;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
}

/** Constants that folding makes stay small: folding Expand must not blow a model up. */
const foldedElementsAtMost = 65536;

/**
 * Writes a graph node by node. Shapes are inferred at once, so a mistake shows on the line that makes it; operations
 * on constants are folded and equal operations are shared as they are written, so gradient rules may repeat themselves.
 */
export class GraphWriter {
  readonly name: string;
  readonly #inputs: (ValueInfo & { readonly ifUsed: boolean })[] = [];
  readonly #outputs: Value[] = [];
  readonly #renamed = new Map<string, string>();
  readonly #parameters = new Map<string, ConstantTensor>();
  readonly #constants = new Map<string, Value>();
  readonly #sharedConstants = new Map<string, Value[]>();
  readonly #steps: Step[] = [];
  readonly #written = new Map<string, readonly Value[]>();
  readonly #producers = new Map<string, Step>();
  readonly #names = new Set<string>();
  readonly #counters = new Map<string, number>();
  #scope = '';

  constructor(name: string) {
    this.name = name;
  }

  /** Everything `write` adds is named `name.…`; scopes nest. Inputs and outputs keep the names they are given. */
  scope<T>(name: string, write: () => T): T {
    const outer = this.#scope;
    this.#scope = `${outer}${name}.`;
    try {
      return write();
    } finally {
      this.#scope = outer;
    }
  }

  /** Keeps generated names clear of `names`, which are going to be given to inputs or outputs later. */
  reserve(names: Iterable<string>): void {
    for (const name of names) this.#counters.set(name, this.#counters.get(name) ?? 1);
  }

  /** @throws BuilderError where the name is taken. */
  input(name: string, shape: readonly number[], dtype: DataType = 'float32'): Value {
    this.#claim(name);
    this.#inputs.push({ name, dtype, shape, ifUsed: false });
    return { name, dtype, shape };
  }

  /** A value of another graph, under its own name: an input of this one if any output needs it. */
  borrow({ name, dtype, shape }: Value): Value {
    this.#claim(name);
    this.#inputs.push({ name, dtype, shape, ifUsed: true });
    return { name, dtype, shape };
  }

  /**
   * A weight stored in the model under `scope.name`, to be trained: nothing is folded through it.
   * @throws BuilderError where the name is taken or the data does not fill the shape.
   */
  initializer(name: string, tensor: ConstantTensor): Value {
    const full = this.#scope + name;
    this.#claim(full);
    if (tensor.data.length !== elementCount(tensor.shape))
      throw new BuilderError(
        `Initializer ${full} has ${tensor.data.length} elements, which do not fill its shape [${tensor.shape.join(', ')}].`,
      );
    this.#parameters.set(full, tensor);
    return { name: full, dtype: tensor.dtype, shape: tensor.shape };
  }

  /** A constant; a number alone is a scalar. Identical constants are stored once. */
  constant(
    data: number | readonly number[] | TensorData,
    shape?: readonly number[],
    dtype: DataType = 'float32',
  ): Value {
    const list = typeof data === 'number' ? [data] : data;
    return this.constantTensor(
      tensorOf(list, shape ?? (typeof data === 'number' ? [] : [list.length]), dtype),
    );
  }

  /** As `constant`, from a tensor; `name` where a new one is stored and the name is free. */
  constantTensor(tensor: ConstantTensor, preferred?: string): Value {
    const key = `${tensor.dtype}[${tensor.shape.join()}]${fingerprint(tensor.data)}`;
    const alike = this.#sharedConstants.get(key) ?? [];
    for (const other of alike)
      if (other.constant && sameBytes(other.constant.data, tensor.data)) return other;
    const exact = preferred !== undefined && !this.#names.has(preferred);
    if (exact) this.#claim(preferred);
    const name = exact ? preferred : this.#fresh('constant', '');
    const value: Value = { name, dtype: tensor.dtype, shape: tensor.shape, constant: tensor };
    this.#constants.set(name, value);
    this.#sharedConstants.set(key, [...alike, value]);
    return value;
  }

  /** A one-axis int64 constant, as the shape and axes inputs of many operators want it. */
  integers(values: readonly number[]): Value {
    return this.constant(values, [values.length], 'int64');
  }

  /**
   * Adds an operation and returns its outputs; an omitted optional input is undefined.
   * @throws ShapeError where the operator does not accept these inputs; BuilderError where a name is taken.
   */
  op(
    op: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes = {},
    options: OpOptions = {},
  ): readonly Value[] {
    if (options.distinct) return this.#add(op, inputs, attributes, options);
    const key = this.#key(op, inputs, attributes, options);
    const known = this.#written.get(key);
    if (known) return known;
    const simpler = options.domain ? undefined : this.simplify(op, inputs, attributes);
    const outputs = simpler ?? this.#add(op, inputs, attributes, options);
    this.#written.set(key, outputs);
    return outputs;
  }

  /** Something cheaper that means the same, or undefined. Overridden where such rules are known. */
  protected simplify(
    _op: string,
    _inputs: readonly (Value | undefined)[],
    _attributes: Attributes,
  ): readonly Value[] | undefined {
    return undefined;
  }

  /** The node that made a value, with its inputs; undefined for inputs, weights and constants. */
  producer(value: Value): Step | undefined {
    return this.#producers.get(value.name);
  }

  /** All that was written, in order. */
  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** Makes `value` an output of the model, under `name` where one is given. */
  output(value: Value, name: string = this.nameOutside(value)): Value {
    const known = this.#outputs.some((other) => other.name === value.name);
    if (known && name === this.nameOutside(value)) return value;
    // Asked for again, a copy is still the same copy.
    const earlier = this.#outputs.find((other) => other.name === name);
    const copied = this.#producers.get(name);
    if (earlier && copied?.node.op === 'Identity' && copied.inputs[0]?.name === value.name) return earlier;
    const made = this.#producers.has(value.name);
    if (known || (!made && name !== value.name)) {
      const [copy] = this.#add('Identity', [value], {}, { distinct: true, name });
      if (!copy) throw new BuilderError(`Output ${name} could not be written.`);
      this.#outputs.push(copy);
      return copy;
    }
    if (name !== value.name) {
      this.#claim(name);
      this.#renamed.set(value.name, name);
    }
    this.#outputs.push(value);
    return value;
  }

  /** The name that a value has in the built model: that of the output, where it is one. */
  nameOutside(value: Value): string {
    return this.#renamed.get(value.name) ?? value.name;
  }

  /** The model, without nodes and constants that no output needs. Weights stay, needed or not. */
  build(): Model {
    const wanted = new Set(this.#outputs.map((value) => value.name));
    const nodes: Node[] = [];
    for (const { node } of this.#steps.toReversed()) {
      if (!node.outputs.some((name) => wanted.has(name))) continue;
      for (const name of node.inputs) wanted.add(name);
      nodes.push(this.#rename(node));
    }
    const initializers = new Map(this.#parameters);
    for (const [name, value] of this.#constants)
      if (value.constant && wanted.has(name)) initializers.set(name, value.constant);
    const graph: Graph = {
      name: this.name,
      inputs: this.#inputs
        .filter(({ name, ifUsed }) => !ifUsed || wanted.has(name))
        .map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      outputs: this.#outputs.map(({ name, dtype, shape }) => ({
        name: this.#renamed.get(name) ?? name,
        dtype,
        shape,
      })),
      nodes: nodes.reverse(),
      initializers,
    };
    return {
      graph,
      opsets: { '': writtenOpset },
      irVersion: writtenIrVersion,
      producer: 'penumbra',
      metadata: {},
    };
  }

  #rename(node: Node): Node {
    const renamed = (name: string): string => this.#renamed.get(name) ?? name;
    return { ...node, inputs: node.inputs.map(renamed), outputs: node.outputs.map(renamed) };
  }

  #add(
    op: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes,
    options: OpOptions,
  ): readonly Value[] {
    const names = this.#outputNames(op, options);
    const base = names[0] ?? op;
    const last = inputs.findLastIndex((value) => value !== undefined);
    const node: Node = {
      op,
      domain: options.domain ?? '',
      name: base,
      inputs: inputs.slice(0, last + 1).map((value) => value?.name ?? ''),
      outputs: names,
      attributes,
    };
    const folded = options.distinct ? undefined : this.#fold(node, inputs);
    if (folded) return folded;
    const types = inferNode(node, inputs, writtenOpset);
    const outputs = names.map((name, i): Value => {
      const type = types[i];
      if (!type) throw new OnnxError(`${op} (${base}) has no output ${i}.`);
      return { name, dtype: type.dtype, shape: type.shape };
    });
    const step = { node, inputs, outputs };
    this.#steps.push(step);
    for (const output of outputs) this.#producers.set(output.name, step);
    return outputs;
  }

  #outputNames(op: string, { outputs = 1, name, names }: OpOptions): readonly string[] {
    const given = names ?? (name === undefined ? [] : [name]);
    const base = given[0] || this.#fresh(op.charAt(0).toLowerCase() + op.slice(1), this.#scope);
    for (const exact of given) if (exact !== '') this.#claim(exact);
    return Array.from({ length: names?.length ?? outputs }, (_, i) =>
      i === 0 ? base : given[i] || this.#fresh(`${base}:${i}`, ''),
    );
  }

  #fold(node: Node, inputs: readonly (Value | undefined)[]): readonly Value[] | undefined {
    if (!inputs.every((value) => value === undefined || value.constant)) return undefined;
    const read = inputs.reduce((n, value) => n + (value ? elementCount(value.shape) : 0), 0);
    const folded = foldNode(
      node,
      inputs.map((value) => value?.constant),
      writtenOpset,
    );
    if (!folded || folded.length < node.outputs.length) return undefined;
    const made = folded.reduce((n, tensor) => n + tensor.data.length, 0);
    return made > Math.max(foldedElementsAtMost, read)
      ? undefined
      : folded.map((t) => this.constantTensor(t));
  }

  #key(
    op: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes,
    options: OpOptions,
  ): string {
    const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
    const written = JSON.stringify(sorted, (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    return `${options.domain ?? ''}|${op}|${inputs.map((value) => value?.name ?? '').join()}|${options.names?.length ?? options.outputs ?? 1}|${written}`;
  }

  #claim(name: string): void {
    if (name === '' || this.#names.has(name))
      throw new BuilderError(
        name === ''
          ? `A value of graph ${this.name} has no name; give it one.`
          : `The name ${name} is used twice in graph ${this.name}; choose another.`,
      );
    this.#names.add(name);
  }

  #fresh(base: string, scope: string): string {
    const stem = scope + base;
    let count = this.#counters.get(stem) ?? 0;
    let name = count === 0 ? stem : `${stem}_${count}`;
    while (this.#names.has(name) || (this.#counters.has(name) && name !== stem)) name = `${stem}_${++count}`;
    this.#counters.set(stem, count + 1);
    this.#names.add(name);
    return name;
  }
}

const bytesOf = (data: TensorData): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** FNV-1a over the bytes: only a first sieve before comparing them all. */
function fingerprint(data: TensorData): number {
  let hash = 0x811c9dc5;
  for (const byte of bytesOf(data)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function sameBytes(a: TensorData, b: TensorData): boolean {
  const left = bytesOf(a);
  const right = bytesOf(b);
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
