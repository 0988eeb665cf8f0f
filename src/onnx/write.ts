import { create, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type { Attribute, Graph, Model, ValueInfo } from './model.ts';
import { codeOfDataType } from './shapes/data-types.ts';
import { tensorToProto } from './tensor-format.ts';

/** The .onnx file of a model. Tensors are written as raw bytes. */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  const proto = create(ModelProtoSchema, {
    irVersion: BigInt(model.irVersion),
    producerName: model.producer,
    opsetImport: Object.entries(model.opsets).map(([domain, version]) =>
      create(OperatorSetIdProtoSchema, { domain, version: BigInt(version) }),
    ),
    metadataProps: Object.entries(model.metadata).map(([key, value]) =>
      create(StringStringEntryProtoSchema, { key, value }),
    ),
    graph: writeGraph(model.graph),
  });
  return toBinary(ModelProtoSchema, proto);
}

function writeGraph(graph: Graph): GraphProto {
  return create(GraphProtoSchema, {
    name: graph.name,
    input: graph.inputs.map(writeValueInfo),
    output: graph.outputs.map(writeValueInfo),
    initializer: [...graph.initializers].map(([name, tensor]) => tensorToProto(tensor, name)),
    node: graph.nodes.map((node) =>
      create(NodeProtoSchema, {
        opType: node.op,
        domain: node.domain,
        name: node.name,
        input: [...node.inputs],
        output: [...node.outputs],
        attribute: Object.entries(node.attributes).map(([name, value]) => writeAttribute(name, value)),
      }),
    ),
  });
}

function writeAttribute(name: string, attribute: Attribute): AttributeProto {
  switch (attribute.type) {
    case 'int':
      return create(AttributeProtoSchema, { name, type: Kind.INT, i: int64(attribute.value) });
    case 'float':
      return create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: attribute.value });
    case 'string':
      return create(AttributeProtoSchema, { name, type: Kind.STRING, s: bytesOf(attribute.value) });
    case 'ints':
      return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: attribute.value.map(int64) });
    case 'floats':
      return create(AttributeProtoSchema, { name, type: Kind.FLOATS, floats: [...attribute.value] });
    case 'strings':
      return create(AttributeProtoSchema, {
        name,
        type: Kind.STRINGS,
        strings: attribute.value.map(bytesOf),
      });
    case 'tensor':
      return create(AttributeProtoSchema, {
        name,
        type: Kind.TENSOR,
        t: tensorToProto(attribute.value, name),
      });
    case 'graph':
      return create(AttributeProtoSchema, { name, type: Kind.GRAPH, g: writeGraph(attribute.value) });
  }
}

/** Numbers round the largest int64 (a Slice to the end) up by one; bring it back into range. */
function int64(value: number): bigint {
  const exact = BigInt(Math.trunc(value));
  const [lowest, highest] = [-(2n ** 63n), 2n ** 63n - 1n];
  return exact > highest ? highest : exact < lowest ? lowest : exact;
}

function writeValueInfo(info: ValueInfo): ValueInfoProto {
  const shape = info.shape?.map((dim) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        typeof dim === 'number' ? { case: 'dimValue', value: BigInt(dim) } : { case: 'dimParam', value: dim },
    }),
  );
  const tensor = create(TypeProto_TensorSchema, {
    elemType: codeOfDataType(info.dtype),
    ...(shape && { shape: create(TensorShapeProtoSchema, { dim: shape }) }),
  });
  return create(ValueInfoProtoSchema, {
    name: info.name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensor } }),
  });
}

/** UTF-8, where there is no TextEncoder. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = encodeURIComponent(text).match(/%..|[^%]/g) ?? [];
  return Uint8Array.from(bytes, (byte) =>
    byte.length === 3 ? Number.parseInt(byte.slice(1), 16) : byte.charCodeAt(0),
  );
}
