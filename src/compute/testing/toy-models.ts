/** Small ONNX models with closed forms, for tests of the devices themselves. */
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';

const { FLOAT, INT32, INT64 } = TensorProto_DataType;

function value(name: string, shape: readonly (number | string)[], elemType: number = FLOAT): ValueInfoProto {
  const dim = shape.map((size) => ({
    value:
      typeof size === 'number'
        ? ({ case: 'dimValue', value: BigInt(size) } as const)
        : ({ case: 'dimParam', value: size } as const),
  }));
  const type = create(TypeProtoSchema, {
    value: { case: 'tensorType', value: { elemType, shape: { dim } } },
  });
  return create(ValueInfoProtoSchema, { name, type });
}

const node = (opType: string, input: string[], output: string[], attribute: Attribute[] = []): NodeProto =>
  create(NodeProtoSchema, { opType, input, output, attribute });

interface Attribute {
  readonly name: string;
  readonly i?: bigint;
  readonly ints?: bigint[];
  readonly type: AttributeProto_AttributeType;
}

const ints = (name: string, ...values: number[]): Attribute => ({
  name,
  ints: values.map(BigInt),
  type: AttributeProto_AttributeType.INTS,
});

const model = (
  name: string,
  input: ValueInfoProto[],
  output: ValueInfoProto[],
  nodes: NodeProto[],
): Uint8Array =>
  toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 10n,
      opsetImport: [{ domain: '', version: 21n }],
      graph: { name, input, output, node: nodes },
    }),
  );

/** sum [2, 4, 6, 6] = Conv(x [2, 3, 6, 6], w [4, 3, 3, 3], b [4]), 3x3, padding 1; y = Relu(sum). */
export const convModel = (): Uint8Array =>
  model(
    'conv',
    [value('x', [2, 3, 6, 6]), value('w', [4, 3, 3, 3]), value('b', [4])],
    [value('sum', [2, 4, 6, 6]), value('y', [2, 4, 6, 6])],
    [node('Conv', ['x', 'w', 'b'], ['sum'], [ints('pads', 1, 1, 1, 1)]), node('Relu', ['sum'], ['y'])],
  );

/** The same convolution, written out. */
export function plainConv(x: Float32Array, w: Float32Array, b: Float32Array): Float32Array {
  const [batch, channels, side, filters] = [2, 3, 6, 4];
  const sum = new Float32Array(batch * filters * side * side);
  const at = (n: number, c: number, i: number, j: number) =>
    i < 0 || j < 0 || i >= side || j >= side ? 0 : (x[((n * channels + c) * side + i) * side + j] ?? 0);
  for (let n = 0; n < batch; n++) {
    for (let f = 0; f < filters; f++) {
      for (let i = 0; i < side; i++) {
        for (let j = 0; j < side; j++) {
          let total = b[f] ?? 0;
          for (let c = 0; c < channels; c++) {
            for (let k = 0; k < 9; k++) {
              const [u, v] = [Math.floor(k / 3), k % 3];
              total += at(n, c, i + u - 1, j + v - 1) * (w[(f * channels + c) * 9 + k] ?? 0);
            }
          }
          sum[((n * filters + f) * side + i) * side + j] = total;
        }
      }
    }
  }
  return sum;
}

/** Big enough for threads to share: y = Conv(x [4, 16, 32, 32], w [16, 16, 3, 3]), product = y [64, 1024] x its transpose. */
export const threadedModel = (): Uint8Array =>
  model(
    'threaded',
    [value('x', [4, 16, 32, 32]), value('w', [16, 16, 3, 3])],
    [value('y', [4, 16, 32, 32]), value('product', [64, 64])],
    [
      node('Conv', ['x', 'w'], ['y'], [ints('pads', 1, 1, 1, 1)]),
      node('Flatten', ['y'], ['flat'], [{ name: 'axis', i: 2n, type: AttributeProto_AttributeType.INT }]),
      node('Flatten', ['y'], ['rows'], [{ name: 'axis', i: 2n, type: AttributeProto_AttributeType.INT }]),
      node('Transpose', ['rows'], ['columns']),
      node('MatMul', ['flat', 'columns'], ['product']),
    ],
  );

/** doubled [n] = x + x, same [n] = Identity(x). */
export const doublingModel = (): Uint8Array =>
  model(
    'doubling',
    [value('x', ['n'])],
    [value('doubled', ['n']), value('same', ['n'])],
    [node('Add', ['x', 'x'], ['doubled']), node('Identity', ['x'], ['same'])],
  );

/** picked [m] = x [n] at int32 indices [m]. */
export const pickingModel = (): Uint8Array =>
  model(
    'picking',
    [value('x', ['n']), value('indices', ['m'], INT32)],
    [value('picked', ['m'])],
    [node('Gather', ['x', 'indices'], ['picked'])],
  );

/** Fails at run time unless n and m agree: sum = x [n] + y [m], which only the tensors' sizes tell. */
export const addingModel = (): Uint8Array =>
  model(
    'adding',
    [value('x', ['n']), value('y', ['m'])],
    [value('sum', ['k'])],
    [node('Add', ['x', 'y'], ['sum'])],
  );

/** Its output is int64, which devices do not hand out. */
export const shapeModel = (): Uint8Array =>
  model('shape', [value('x', ['n'])], [value('shape', [1], INT64)], [node('Shape', ['x'], ['shape'])]);

/** No such operator. */
export const nonsenseModel = (): Uint8Array =>
  model('nonsense', [value('x', ['n'])], [value('y', ['n'])], [node('Frobnicate', ['x'], ['y'])]);
