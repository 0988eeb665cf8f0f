import type { DataType } from '../model.ts';
import type { ShapeRule, ShapeRules, TypedNode } from './typed-node.ts';

/** `shape` with `axes` shrunk to 1 or taken out. */
function reduced(shape: readonly number[], axes: readonly number[], keep: boolean): readonly number[] {
  return shape.flatMap((size, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [size]));
}

/** The axes a Reduce* node sums over: none given means all, or none with noop_with_empty_axes. */
export function reducedAxes(node: TypedNode): readonly number[] {
  const rank = node.input(0).shape.length;
  const given = node.attributeOrInput('axes', 1);
  if (given && given.length > 0) return node.axes(given, rank);
  return node.int('noop_with_empty_axes', 0) ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

const reduce: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  return [{ dtype, shape: reduced(shape, reducedAxes(node), node.int('keepdims', 1) !== 0) }];
};

const argument: ShapeRule = (node) => {
  const { shape } = node.input(0);
  const axis = node.axis(node.int('axis', 0), shape.length);
  const dtype: DataType = 'int64';
  return [{ dtype, shape: reduced(shape, [axis], node.int('keepdims', 1) !== 0) }];
};

const topK: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const axis = node.axis(node.int('axis', -1), shape.length);
  const k = node.int('k') ?? node.constant(1, 'k')[0];
  if (!(k >= 0 && k <= shape[axis])) node.fail(`wants the ${k} largest of ${shape[axis]} elements`);
  const kept = shape.with(axis, k);
  return [
    { dtype, shape: kept },
    { dtype: 'int64', shape: kept },
  ];
};

export const reduceShapes: ShapeRules = {
  ReduceSum: reduce,
  ReduceMean: reduce,
  ReduceMax: reduce,
  ReduceMin: reduce,
  ReduceProd: reduce,
  ReduceL1: reduce,
  ReduceL2: reduce,
  ReduceSumSquare: reduce,
  ReduceLogSum: reduce,
  ReduceLogSumExp: reduce,
  ArgMax: argument,
  ArgMin: argument,
  TopK: topK,
};
