import type { ConstantTensor, DataType, TensorData } from '../model.ts';
import type { TensorType, TypedNode } from '../shapes/typed-node.ts';
import { zeros } from '../tensors.ts';
import { elementCount } from '../value.ts';

/**
 * Computes a node whose inputs are all constant. `types` are those of its outputs, already inferred. undefined: this
 * form is left to the runtime.
 */
export type Evaluation = (
  node: TypedNode,
  inputs: readonly ConstantTensor[],
  types: readonly TensorType[],
) => readonly ConstantTensor[] | undefined;

export type Evaluations = Readonly<Record<string, Evaluation>>;

/** Elements as JavaScript holds them: bigint in 64-bit integers, number elsewhere. */
export type Element = number | bigint;

/** Step in the flat data for one step along each axis of a row-major tensor. */
export function strides(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1] * shape[axis + 1];
  return steps;
}

/** Strides for reading `shape` as if it were broadcast to `target`: 0 along stretched axes. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const own = strides(shape);
  return target.map((_, position) => {
    const axis = position - target.length + shape.length;
    return axis < 0 || shape[axis] === 1 ? 0 : own[axis];
  });
}

/** For each element of a row-major `shape`, in order, its place in data laid out by `steps` from `offset`. */
export function places(shape: readonly number[], steps: readonly number[], offset = 0): Int32Array {
  const found = new Int32Array(elementCount(shape));
  const position = new Array<number>(shape.length).fill(0);
  let place = offset;
  for (let index = 0; index < found.length; index++) {
    found[index] = place;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += steps[axis];
      if (++position[axis] < shape[axis]) break;
      place -= steps[axis] * shape[axis];
      position[axis] = 0;
    }
  }
  return found;
}

/** Fills a new tensor element by element; a bool becomes 0 or 1. */
export function tensorFrom(
  dtype: DataType,
  shape: readonly number[],
  element: (index: number) => Element,
): ConstantTensor {
  const data = zeros(dtype, elementCount(shape));
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let index = 0; index < data.length; index++) data[index] = BigInt(element(index));
  } else {
    for (let index = 0; index < data.length; index++) data[index] = Number(element(index));
  }
  return { dtype, shape, data };
}

/** The elements of `source` at `places`, bits untouched. */
export function pick(
  source: ConstantTensor,
  shape: readonly number[],
  from: ArrayLike<number>,
): ConstantTensor {
  return tensorFrom(source.dtype, shape, (index) => source.data[from[index]]);
}

export function reshaped(source: ConstantTensor, shape: readonly number[]): ConstantTensor {
  return { dtype: source.dtype, shape, data: source.data };
}

export const isBig = (data: TensorData): data is BigInt64Array | BigUint64Array =>
  data instanceof BigInt64Array || data instanceof BigUint64Array;
