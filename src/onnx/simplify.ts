import { type Attributes, ints } from './attributes.ts';
import { GraphWriter, writtenOpset } from './graph-writer.ts';
import type { Attribute } from './model.ts';
import { inferNode } from './shapes.ts';
import { numbersOf, tensorOf } from './tensors.ts';
import { elementCount, sameShape, type Value } from './value.ts';

/** Operators that only give the same elements another shape: all are written as Reshape. */
const views = new Set(['Reshape', 'Flatten', 'Squeeze', 'Unsqueeze']);

/** Operators where an expanded operand may stay unexpanded, as they broadcast by themselves. */
const broadcasting = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Where', 'Equal', 'Greater', 'Less']);

/** Of these, the number that changes nothing as second operand (or, where it commutes, as first). */
const neutral: Readonly<Record<string, number>> = { Add: 0, Sub: 0, Mul: 1, Div: 1, Pow: 1 };
const commutes = new Set(['Add', 'Mul']);

/** Operators that do nothing where the output has the input's shape and the listed extra inputs are plain. */
const stretching = new Set(['Expand', 'Tile']);
const reductions = new Set(['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin']);

/** A writer that leaves out operations that do nothing and joins those that can be one. */
export class SimplifyingWriter extends GraphWriter {
  protected override simplify(
    op: string,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes,
  ): readonly Value[] | undefined {
    const [x] = inputs;
    if (!x) return undefined;
    const simpler =
      op === 'Identity' || (op === 'Sum' && inputs.length === 1) || (op === 'Concat' && inputs.length === 1)
        ? x
        : op === 'Shape'
          ? this.integers(x.shape.slice(edge(attributes.start, 0), edge(attributes.end, x.shape.length)))
          : op === 'Size'
            ? this.constant([elementCount(x.shape)], [], 'int64')
            : views.has(op)
              ? this.#view(op, x, inputs, attributes)
              : op === 'Transpose'
                ? this.#transpose(x, attributes)
                : reductions.has(op)
                  ? this.#reduction(op, x, inputs, attributes)
                  : stretching.has(op) || op === 'Slice' || op === 'Cast' || op === 'Pad'
                    ? this.#unchanged(op, x, inputs, attributes)
                    : broadcasting.has(op)
                      ? this.#broadcast(op, inputs, attributes)
                      : op === 'Neg' && this.producer(x)?.node.op === 'Neg'
                        ? this.producer(x)?.inputs[0]
                        : undefined;
    return simpler && [simpler];
  }

