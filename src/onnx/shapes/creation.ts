import type { DataType } from '../model.ts';
import { dataTypeOfCode } from './data-types.ts';
import type { ShapeRule, ShapeRules, TypedNode } from './typed-node.ts';

function dataType(node: TypedNode, attribute: string, otherwise: DataType): DataType {
  const code = node.int(attribute);
  if (code === undefined) return otherwise;
  return dataTypeOfCode(code) ?? node.fail(`names the data type ${code}, which is not supported`);
}

const constant: ShapeRule = (node) => {
  const { attributes } = node.node;
  const { value, value_float, value_int, value_floats, value_ints } = attributes;
  if (value?.type === 'tensor') return [{ dtype: value.value.dtype, shape: value.value.shape }];
  if (value_float) return [{ dtype: 'float32', shape: [] }];
  if (value_int) return [{ dtype: 'int64', shape: [] }];
  if (value_floats?.type === 'floats') return [{ dtype: 'float32', shape: [value_floats.value.length] }];
  if (value_ints?.type === 'ints') return [{ dtype: 'int64', shape: [value_ints.value.length] }];
  return node.fail('holds no value that is supported (strings and sparse tensors are not)');
};

const constantOfShape: ShapeRule = (node) => {
  const { value } = node.node.attributes;
  const dtype = value?.type === 'tensor' ? value.value.dtype : 'float32';
  return [{ dtype, shape: node.constant(0, 'sizes') }];
};

const shape: ShapeRule = (node) => {
  const rank = node.input(0).shape.length;
  const { start, end } = shapeRange(node, rank);
  return [{ dtype: 'int64', shape: [Math.max(0, end - start)] }];
};

/** Shape's start and end (opset 15), clamped to the rank. */
export function shapeRange(node: TypedNode, rank: number): { start: number; end: number } {
  const clamp = (axis: number) => Math.min(Math.max(axis < 0 ? axis + rank : axis, 0), rank);
  return { start: clamp(node.int('start', 0)), end: clamp(node.int('end', rank)) };
}

const size: ShapeRule = () => [{ dtype: 'int64', shape: [] }];

const range: ShapeRule = (node) => {
  const [start, limit, delta] = [0, 1, 2].map((index) => node.constant(index, 'bounds')[0]);
  return [{ dtype: node.input(0).dtype, shape: [Math.max(0, Math.ceil((limit - start) / delta))] }];
};

const cast: ShapeRule = (node) => {
  if (!node.has('to')) node.fail('lacks the attribute "to"');
  return [{ dtype: dataType(node, 'to', 'float32'), shape: node.input(0).shape }];
};

const castLike: ShapeRule = (node) => [{ dtype: node.input(1).dtype, shape: node.input(0).shape }];

const like: ShapeRule = (node) => [
  { dtype: dataType(node, 'dtype', node.input(0).dtype), shape: node.input(0).shape },
];

const random: ShapeRule = (node) => [
  { dtype: dataType(node, 'dtype', 'float32'), shape: node.ints('shape') ?? node.fail('lacks its shape') },
];

export const creationShapes: ShapeRules = {
  Constant: constant,
  ConstantOfShape: constantOfShape,
  Shape: shape,
  Size: size,
  Range: range,
  Cast: cast,
  CastLike: castLike,
  EyeLike: like,
  RandomNormalLike: like,
  RandomUniformLike: like,
  Bernoulli: like,
  RandomNormal: random,
  RandomUniform: random,
};
