import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import {
  FunctionProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  TensorProtoSchema,
  TensorProto_DataType as Type,
} from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { int, tensor } from './attributes.ts';
import { FormatError } from './errors.ts';
import type { Attribute, ConstantTensor, DataType, Model } from './model.ts';
import { readModel } from './read.ts';
import { zeros } from './tensors.ts';
import { elementCount } from './value.ts';
import { writeModel } from './write.ts';

const dtypes: readonly DataType[] = [
  'float32',
  'float64',
  'float16',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bool',
];

const tensors: fc.Arbitrary<ConstantTensor> = fc
  .tuple(fc.constantFrom(...dtypes), fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }))
  .chain(([dtype, shape]) => {
    const data = zeros(dtype, elementCount(shape));
    return fc.uint8Array({ minLength: data.byteLength, maxLength: data.byteLength }).map((bytes) => {
      new Uint8Array(data.buffer).set(dtype === 'bool' ? bytes.map((byte) => byte & 1) : bytes);
      return { dtype, shape, data };
    });
  });

const finite = fc.float({ noNaN: true });
const attributes: fc.Arbitrary<Attribute> = fc.oneof(
  fc.maxSafeInteger().map((value): Attribute => ({ type: 'int', value })),
  finite.map((value): Attribute => ({ type: 'float', value })),
  fc.string({ unit: 'grapheme' }).map((value): Attribute => ({ type: 'string', value })),
  fc.array(fc.maxSafeInteger()).map((value): Attribute => ({ type: 'ints', value })),
  fc.array(finite).map((value): Attribute => ({ type: 'floats', value })),
  fc.array(fc.string({ unit: 'grapheme' })).map((value): Attribute => ({ type: 'strings', value })),
  tensors.map((value): Attribute => ({ type: 'tensor', value })),
);

const models: fc.Arbitrary<Model> = fc
  .record({
    weights: fc.array(tensors, { maxLength: 3 }),
    attributes: fc.dictionary(fc.string({ minLength: 1 }), attributes, { maxKeys: 4, noNullPrototype: true }),
    shape: fc.option(fc.array(fc.oneof(fc.nat(1000), fc.constantFrom('batch', 'width'))), { nil: undefined }),
    metadata: fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }),
  })
  .map(({ weights, attributes, shape, metadata }) => ({
    graph: {
      name: 'graph',
      inputs: [{ name: 'x', dtype: 'float32', shape }],
      outputs: [{ name: 'y', dtype: 'int8', shape: undefined }],
      nodes: [
        {
          op: 'Some',
          domain: 'a.domain',
          name: 'node',
          inputs: ['x', '', ...weights.map((_, i) => `w${i}`)],
          outputs: ['y'],
          attributes,
        },
      ],
      initializers: new Map(weights.map((weight, i) => [`w${i}`, weight])),
    },
    opsets: { '': 16, 'a.domain': 1 },
    irVersion: 8,
    producer: 'test',
    metadata,
  }));

/** A file with one initializer and one node, whatever they hold. */
function file(initializer: TensorProto, change: MessageInitShape<typeof ModelProtoSchema> = {}) {
  const graph = create(GraphProtoSchema, { name: 'g', initializer: [initializer] });
  const opsetImport = [create(OperatorSetIdProtoSchema, { version: 16n })];
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph, ...change }),
  );
}

const stored = (fields: MessageInitShape<typeof TensorProtoSchema>) =>
  create(TensorProtoSchema, { name: 'w', ...fields });

const typedFields: readonly (readonly [
  Type,
  MessageInitShape<typeof TensorProtoSchema>,
  readonly unknown[],
])[] = [
  [Type.FLOAT, { floatData: [1.5, -2] }, [1.5, -2]],
  [Type.DOUBLE, { doubleData: [1.5, -2] }, [1.5, -2]],
  [Type.INT32, { int32Data: [7, -2] }, [7, -2]],
  [Type.INT8, { int32Data: [7, -2] }, [7, -2]],
  [Type.UINT16, { int32Data: [7, 65535] }, [7, 65535]],
  [Type.BOOL, { int32Data: [1, 0] }, [1, 0]],
  [Type.FLOAT16, { int32Data: [0x3c00, 0xc000] }, [0x3c00, 0xc000]],
  [Type.INT64, { int64Data: [7n, -2n] }, [7n, -2n]],
  [Type.UINT32, { uint64Data: [7n, 4294967295n] }, [7, 4294967295]],
  [Type.UINT64, { uint64Data: [7n, 2n ** 63n] }, [7n, 2n ** 63n]],
];

