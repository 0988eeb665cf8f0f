/** Element types, their typed arrays and the arithmetic of shapes. Every element is 4 bytes wide. */
import type { ElementType, Tensor, TypedArrays } from './device.ts';
import { TensorError } from './errors.ts';

export const bytesPerElement = 4;

/**
 * Views made by `reshape` begin at multiples of this many elements: 256 bytes, WebGPU's default
 * minStorageBufferOffsetAlignment. The wasm device keeps to it as well so that what runs there runs on both.
 */
export const viewAlignment = 64;

interface ArrayOf<T extends ElementType> {
  new (length: number): TypedArrays[T];
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArrays[T];
}

export const arrayOf: { readonly [T in ElementType]: ArrayOf<T> } = {
  f32: Float32Array,
  u32: Uint32Array,
  i32: Int32Array,
};

/** @throws RangeError where a dimension is not a positive integer. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw new RangeError(
        `A tensor cannot have the shape [${shape.join(', ')}]: every dimension must be a whole number of at least 1.`,
      );
    }
    size *= dimension;
  }
  return size;
}

/** `f32 [4, 3, 128, 128]`, for messages. */
export const inWords = (type: ElementType, shape: readonly number[]): string =>
  `${type} [${shape.join(', ')}]`;

/** @throws RangeError where the data does not fill the tensor. */
export function checkFilled<T extends ElementType>(
  type: T,
  shape: readonly number[],
  data: TypedArrays[T],
): void {
  const size = sizeOf(shape);
  if (data.length !== size) {
    throw new RangeError(
      `${data.length} elements were given for a tensor ${inWords(type, shape)}, which has ${size}.`,
    );
  }
}

/**
 * A tensor that a device may work with.
 * @param own the tensor, where it is the device's own.
 * @throws TensorError for one of another device, and for one that was disposed of.
 */
export function checkOwned<Own extends Tensor & { readonly alive: boolean }>(
  own: Own | undefined,
  tensor: Tensor,
  where: string,
): Own {
  const given = `The tensor ${inWords(tensor.type, tensor.shape)} given as ${where}`;
  if (!own) throw new TensorError(`${given} belongs to another device.`, 'Read it there and upload it here.');
  if (!own.alive)
    throw new TensorError(`${given} was disposed of.`, 'Dispose of a tensor after its last use.');
  return own;
}

/** @throws RangeError where `count` elements from `offset` on are not all inside `size`. */
export function checkRange(what: string, offset: number, count: number, size: number): void {
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(count) && offset >= 0 && count >= 0;
  if (!whole || offset + count > size) {
    throw new RangeError(
      `${what}: ${count} elements from element ${offset} on do not fit into a tensor of ${size} elements.`,
    );
  }
}

/** @throws RangeError where a view of `size` elements from `offset` on leaves its tensor or is not aligned. */
export function checkView(shape: readonly number[], offset: number, size: number): number {
  const count = sizeOf(shape);
  checkRange(`A view of shape [${shape.join(', ')}] cannot be made`, offset, count, size);
  if (offset % viewAlignment !== 0) {
    throw new RangeError(
      `A view cannot begin at element ${offset}: views begin at multiples of ${viewAlignment} elements (256 bytes), ` +
        'because WebGPU binds buffers only there. Pad what lies before it.',
    );
  }
  return count;
}
