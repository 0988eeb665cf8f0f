import type { ShapeRule, ShapeRules } from './typed-node.ts';

const gather: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const axis = node.axis(node.int('axis', 0), shape.length);
  return [{ dtype, shape: [...shape.slice(0, axis), ...node.input(1).shape, ...shape.slice(axis + 1)] }];
};

const gatherElements: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  node.axis(node.int('axis', 0), shape.length);
  if (node.input(1).shape.length !== shape.length) node.fail('needs indices of the rank of its data');
  return [{ dtype, shape: node.input(1).shape }];
};

const gatherNd: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const indices = node.input(1).shape;
  const batch = node.int('batch_dims', 0);
  const depth = indices.at(-1) ?? node.fail('needs indices of rank one or more');
  if (batch + depth > shape.length)
    node.fail(`indexes ${batch + depth} axes of a tensor of rank ${shape.length}`);
  return [{ dtype, shape: [...indices.slice(0, -1), ...shape.slice(batch + depth)] }];
};

const scatter: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: node.input(0).shape }];

const oneHot: ShapeRule = (node) => {
  const indices = node.input(0).shape;
  const depth = node.constant(1, 'depth')[0];
  const axis = node.axis(node.int('axis', -1), indices.length + 1);
  return [{ dtype: node.input(2).dtype, shape: [...indices.slice(0, axis), depth, ...indices.slice(axis)] }];
};

const dataDependent: ShapeRule = (node) =>
  node.fail('has an output whose shape depends on the data, which this library cannot plan for');

export const indexingShapes: ShapeRules = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherNd,
  Scatter: scatter,
  ScatterElements: scatter,
  ScatterND: scatter,
  OneHot: oneHot,
  NonZero: dataDependent,
  Unique: dataDependent,
  Compress: dataDependent,
  NonMaxSuppression: dataDependent,
};
