import { floatOf, stringOf } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { sumTo } from './broadcast.ts';
import { inside } from './elementwise.ts';
import { given, type UnaryContext, unaryRule } from './form.ts';
import type { GradientRule, RuleTable } from './rule.ts';
import { step } from './step.ts';

/** The output is positive where the input is. */
const relu = unaryRule(({ g, y }, dy) => g.mul(dy, step(g, y)));

/** y = x > 0 ? x : alpha x. The output has the input's sign where alpha >= 0. */
const leakyRelu = unaryRule(({ node, g, x, y }, dy) => {
  const alpha = floatOf(node, 'alpha', 0.01);
  if (alpha >= 0 && alpha <= 1) return g.mul(dy, g.max(step(g, y), alpha));
  return g.where(g.greater(alpha > 0 ? y : x, 0), dy, g.mul(dy, alpha));
});

/** y = x > 0 ? x : slope x, with a slope that broadcasts to x. */
const prelu: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, needs } = context;
  const x = given(context, 0);
  const slope = given(context, 1);
  return [
    needs[0] ? g.where(g.greater(x, 0), dy, g.mul(dy, slope)) : undefined,
    needs[1] ? sumTo(g, g.mul(dy, g.min(x, 0)), slope.shape) : undefined,
  ];
};

/** y = x > 0 ? x : alpha (e^x - 1), whose slope is y + alpha below 0. */
const elu = unaryRule(({ node, g, y }, dy) => {
  const alpha = floatOf(node, 'alpha', 1);
  if (alpha === 1) return g.mul(dy, g.min(g.add(y, 1), 1));
  return g.where(g.greater(y, 0), dy, g.mul(dy, g.add(y, alpha)));
});

/** y = x > 0 ? x : alpha (e^(x / alpha) - 1) */
const celu = unaryRule(({ node, g, y }, dy) =>
  g.mul(dy, g.min(g.add(g.div(y, floatOf(node, 'alpha', 1)), 1), 1)),
);

/** y = gamma (x > 0 ? x : alpha (e^x - 1)); the defaults are those of the paper (Klambauer et al. 2017). */
const selu = unaryRule(({ node, g, y }, dy) => {
  const alpha = floatOf(node, 'alpha', 1.6732632423543772);
  const gamma = floatOf(node, 'gamma', 1.0507009873554805);
  return g.mul(dy, g.where(g.greater(y, 0), gamma, g.add(y, alpha * gamma)));
});

const thresholdedRelu = unaryRule(({ node, g, x }, dy) =>
  g.where(g.greater(x, floatOf(node, 'alpha', 1)), dy, 0),
);

/** dx = dy y (1 - y) */
const sigmoid = unaryRule(({ g, y }, dy) => g.mul(dy, g.sub(y, g.mul(y, y))));

/** dx = dy (1 - y^2) */
const tanh = unaryRule(({ g, y }, dy) => g.mul(dy, g.sub(1, g.mul(y, y))));

/** y = clip(alpha x + beta, 0, 1) */
const hardSigmoid = unaryRule(({ node, g, y }, dy) => {
  const middle = inside(g, y, 0, 1);
  const scaled = g.mul(dy, floatOf(node, 'alpha', 0.2));
  return middle ? g.where(middle, scaled, 0) : scaled;
});

/** y = x h(x) with h the hard sigmoid of slope 1/6: dx = dy (h + x h'). */
const hardSwish = unaryRule(({ g, x }, dy) => {
  const gate = g.hardSigmoid(x, 1 / 6, 0.5);
  const sloped = g.where(g.less(g.abs(x), 3), g.mul(x, 1 / 6), 0);
  return g.mul(dy, g.add(gate, sloped));
});

/** y = ln(1 + e^x) */
const softplus = unaryRule(({ g, x }, dy) => g.mul(dy, g.sigmoid(x)));

/** y = x / (1 + |x|), hence 1 - |y| = 1 / (1 + |x|). */
const softsign = unaryRule(({ g, y }, dy) => {
  const rest = g.sub(1, g.abs(y));
  return g.mul(dy, g.mul(rest, rest));
});

/** e^(ln c - x^2) = c e^(-x^2), one pass less than with a factor. */
const gaussian = (g: Builder, x: Value, factor: number): Value => g.exp(g.sub(Math.log(factor), g.mul(x, x)));

/** d erf / dx = 2 / sqrt(pi) e^(-x^2) */
const erf = unaryRule(({ g, x }, dy) => g.mul(dy, gaussian(g, x, 2 / Math.sqrt(Math.PI))));

/** y = x / 2 (1 + erf s), s = x / sqrt 2: dx = dy / 2 (1 + erf s + s 2 / sqrt(pi) e^(-s^2)). */
function geluByErf({ g, x }: UnaryContext, dy: Value): Value {
  const s = g.mul(x, Math.SQRT1_2);
  const slope = g.add(g.erf(s), g.mul(s, gaussian(g, s, 2 / Math.sqrt(Math.PI))));
  return g.mul(g.mul(dy, 0.5), g.add(slope, 1));
}

/** y = x / 2 (1 + t), t = tanh(c (x + k x^3)): dx = dy / 2 (1 + t + x (1 - t^2) (c + 3 c k x^2)). */
function geluByTanh({ g, x }: UnaryContext, dy: Value): Value {
  const c = Math.sqrt(2 / Math.PI);
  const k = 0.044715;
  const square = g.mul(x, x);
  const t = g.tanh(g.mul(x, g.add(g.mul(square, c * k), c)));
  const inner = g.mul(x, g.add(g.mul(square, 3 * c * k), c));
  const slope = g.add(t, g.mul(g.sub(1, g.mul(t, t)), inner));
  return g.mul(g.mul(dy, 0.5), g.add(slope, 1));
}

const gelu = unaryRule((context, dy) =>
  stringOf(context.node, 'approximate', 'none') === 'tanh' ? geluByTanh(context, dy) : geluByErf(context, dy),
);

/** y = x t, t = tanh(softplus x): dx = dy (t + x (1 - t^2) sigmoid x). */
const mish = unaryRule(({ g, x }, dy) => {
  const t = g.tanh(g.softplus(x));
  const inner = g.mul(g.sub(1, g.mul(t, t)), g.mul(x, g.sigmoid(x)));
  return g.mul(dy, g.add(t, inner));
});

export const activationRules: RuleTable = {
  Relu: relu,
  LeakyRelu: leakyRelu,
  PRelu: prelu,
  Elu: elu,
  Celu: celu,
  Selu: selu,
  ThresholdedRelu: thresholdedRelu,
  Sigmoid: sigmoid,
  Tanh: tanh,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Softplus: softplus,
  Softsign: softsign,
  Erf: erf,
  Gelu: gelu,
  Mish: mish,
};
