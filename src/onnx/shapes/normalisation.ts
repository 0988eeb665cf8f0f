import type { ShapeRule, ShapeRules } from './typed-node.ts';

/** Scale and bias hold one number per channel of [B, C, ...]. */
const perChannel: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  for (const index of [1, 2]) {
    const { shape: own } = node.input(index);
    if (own.length !== 1 || own[0] !== shape[1]) node.fail(`needs ${shape[1]} numbers in its input ${index}`);
  }
  return [{ dtype, shape }];
};

/** Before opset 21 scale and bias hold one number per group, since then one per channel. */
const groupNormalization: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const groups = node.int('num_groups') ?? node.fail('lacks its num_groups');
  if (shape[1] % groups !== 0) node.fail(`cannot divide ${shape[1]} channels into ${groups} groups`);
  const count = node.opset < 21 ? groups : shape[1];
  for (const index of [1, 2]) {
    if (node.input(index).shape[0] !== count) node.fail(`needs ${count} numbers in its input ${index}`);
  }
  return [{ dtype, shape }];
};

/** Outputs: the normalised tensor, the mean and the inverse standard deviation, whose normalised axes are 1. */
const layerNormalization: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  const axis = node.axis(node.int('axis', -1), shape.length);
  const statistics = shape.map((size, index) => (index < axis ? size : 1));
  return [
    { dtype, shape },
    { dtype: 'float32', shape: statistics },
    { dtype: 'float32', shape: statistics },
  ];
};

/** Inference form: one output. The training form's running mean and variance follow; older opsets save more. */
const batchNormalization: ShapeRule = (node) => {
  const [output] = perChannel(node);
  const statistics = { dtype: node.input(3).dtype, shape: node.input(3).shape };
  return [output, statistics, statistics, statistics, statistics];
};

const sameAsInput: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: node.input(0).shape }];

export const normalisationShapes: ShapeRules = {
  BatchNormalization: batchNormalization,
  InstanceNormalization: perChannel,
  GroupNormalization: groupNormalization,
  LayerNormalization: layerNormalization,
  RMSNormalization: sameAsInput,
  LRN: sameAsInput,
  LpNormalization: sameAsInput,
  MeanVarianceNormalization: sameAsInput,
};
