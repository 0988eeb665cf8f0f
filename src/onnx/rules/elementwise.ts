import type { Builder, Operand, Value } from '../builder.ts';
import { numbersOf } from '../tensors.ts';
import { elementCount } from '../value.ts';
import { sumTo } from './broadcast.ts';
import { given, refuse, typed, unaryRule, zeroRule } from './form.ts';
import type { GradientRule, RuleTable } from './rule.ts';
import { signOf } from './step.ts';

/** y = a + b */
const add: GradientRule = ({ inputs, needs, g }, [dy]) =>
  inputs.map((input, index) => (dy && input && needs[index] ? sumTo(g, dy, input.shape) : undefined));

/** y = a - b. The sign is turned where there are fewer elements: after the sum. */
const sub: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, needs } = context;
  const da = needs[0] ? sumTo(g, dy, given(context, 0).shape) : undefined;
  const db = needs[1] ? g.neg(sumTo(g, dy, given(context, 1).shape)) : undefined;
  return [da, db];
};

/** y = a b */
const mul: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, needs } = context;
  const a = given(context, 0);
  const b = given(context, 1);
  return [
    needs[0] ? sumTo(g, g.mul(dy, b), a.shape) : undefined,
    needs[1] ? sumTo(g, g.mul(dy, a), b.shape) : undefined,
  ];
};

/** y = a / b; da = dy / b; db = -da y */
const div: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, needs, outputs } = context;
  const a = given(context, 0);
  const b = given(context, 1);
  const quotient = g.div(dy, b);
  return [
    needs[0] ? sumTo(g, quotient, a.shape) : undefined,
    needs[1] ? g.neg(sumTo(g, g.mul(quotient, outputs[0]), b.shape)) : undefined,
  ];
};

/** y = a^p; da = dy p a^(p-1); dp = dy y ln a, where a = 0 counts as no change. */
const pow: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, needs, outputs } = context;
  const a = given(context, 0);
  const p = given(context, 1);
  const y = outputs[0];
  const dp = () => {
    const log = g.where(g.greater(a, 0), g.log(a), 0);
    return sumTo(g, g.mul(g.mul(dy, y), log), p.shape);
  };
  return [
    needs[0] ? sumTo(g, powerGradient(g, dy, a, p, y), a.shape) : undefined,
    needs[1] ? dp() : undefined,
  ];
};

/** dy p a^(p-1), by cheaper means for the exponents that networks hold. */
function powerGradient(g: Builder, dy: Value, a: Value, p: Value, y: Value): Value {
  const exponent = p.constant && elementCount(p.shape) === 1 ? numbersOf(p.constant)[0] : undefined;
  if (exponent === undefined) {
    const power = g.cast(p, a.dtype);
    const slope = g.mul(power, g.pow(a, g.sub(power, 1)));
    // 0^0 has slope 0 in a, but 0 * 0^-1 is not a number.
    return g.mul(dy, g.where(g.equal(power, 0), 0, slope));
  }
  switch (exponent) {
    case 0:
      return g.filled(dy.shape, 0, dy.dtype);
    case 1:
      return dy;
    case 2:
      return g.mul(g.mul(dy, a), 2);
    case 3:
      return g.mul(g.mul(dy, g.mul(a, a)), 3);
    case 0.5:
      return g.mul(g.div(dy, y), 0.5);
    case -1:
      return g.neg(g.mul(dy, g.mul(y, y)));
    case -0.5:
      return g.mul(g.mul(dy, g.div(y, a)), -0.5);
    default:
      return g.mul(g.mul(dy, g.pow(a, exponent - 1)), exponent);
  }
}

/**
 * Max and Min of any number of inputs. Where inputs tie the first of them has the whole gradient: for clamp(x, low),
 * which PyTorch exports as Max(x, low), that is PyTorch's own rule; its maximum(a, b) would halve.
 */
const extreme =
  (wins: (g: Builder, a: Value, b: Value) => Value): GradientRule =>
  (context, [dy]) => {
    if (!dy) return [];
    const { g, inputs, needs, outputs } = context;
    const last = needs.lastIndexOf(true);
    let left = dy;
    return inputs.slice(0, last + 1).map((_, index) => {
      const input = given(context, index);
      const final = index === inputs.length - 1;
      // With two inputs the comparison spares the output from being saved.
      const mask = final
        ? undefined
        : inputs.length === 2
          ? wins(g, input, given(context, 1))
          : g.equal(input, outputs[0]);
      const own = !needs[index] ? undefined : mask ? g.where(mask, left, 0) : left;
      if (mask && index < last) left = g.where(mask, 0, left);
      return own && sumTo(g, own, input.shape);
    });
  };

const mean: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, inputs } = context;
  return add(context, [inputs.length === 1 ? dy : g.mul(dy, 1 / inputs.length)]);
};