describe('ONNX files', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(models, (model) => {
        expect(readModel(writeModel(model))).toEqual(model);
      }),
    );
  });

  it('keep inner graphs and the largest int64', () => {
    const inner = {
      name: 'then',
      inputs: [],
      outputs: [{ name: 'z', dtype: 'float32' as const, shape: [2] }],
      nodes: [{ op: 'Neg', domain: '', name: '', inputs: ['x'], outputs: ['z'], attributes: {} }],
      initializers: new Map(),
    };
    const base = fc.sample(models, { numRuns: 1, seed: 1 })[0];
    const attributes = { then_branch: { type: 'graph' as const, value: inner }, end: int(2 ** 63) };
    const model: Model = {
      ...base,
      graph: {
        ...base.graph,
        initializers: new Map(),
        nodes: [{ op: 'If', domain: '', name: 'if', inputs: ['x'], outputs: ['y'], attributes }],
      },
    };
    expect(readModel(writeModel(model)).graph.nodes).toEqual(model.graph.nodes);
  });

  it.each(typedFields.map(([dataType, fields, expected]) => ({ dataType, fields, expected })))(
    'hold type $dataType in its typed field too',
    ({ dataType, fields, expected }) => {
      const model = readModel(file(stored({ dims: [2n], dataType, ...fields })));
      expect([...(model.graph.initializers.get('w')?.data ?? [])]).toEqual(expected);
    },
  );
});

describe('files that are refused, in a sentence', () => {
  const float = { dataType: Type.FLOAT, floatData: [1] };

  it('any bytes that are no model', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => readModel(bytes)).toThrow(FormatError);
      }),
    );
    expect(() => readModel(new Uint8Array())).toThrow(/not an ONNX model.*Choose an \.onnx file/);
  });

  it('a model cut short anywhere, without other errors than these', () => {
    const bytes = file(stored({ dims: [2n], dataType: Type.FLOAT, floatData: [1, 2] }));
    for (let end = 0; end < bytes.length; end++) {
      try {
        readModel(bytes.slice(0, end));
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }
  });

  it.each([
    [
      'weights in another file',
      { dims: [1n], ...float, dataLocation: TensorProto_DataLocation.EXTERNAL },
      /another file/,
    ],
    ['too few elements', { dims: [2n], ...float }, /1 elements where its shape needs 2/],
    ['too few bytes', { dims: [2n], dataType: Type.FLOAT, rawData: new Uint8Array(4) }, /4 bytes.*need 8/],
    ['a negative dimension', { dims: [-1n], ...float }, /size -1/],
    [
      'a dimension beyond all memory',
      { dims: [2n ** 62n], ...float },
      /dimension of size 4611686018427387904/,
    ],
    ['dimensions whose product is', { dims: [2n ** 20n, 2n ** 20n], ...float }, /1099511627776 elements/],
    ['too many dimensions', { dims: Array.from({ length: 65 }, () => 1n), ...float }, /65 dimensions/],
    ['strings', { dims: [1n], dataType: Type.STRING }, /element type string/],
    ['bfloat16', { dims: [1n], dataType: Type.BFLOAT16 }, /element type bfloat16/],
    ['a type of the future', { dims: [1n], dataType: 99 }, /element type number 99/],
  ])('%s', (_what, fields, sentence) => {
    expect(() => readModel(file(stored(fields)))).toThrow(sentence);
    expect(() => readModel(file(stored(fields)))).toThrow(/Initializer w/);
  });

  it('functions of its own', () => {
    const functions = [create(FunctionProtoSchema, { name: 'Mine' })];
    expect(() => readModel(file(stored({ dims: [1n], ...float }), { functions }))).toThrow(/functions.*Mine/);
  });

  it('a node that reads what nothing makes', () => {
    const node = [create(NodeProtoSchema, { opType: 'Neg', name: 'n', input: ['gone'], output: ['y'] })];
    const graph = create(GraphProtoSchema, { node });
    expect(() => readModel(file(stored({ dims: [1n], ...float }), { graph }))).toThrow(
      /Node n \(Neg\) reads gone/,
    );
  });
});

it('a tensor attribute owns its bytes', () => {
  const data = new Float32Array([1, 2, 3]).subarray(1);
  const base = fc.sample(models, { numRuns: 1, seed: 1 })[0];
  const [node] = base.graph.nodes;
  const value = { dtype: 'float32' as const, shape: [2], data };
  const nodes = [{ ...node, inputs: ['x'], attributes: { value: tensor(value) } }];
  const again = readModel(writeModel({ ...base, graph: { ...base.graph, nodes } }));
  expect(again.graph.nodes[0].attributes.value).toEqual({
    type: 'tensor',
    value: { ...value, data: data.slice() },
  });
});
