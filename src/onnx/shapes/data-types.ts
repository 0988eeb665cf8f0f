import type { DataType } from '../model.ts';

/** TensorProto.DataType of the ONNX specification (onnx.proto): how attributes such as Cast's `to` name a type. */
const codes: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
};

const types = new Map(Object.entries(codes).map(([name, code]) => [code, name as DataType]));

export function codeOfDataType(dtype: DataType): number {
  return codes[dtype];
}

/** undefined for types that have no place here (strings, bfloat16, float8, complex). */
export function dataTypeOfCode(code: number): DataType | undefined {
  return types.get(code);
}