  #one(op: string, inputs: readonly (Value | undefined)[], attributes: Attributes = {}): Value | undefined {
    return this.op(op, inputs, attributes)[0];
  }

  #shape(op: string, inputs: readonly (Value | undefined)[], attributes: Attributes): readonly number[] {
    const names = inputs.map((value) => value?.name ?? '');
    const node = { op, domain: '', name: op, inputs: names, outputs: [op], attributes };
    return inferNode(node, inputs, writtenOpset)[0]?.shape ?? [];
  }

  /** Reshape of Reshape is one Reshape, and none where the shape is back to what it was. */
  #view(op: string, x: Value, inputs: readonly (Value | undefined)[], attributes: Attributes) {
    if (x.constant) return undefined;
    if (op === 'Reshape' && !inputs[1]?.constant) return undefined;
    const shape = this.#shape(op, inputs, attributes);
    const before = this.producer(x);
    const source = before?.node.op === 'Reshape' ? before.inputs[0] : x;
    if (!source) return undefined;
    if (sameShape(source.shape, shape)) return source;
    const asked = inputs[1]?.constant;
    if (op === 'Reshape' && source === x && asked && sameShape(numbersOf(asked), shape)) return undefined;
    return this.#one('Reshape', [source, this.integers(shape)]);
  }

  /** Two transpositions are one; one that only moves axes of size 1 is a Reshape. */
  #transpose(x: Value, attributes: Attributes) {
    const rank = x.shape.length;
    const { perm } = attributes;
    const order = perm?.type === 'ints' ? perm.value : Array.from({ length: rank }, (_, i) => rank - 1 - i);
    const before = this.producer(x);
    const earlier = before?.node.op === 'Transpose' ? before.node.attributes.perm : undefined;
    const [source] = before?.inputs ?? [];
    if (earlier?.type === 'ints' && source)
      return this.#one('Transpose', [source], {
        perm: ints(order.map((axis) => earlier.value[axis] ?? axis)),
      });
    const moved = order.filter((axis) => x.shape[axis] !== 1);
    if (moved.every((axis, i) => i === 0 || axis > (moved[i - 1] ?? 0)))
      return this.#one('Reshape', [x, this.integers(order.map((axis) => x.shape[axis] ?? 1))]);
    return perm ? undefined : this.#one('Transpose', [x], { perm: ints(order) });
  }

  /** Over axes of size 1 only, a reduction is a Reshape. */
  #reduction(op: string, x: Value, inputs: readonly (Value | undefined)[], attributes: Attributes) {
    if (inputs[1] && !inputs[1].constant) return undefined;
    const shape = this.#shape(op, inputs, attributes);
    if (elementCount(shape) !== elementCount(x.shape)) return undefined;
    return this.#one('Reshape', [x, this.integers(shape)]);
  }

  #unchanged(op: string, x: Value, inputs: readonly (Value | undefined)[], attributes: Attributes) {
    if (op === 'Slice' && !inputs[4]?.constant && inputs[4]) return undefined;
    const backwards =
      op === 'Slice' && inputs[4]?.constant && numbersOf(inputs[4].constant).some((s) => s < 0);
    const cropped =
      op === 'Pad' && !(inputs[1]?.constant && numbersOf(inputs[1].constant).every((p) => p === 0));
    if (backwards || cropped) return undefined;
    if (inputs.slice(1).some((value) => value && !value.constant)) return undefined;
    const names = inputs.map((value) => value?.name ?? '');
    const node = { op, domain: '', name: op, inputs: names, outputs: [op], attributes };
    const [type] = inferNode(node, inputs, writtenOpset);
    return type && type.dtype === x.dtype && sameShape(type.shape, x.shape) ? x : undefined;
  }

  #broadcast(op: string, inputs: readonly (Value | undefined)[], attributes: Attributes) {
    const shape = this.#shape(op, inputs, attributes);
    return (
      this.#withoutExpand(op, inputs, shape) ??
      this.#withoutNeutral(op, inputs, shape) ??
      this.#scaled(op, inputs)
    );
  }

  /** An operand need not be expanded to the shape that another one has anyway. */
  #withoutExpand(op: string, inputs: readonly (Value | undefined)[], shape: readonly number[]) {
    for (const [i, value] of inputs.entries()) {
      const step = value && this.producer(value);
      if (step?.node.op !== 'Expand' || !step.inputs[0]) continue;
      const smaller = inputs.with(i, step.inputs[0]);
      if (sameShape(this.#shape(op, smaller, {}), shape)) return this.#one(op, smaller);
    }
    return undefined;
  }

  #withoutNeutral(op: string, inputs: readonly (Value | undefined)[], shape: readonly number[]) {
    const nothing = neutral[op];
    if (nothing === undefined) return undefined;
    const [a, b] = inputs;
    if (a && sameShape(a.shape, shape) && isAll(b, nothing)) return a;
    if (b && sameShape(b.shape, shape) && commutes.has(op) && isAll(a, nothing)) return b;
    return undefined;
  }

  /** (x * c) * d is x * (c * d) for numbers c and d. */
  #scaled(op: string, inputs: readonly (Value | undefined)[]) {
    if (op !== 'Mul') return undefined;
    const [x, c] = isNumber(inputs[0]) ? [inputs[1], inputs[0]] : inputs;
    const before = x && this.producer(x);
    if (before?.node.op !== 'Mul' || !isNumber(c)) return undefined;
    const [y, d] = isNumber(before.inputs[0]) ? [before.inputs[1], before.inputs[0]] : before.inputs;
    if (!y || !isNumber(d) || !c?.constant || !d?.constant) return undefined;
    const product = Number(c.constant.data[0]) * Number(d.constant.data[0]);
    return this.#one('Mul', [y, this.constantTensor(tensorOf([product], [], 'float32'))]);
  }
}

const edge = (attribute: Attribute | undefined, absent: number): number =>
  attribute?.type === 'int' ? attribute.value : absent;

/** A float32 scalar constant. */
const isNumber = (value: Value | undefined): boolean =>
  value?.constant !== undefined && value.shape.length === 0 && value.dtype === 'float32';

function isAll(value: Value | undefined, number: number): boolean {
  return value?.constant?.data.every((element: number | bigint) => Number(element) === number) ?? false;
}
