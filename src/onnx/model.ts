/**
 * ONNX as plain data. A `Model` is what an .onnx file holds, without protobuf in sight; everything in this folder
 * reads and returns it. Source of every definition: the ONNX specification (onnx/onnx, docs/IR.md).
 */

export type DataType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A constant: row-major `data` of `shape`. float16 is held as raw bits in a Uint16Array, bool as 0/1 bytes. */
export interface ConstantTensor {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** ONNX tells integers from floats in attributes; so do we. */
export type Attribute =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'floats'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'tensor'; readonly value: ConstantTensor }
  | { readonly type: 'graph'; readonly value: Graph };

/** One operation. An omitted optional input is the empty string, as in the format. */
export interface Node {
  readonly op: string;
  /** '' is the standard operator set. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A dimension is a size, or a name where the file leaves it open. */
export type Dimension = number | string;

export interface ValueInfo {
  readonly name: string;
  readonly dtype: DataType;
  /** undefined: the file does not even say the rank. */
  readonly shape: readonly Dimension[] | undefined;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** In an order in which every value is made before it is used. */
  readonly nodes: readonly Node[];
  readonly initializers: ReadonlyMap<string, ConstantTensor>;
}

export interface Model {
  readonly graph: Graph;
  /** Version of each operator set by domain; '' is the standard one. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly irVersion: number;
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
}
