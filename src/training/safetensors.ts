/**
 * The safetensors format (huggingface.co/docs/safetensors): eight bytes with the length of a JSON header, the header
 * with each tensor's dtype, shape and place, then the tensors' bytes. Little-endian. Written and read in half or single
 * precision.
 */
import { fromHalf, toHalf } from './half.ts';

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file that is not what it should be. */
export class TensorFileError extends Error {
  override readonly name = 'TensorFileError';
}

const MOST_HEADER_BYTES = 1_000_000;
const MOST_ELEMENTS = 50_000_000;
const ELEMENT_BYTES = { F16: 2, F32: 4 } as const;

export function writeTensors(
  { tensors, metadata }: TensorFile,
  dtype: 'F16' | 'F32' = 'F16',
): Uint8Array<ArrayBuffer> {
  const bytes = ELEMENT_BYTES[dtype];
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const end = offset + bytes * data.length;
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces, so that the tensors are aligned.
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + offset);
  const view = new DataView(file.buffer);
  view.setUint32(0, length, true);
  file.fill(0x20, 8, 8 + length);
  file.set(text, 8);
  let at = 8 + length;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      if (dtype === 'F16') view.setUint16(at, toHalf(value), true);
      else view.setFloat32(at, value, true);
      at += bytes;
    }
  }
  return file;
}

/** @throws TensorFileError with a sentence for a file that is not whole, not of this format, or holds what is no number. */
export function readTensors(file: Uint8Array): TensorFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 8) throw new TensorFileError('The file is shorter than a safetensors header.');
  const length = view.getUint32(0, true);
  if (view.getUint32(4, true) !== 0 || length > MOST_HEADER_BYTES || 8 + length > file.length) {
    throw new TensorFileError('The file is not in the safetensors format, or was cut short.');
  }
  const header = parseHeader(file.subarray(8, 8 + length));
  const body = 8 + length;
  const tensors = new Map<string, NamedTensor>();
  const metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') {
      for (const [key, value] of Object.entries(entry ?? {})) metadata[key] = String(value);
      continue;
    }
    const { dtype, shape, begin, end } = readEntry(name, entry);
    const bytes = ELEMENT_BYTES[dtype];
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (size > MOST_ELEMENTS || end - begin !== size * bytes || body + end > file.length) {
      throw new TensorFileError(`Tensor "${name}" does not fit where the file says it lies.`);
    }
    const data = new Float32Array(size);
    if (dtype === 'F16') readHalves(view, body + begin, data);
    else readSingles(view, body + begin, data);
    if (!allFinite(data)) throw new TensorFileError(`Tensor "${name}" holds what is no number.`);
    tensors.set(name, { shape, data });
  }
  return { tensors, metadata };
}

function readHalves(view: DataView, at: number, into: Float32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = fromHalf(view.getUint16(at + 2 * i, true));
}

function readSingles(view: DataView, at: number, into: Float32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = view.getFloat32(at + 4 * i, true);
}

/** A loop of its own: `every` would call a function for each of a million numbers. */
function allFinite(data: Float32Array): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return { ...header };
  } catch {
    // Told below.
  }
  throw new TensorFileError('The header of the safetensors file is no JSON object.');
}

interface PlacedTensor {
  readonly dtype: keyof typeof ELEMENT_BYTES;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function readEntry(name: string, entry: unknown): PlacedTensor {
  const { dtype, shape, data_offsets: offsets } = Object(entry) as Record<string, unknown>;
  if (dtype !== 'F16' && dtype !== 'F32') {
    throw new TensorFileError(`Tensor "${name}" is of type ${String(dtype)}; F16 and F32 can be read.`);
  }
  const wholeShape = Array.isArray(shape) && shape.length <= 8 && shape.every(isWhole) ? shape : undefined;
  const [begin, end] = Array.isArray(offsets) ? offsets : [];
  if (!wholeShape || !isWhole(begin) || !isWhole(end) || end < begin) {
    throw new TensorFileError(`Tensor "${name}" has no valid shape or place.`);
  }
  return { dtype, shape: wholeShape, begin, end };
}
