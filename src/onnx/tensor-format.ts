import { create } from '@bufbuild/protobuf';
import { type TensorProto, TensorProto_DataLocation, TensorProtoSchema } from 'onnx-buf';
import { FormatError } from './errors.ts';
import type { ConstantTensor, DataType, TensorData } from './model.ts';
import { codeOfDataType, dataTypeOfCode } from './shapes/data-types.ts';
import { bytesPerElement, zeros } from './tensors.ts';
import { elementCount } from './value.ts';

/** Types of TensorProto.DataType that exist but are not handled here, for the sentence. */
const otherTypes: Readonly<Record<number, string>> = {
  8: 'string',
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
};

/** Against hostile files: no honest model comes near these. */
const limits = { rank: 64, elements: 2 ** 31 - 1 };

/** @throws FormatError for a type that is not handled. */
export function dataTypeOf(code: number, where: string): DataType {
  const dtype = dataTypeOfCode(code);
  if (!dtype)
    throw new FormatError(
      `${where} has element type ${otherTypes[code] ?? `number ${code}`}, which is not supported. ` +
        'Convert it to float32, float64, float16, an integer type of 8 to 64 bits or bool.',
    );
  return dtype;
}

/** A dimension that the file states. @throws FormatError where it is negative or absurdly large. */
export function sizeOf(size: bigint, where: string): number {
  if (size < 0n || size > BigInt(limits.elements))
    throw new FormatError(`${where} has a dimension of size ${size}; sizes go from 0 to ${limits.elements}.`);
  return Number(size);
}

export function checkRank(rank: number, where: string): void {
  if (rank > limits.rank)
    throw new FormatError(`${where} has ${rank} dimensions; at most ${limits.rank} are read.`);
}

/** @throws FormatError where type, shape and data do not fit, or the data lies in another file. */
export function tensorFromProto(proto: TensorProto, where: string): ConstantTensor {
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL || proto.externalData.length > 0)
    throw new FormatError(
      `${where} keeps its data in another file. Save the model with its weights inside (save_as_external_data=False) and read that.`,
    );
  if (proto.segment) throw new FormatError(`${where} is stored in segments, which are not supported.`);
  const dtype = dataTypeOf(proto.dataType, where);
  checkRank(proto.dims.length, where);
  const shape = proto.dims.map((size) => sizeOf(size, where));
  const count = elementCount(shape);
  if (count > limits.elements)
    throw new FormatError(
      `${where} has ${count} elements by its shape [${shape.join(', ')}]; at most ${limits.elements} are read.`,
    );
  const data =
    proto.rawData.length > 0
      ? fromRaw(proto.rawData, dtype, count, where)
      : fromFields(proto, dtype, count, where);
  return { dtype, shape, data };
}

function fromRaw(raw: Uint8Array, dtype: DataType, count: number, where: string): TensorData {
  if (raw.length !== count * bytesPerElement(dtype))
    throw new FormatError(
      `${where} holds ${raw.length} bytes where its shape and type (${dtype}) need ${count * bytesPerElement(dtype)}; the file is damaged.`,
    );
  const data = zeros(dtype, count);
  new Uint8Array(data.buffer).set(raw);
  return data;
}

/** The typed field of each element type, by onnx.proto. Small types, float16 bits included, sit in int32_data. */
function fromFields(proto: TensorProto, dtype: DataType, count: number, where: string): TensorData {
  const field =
    dtype === 'float32'
      ? proto.floatData
      : dtype === 'float64'
        ? proto.doubleData
        : dtype === 'int64'
          ? proto.int64Data
          : dtype === 'uint32' || dtype === 'uint64'
            ? proto.uint64Data
            : proto.int32Data;
  if (field.length !== count)
    throw new FormatError(
      `${where} holds ${field.length} elements where its shape needs ${count}; the file is damaged.`,
    );
  const data = zeros(dtype, count);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    for (let i = 0; i < count; i++) data[i] = BigInt(field[i] ?? 0);
  else for (let i = 0; i < count; i++) data[i] = Number(field[i] ?? 0);
  return data;
}

export function tensorToProto(tensor: ConstantTensor, name: string): TensorProto {
  const { buffer, byteOffset, byteLength } = tensor.data;
  return create(TensorProtoSchema, {
    name,
    dims: tensor.shape.map(BigInt),
    dataType: codeOfDataType(tensor.dtype),
    rawData: new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer),
  });
}