/** 1 inside the open interval, else 0, as a condition; undefined where there is no bound. */
export function inside(g: Builder, y: Value, low?: Operand, high?: Operand): Value | undefined {
  const above = low === undefined ? undefined : g.greater(y, low);
  const below = high === undefined ? undefined : g.less(y, high);
  return above && below ? g.and(above, below) : (above ?? below);
}

/**
 * The gradient passes where the output lies strictly between the bounds, so that only the output is kept: it is what
 * the next operator reads. At a bound it is 0, as in PyTorch's hardtanh and relu6.
 */
const clip: GradientRule = (context, [dy]) => {
  if (context.needs[1] || context.needs[2])
    refuse(context, 'has bounds that want gradients; use Min and Max');
  if (!dy || !context.needs[0]) return [];
  const { g, inputs, outputs } = context;
  const mask = inside(g, outputs[0], inputs[1], inputs[2]);
  return [mask ? g.where(mask, dy, 0) : dy];
};

const where: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, needs } = context;
  const condition = given(context, 0);
  return [
    undefined,
    needs[1] ? sumTo(g, g.where(condition, dy, 0), given(context, 1).shape) : undefined,
    needs[2] ? sumTo(g, g.where(condition, 0, dy), given(context, 2).shape) : undefined,
  ];
};

/** y = a mod b: slope 1 in a. */
const mod: GradientRule = (context, [dy]) => {
  if (context.needs[1]) refuse(context, 'has a divisor that wants a gradient');
  return dy && context.needs[0] ? [sumTo(context.g, dy, given(context, 0).shape)] : [];
};

/** The sum of the sums: run the other way. */
const cumSum = unaryRule((context, dy) => {
  const node = typed(context);
  const reverse = node.int('reverse', 0) ? 0 : 1;
  const { exclusive } = context.node.attributes;
  const attributes = {
    reverse: { type: 'int', value: reverse } as const,
    ...(exclusive ? { exclusive } : {}),
  };
  return context.g.one('CumSum', [dy, given(context, 1)], attributes);
});

export const elementwiseRules: RuleTable = {
  Add: add,
  Sum: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Pow: pow,
  Mod: mod,
  Max: extreme((g, a, b) => g.greaterOrEqual(a, b)),
  Min: extreme((g, a, b) => g.lessOrEqual(a, b)),
  Mean: mean,
  Clip: clip,
  Where: where,
  CumSum: cumSum,
  Neg: unaryRule(({ g }, dy) => g.neg(dy)),
  Abs: unaryRule(({ g, x }, dy) => g.mul(dy, signOf(g, x))),
  Exp: unaryRule(({ g, y }, dy) => g.mul(dy, y)),
  Log: unaryRule(({ g, x }, dy) => g.div(dy, x)),
  Sqrt: unaryRule(({ g, y }, dy) => g.mul(g.div(dy, y), 0.5)),
  Reciprocal: unaryRule(({ g, y }, dy) => g.neg(g.mul(dy, g.mul(y, y)))),
  Sin: unaryRule(({ g, x }, dy) => g.mul(dy, g.cos(x))),
  Cos: unaryRule(({ g, x }, dy) => g.neg(g.mul(dy, g.sin(x)))),
  Tan: unaryRule(({ g, y }, dy) => g.mul(dy, g.add(g.mul(y, y), 1))),
  Atan: unaryRule(({ g, x }, dy) => g.div(dy, g.add(g.mul(x, x), 1))),
  Asin: unaryRule(({ g, x }, dy) => g.div(dy, g.sqrt(g.sub(1, g.mul(x, x))))),
  Acos: unaryRule(({ g, x }, dy) => g.neg(g.div(dy, g.sqrt(g.sub(1, g.mul(x, x)))))),
  Asinh: unaryRule(({ g, x }, dy) => g.div(dy, g.sqrt(g.add(g.mul(x, x), 1)))),
  Acosh: unaryRule(({ g, x }, dy) => g.div(dy, g.sqrt(g.sub(g.mul(x, x), 1)))),
  Atanh: unaryRule(({ g, x }, dy) => g.div(dy, g.sub(1, g.mul(x, x)))),
  Sinh: unaryRule(({ g, x }, dy) => g.mul(dy, g.one('Cosh', [x]))),
  Cosh: unaryRule(({ g, x }, dy) => g.mul(dy, g.one('Sinh', [x]))),
  ...Object.fromEntries(
    [
      'Sign Floor Ceil Round Not And Or Xor Equal Greater GreaterOrEqual Less LessOrEqual IsNaN IsInf',
      'Hardmax EyeLike RandomNormalLike RandomUniformLike Bernoulli BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, zeroRule]),
  ),
};
