import { OnnxError } from '../errors.ts';
import type { ConstantTensor, DataType, Node } from '../model.ts';

/** What is known of a value before anything runs. */
export interface TensorType {
  readonly dtype: DataType;
  readonly shape: readonly number[];
}

/** A node's input: its type, and its elements where they are known too. */
export interface InputType extends TensorType {
  readonly constant?: ConstantTensor | undefined;
}

/** From a node and the types of its inputs to the types of its outputs. */
export type ShapeRule = (node: TypedNode) => readonly TensorType[];

export type ShapeRules = Readonly<Record<string, ShapeRule>>;

/** A node whose output shape cannot be told: wrong inputs, or a shape that depends on the data. */
export class ShapeError extends OnnxError {
  override readonly name = 'ShapeError';
}

/** A node with the types of its inputs: what a shape rule reads. Every reader throws ShapeError, in a sentence. */
export class TypedNode {
  readonly node: Node;
  readonly inputs: readonly (InputType | undefined)[];
  readonly opset: number;

  constructor(node: Node, inputs: readonly (InputType | undefined)[], opset: number) {
    this.node = node;
    this.inputs = inputs;
    this.opset = opset;
  }

  fail(reason: string): never {
    const { op, name } = this.node;
    const shapes = this.inputs.map((input) => (input ? `${input.dtype}[${input.shape.join(', ')}]` : 'none'));
    throw new ShapeError(`${op} node "${name}" with inputs (${shapes.join(', ')}) ${reason}.`);
  }

  input(index: number): InputType {
    return this.inputs[index] ?? this.fail(`lacks its input ${index}`);
  }

  optional(index: number): InputType | undefined {
    return this.inputs[index];
  }

  /** All inputs of an operator that takes any number of them, at least one. */
  all(): readonly InputType[] {
    if (this.inputs.length === 0) this.fail('needs at least one input');
    return this.inputs.map((_, index) => this.input(index));
  }

  has(name: string): boolean {
    return this.node.attributes[name] !== undefined;
  }

  int(name: string): number | undefined;
  int(name: string, otherwise: number): number;
  int(name: string, otherwise?: number): number | undefined {
    const attribute = this.node.attributes[name];
    if (!attribute) return otherwise;
    return attribute.type === 'int' ? attribute.value : this.wrongType(name, 'int');
  }

  ints(name: string): readonly number[] | undefined;
  ints(name: string, otherwise: readonly number[]): readonly number[];
  ints(name: string, otherwise?: readonly number[]): readonly number[] | undefined {
    const attribute = this.node.attributes[name];
    if (!attribute) return otherwise;
    return attribute.type === 'ints' ? attribute.value : this.wrongType(name, 'ints');
  }

  floats(name: string): readonly number[] | undefined {
    const attribute = this.node.attributes[name];
    if (!attribute) return undefined;
    return attribute.type === 'floats' ? attribute.value : this.wrongType(name, 'floats');
  }

  string(name: string, otherwise: string): string {
    const attribute = this.node.attributes[name];
    if (!attribute) return otherwise;
    return attribute.type === 'string' ? attribute.value : this.wrongType(name, 'string');
  }

  private wrongType(name: string, wanted: string): never {
    return this.fail(`holds an attribute "${name}" that is not of type ${wanted}`);
  }

  /** The elements of a constant input. `what` names the input's role in the error. */
  constant(index: number, what: string): readonly number[] {
    const { constant } = this.input(index);
    if (!constant) {
      this.fail(
        `has ${what} that are not constant, so its output shape depends on the data; fold them first`,
      );
    }
    return Array.from<number | bigint, number>(constant.data, Number);
  }

  /** A list of integers that moved from an attribute to input `index` in a later opset; undefined where omitted. */
  attributeOrInput(name: string, index: number): readonly number[] | undefined {
    if (this.has(name)) return this.ints(name);
    return this.optional(index) ? this.constant(index, name) : undefined;
  }

  /** A possibly negative axis of a tensor of `rank`, made non-negative. */
  axis(axis: number, rank: number): number {
    const positive = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(axis) || positive < 0 || positive >= Math.max(rank, 1)) {
      this.fail(`names axis ${axis} of a tensor of rank ${rank}`);
    }
    return positive;
  }

  /** Distinct axes, in ascending order. */
  axes(axes: readonly number[], rank: number): readonly number[] {
    const positive = axes.map((axis) => this.axis(axis, rank));
    const distinct = new Set(positive);
    if (distinct.size !== axes.length) this.fail(`names an axis twice: [${axes.join(', ')}]`);
    return positive.toSorted((a, b) => a - b);
  }

  /** NumPy's broadcast of shapes: aligned at the right, a 1 stretches. */
  broadcast(...shapes: readonly (readonly number[])[]): readonly number[] {
    const rank = Math.max(0, ...shapes.map((shape) => shape.length));
    return Array.from({ length: rank }, (_, position) => {
      let size = 1;
      for (const shape of shapes) {
        const index = position - rank + shape.length;
        const own = index >= 0 ? shape[index] : 1;
        if (own === 1 || own === size) continue;
        if (size !== 1) this.fail('cannot broadcast its inputs to one shape');
        size = own;
      }
      return size;
    });
  }
}
