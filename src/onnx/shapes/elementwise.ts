import type { ShapeRule, ShapeRules } from './typed-node.ts';

const sameAsInput: ShapeRule = (node) => [{ dtype: node.input(0).dtype, shape: node.input(0).shape }];

const asBool: ShapeRule = (node) => [{ dtype: 'bool', shape: node.input(0).shape }];

const broadcast: ShapeRule = (node) => {
  const inputs = node.all();
  return [{ dtype: inputs[0].dtype, shape: node.broadcast(...inputs.map((input) => input.shape)) }];
};

const compare: ShapeRule = (node) => [
  { dtype: 'bool', shape: node.broadcast(node.input(0).shape, node.input(1).shape) },
];

const where: ShapeRule = (node) => [
  {
    dtype: node.input(1).dtype,
    shape: node.broadcast(node.input(0).shape, node.input(1).shape, node.input(2).shape),
  },
];

/** The slope stretches to the input, never the other way. */
const prelu: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  if (node.broadcast(shape, node.input(1).shape).join() !== shape.join()) {
    node.fail('has a slope that does not broadcast to its input');
  }
  return [{ dtype, shape }];
};

const dropout: ShapeRule = (node) => {
  const { dtype, shape } = node.input(0);
  return [
    { dtype, shape },
    { dtype: 'bool', shape },
  ];
};

/** The binary operators' arity is checked, the n-ary ones' is not. */
const binary: ShapeRule = (node) => {
  if (node.inputs.length !== 2) node.fail('needs two inputs');
  return broadcast(node);
};

function each(rule: ShapeRule, names: string): ShapeRules {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

export const elementwiseShapes: ShapeRules = {
  ...each(
    sameAsInput,
    'Abs Neg Sqrt Exp Log Reciprocal Floor Ceil Round Sign Not BitwiseNot Identity Clip Erf ' +
      'Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh ' +
      'Relu LeakyRelu Elu Selu Celu Sigmoid HardSigmoid HardSwish Tanh Softplus Softsign Mish Gelu Swish ' +
      'ThresholdedRelu Shrink Softmax LogSoftmax Hardmax CumSum Trilu',
  ),
  ...each(asBool, 'IsNaN IsInf'),
  ...each(binary, 'Add Sub Mul Div Pow Mod BitShift BitwiseAnd BitwiseOr BitwiseXor'),
  ...each(broadcast, 'Min Max Sum Mean'),
  ...each(compare, 'Equal Greater GreaterOrEqual Less LessOrEqual And Or Xor'),
  Where: where,
  PRelu: prelu,
  Dropout: dropout,
};
