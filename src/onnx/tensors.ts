import type { ConstantTensor, DataType, TensorData } from './model.ts';
import { elementCount } from './value.ts';

type ArrayConstructor = new (length: number) => TensorData;

const arrays: Record<DataType, ArrayConstructor> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

const bytes: Record<DataType, number> = {
  float32: 4,
  float64: 8,
  float16: 2,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  bool: 1,
};

export const isFloat = (dtype: DataType): boolean =>
  dtype === 'float32' || dtype === 'float64' || dtype === 'float16';

export const bytesPerElement = (dtype: DataType): number => bytes[dtype];

/** The typed array that holds `count` elements of `dtype`, all zero. */
export const zeros = (dtype: DataType, count: number): TensorData => new arrays[dtype](count);

/** Does the array type fit the element type? */
export const holds = (dtype: DataType, data: TensorData): boolean => data instanceof arrays[dtype];

/**
 * A tensor of `shape` (default: one axis) from numbers or from a typed array of the right kind.
 * @throws RangeError where the number of elements is not that of the shape; TypeError for float16 from numbers.
 */
export function tensorOf(
  data: TensorData | readonly number[] | readonly bigint[],
  shape: readonly number[] = [data.length],
  dtype: DataType = 'float32',
): ConstantTensor {
  if (data.length !== elementCount(shape))
    throw new RangeError(`${data.length} elements do not fill a tensor of shape [${shape.join(', ')}].`);
  if (!Array.isArray(data) && holds(dtype, data as TensorData))
    return { dtype, shape, data: data as TensorData };
  if (dtype === 'float16')
    throw new TypeError('A float16 tensor is made from its raw bits in a Uint16Array.');
  const array = zeros(dtype, data.length);
  if (array instanceof BigInt64Array || array instanceof BigUint64Array)
    for (let i = 0; i < data.length; i++) array[i] = BigInt(data[i] ?? 0);
  else
    for (let i = 0; i < data.length; i++)
      array[i] = dtype === 'bool' ? Number(Boolean(data[i])) : Number(data[i] ?? 0);
  return { dtype, shape, data: array };
}

/** Elements as numbers; int64 loses precision beyond 2^53, which no shape or index reaches. */
export const numbersOf = (tensor: ConstantTensor): number[] => Array.from(tensor.data, Number);
