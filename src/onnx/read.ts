import { fromBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  type GraphProto,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { FormatError } from './errors.ts';
import type { Attribute, ConstantTensor, Dimension, Graph, Model, Node, ValueInfo } from './model.ts';
import { checkRank, dataTypeOf, sizeOf, tensorFromProto } from './tensor-format.ts';

/** Against hostile files. Protobuf itself ends at 2 GiB; the largest honest graphs have some ten thousand nodes. */
const limits = { bytes: 2 ** 31 - 1, nodes: 200_000, values: 1_000_000, depth: 16 };

/**
 * Reads an .onnx file.
 * @throws FormatError where the bytes are not an ONNX model, are damaged, keep weights in other files, or use parts of
 * the format that are not supported (functions, sparse tensors, sequences, strings, reduced-precision types).
 */
export function readModel(bytes: Uint8Array): Model {
  if (bytes.length > limits.bytes)
    throw new FormatError(`The file has ${bytes.length} bytes; ONNX files end at ${limits.bytes}.`);
  const proto = parse(bytes);
  if (!proto.graph || proto.irVersion <= 0n || proto.opsetImport.length === 0)
    throw new FormatError(
      'These bytes are not an ONNX model: there is no graph with an operator set in them. Choose an .onnx file.',
    );
  if (proto.functions.length > 0)
    throw new FormatError(
      `The model defines functions of its own (${proto.functions.map((f) => f.name).join(', ')}), which are not supported. ` +
        'Inline them (onnx.inliner.inline_local_functions) and read that.',
    );
  const opsets = proto.opsetImport.map(({ domain, version }): [string, number] => [
    domain === 'ai.onnx' ? '' : domain,
    Number(version),
  ]);
  return {
    graph: readGraph(proto.graph, new Set(), 0),
    // fromEntries makes own properties of whatever a file calls them, "__proto__" included.
    opsets: Object.fromEntries(opsets),
    irVersion: Number(proto.irVersion),
    producer: proto.producerName,
    metadata: Object.fromEntries(proto.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function parse(bytes: Uint8Array) {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new FormatError(
      `These bytes are not an ONNX model (${cause instanceof Error ? cause.message : cause}). Choose an .onnx file.`,
      { cause },
    );
  }
}

function readGraph(proto: GraphProto, outer: ReadonlySet<string>, depth: number): Graph {
  const where = `Graph ${proto.name || '(unnamed)'}`;
  if (depth > limits.depth)
    throw new FormatError(`${where} is nested ${depth} deep; at most ${limits.depth} levels are read.`);
  if (proto.node.length > limits.nodes)
    throw new FormatError(`${where} has ${proto.node.length} nodes; at most ${limits.nodes} are read.`);
  if (proto.initializer.length + proto.input.length + proto.output.length > limits.values)
    throw new FormatError(`${where} has more than ${limits.values} inputs, outputs and initializers.`);
  if (proto.sparseInitializer.length > 0)
    throw new FormatError(`${where} has sparse initializers, which are not supported; make them dense.`);
  const initializers = new Map<string, ConstantTensor>();
  for (const tensor of proto.initializer) {
    if (initializers.has(tensor.name))
      throw new FormatError(`${where} has two initializers named ${tensor.name}; the file is damaged.`);
    initializers.set(tensor.name, tensorFromProto(tensor, `Initializer ${tensor.name}`));
  }
  const inputs = proto.input.map((info) => readValueInfo(info, 'Input'));
  const known = new Set([...outer, ...initializers.keys(), ...inputs.map((input) => input.name)]);
  const nodes = proto.node.map((node, index) => {
    const read = readNode(node, index, known, depth);
    for (const name of read.outputs) {
      if (name === '') continue;
      if (known.has(name) && !outer.has(name))
        throw new FormatError(`${where} makes the value ${name} twice; the file is damaged.`);
      known.add(name);
    }
    return read;
  });
  const outputs = proto.output.map((info) => readValueInfo(info, 'Output', depth > 0));
  for (const { name } of outputs)
    if (!known.has(name))
      throw new FormatError(`${where} has an output ${name} that nothing makes; the file is damaged.`);
  return { name: proto.name, inputs, outputs, nodes, initializers };
}

function readNode(proto: NodeProto, index: number, known: ReadonlySet<string>, depth: number): Node {
  const where = `Node ${proto.name || index} (${proto.opType || 'no operator'})`;
  if (proto.opType === '') throw new FormatError(`${where} names no operator; the file is damaged.`);
  for (const name of proto.input)
    if (name !== '' && !known.has(name))
      throw new FormatError(`${where} reads ${name}, which nothing before it makes; the file is damaged.`);
  const attributes = proto.attribute.map((attribute): [string, Attribute] => [
    attribute.name,
    readAttribute(attribute, `Attribute ${attribute.name} of ${where}`, known, depth),
  ]);
  return {
    op: proto.opType,
    domain: proto.domain === 'ai.onnx' ? '' : proto.domain,
    name: proto.name,
    inputs: proto.input,
    outputs: proto.output,
    attributes: Object.fromEntries(attributes),
  };
}

function readAttribute(
  proto: AttributeProto,
  where: string,
  known: ReadonlySet<string>,
  depth: number,
): Attribute {
  switch (proto.type) {
    case Kind.INT:
      return { type: 'int', value: Number(proto.i) };
    case Kind.FLOAT:
      return { type: 'float', value: proto.f };
    case Kind.STRING:
      return { type: 'string', value: textOf(proto.s) };
    case Kind.INTS:
      return { type: 'ints', value: proto.ints.map(Number) };
    case Kind.FLOATS:
      return { type: 'floats', value: proto.floats };
    case Kind.STRINGS:
      return { type: 'strings', value: proto.strings.map(textOf) };
    case Kind.TENSOR:
      if (!proto.t) throw new FormatError(`${where} is a tensor without content; the file is damaged.`);
      return { type: 'tensor', value: tensorFromProto(proto.t, where) };
    case Kind.GRAPH:
      if (!proto.g) throw new FormatError(`${where} is a graph without content; the file is damaged.`);
      return { type: 'graph', value: readGraph(proto.g, known, depth + 1) };
    default:
      throw new FormatError(`${where} is of kind ${Kind[proto.type] ?? proto.type}, which is not supported.`);
  }
}

/** Outputs of inner graphs may leave their type out. */
function readValueInfo(proto: ValueInfoProto, kind: string, loose = false): ValueInfo {
  const where = `${kind} ${proto.name}`;
  const type = proto.type?.value;
  if (type?.case === undefined && loose) return { name: proto.name, dtype: 'float32', shape: undefined };
  if (type?.case !== 'tensorType')
    throw new FormatError(
      `${where} is no tensor but ${type?.case ?? 'of unknown type'}, which is not supported.`,
    );
  const dtype = dataTypeOf(type.value.elemType, where);
  const dims = type.value.shape?.dim;
  if (!dims) return { name: proto.name, dtype, shape: undefined };
  checkRank(dims.length, where);
  const shape = dims.map(({ value }, axis): Dimension => {
    if (value.case === 'dimValue') return sizeOf(value.value, where);
    return value.case === 'dimParam' && value.value !== '' ? value.value : `${proto.name}.${axis}`;
  });
  return { name: proto.name, dtype, shape };
}

/** Attribute strings are bytes that every exporter fills with UTF-8; this file runs where there is no DOM. */
function textOf(bytes: Uint8Array): string {
  const encoded = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}
