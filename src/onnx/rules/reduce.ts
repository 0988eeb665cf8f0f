import type { Value } from '../builder.ts';
import { reducedAxes } from '../shapes/reduce.ts';
import { expandTo, indicator, reshapeTo } from './broadcast.ts';
import { typed, type UnaryContext, unaryRule, zeroRule } from './form.ts';
import type { GradientRule, RuleTable } from './rule.ts';
import { signOf } from './step.ts';

interface ReduceContext extends UnaryContext {
  /** The axes reduced, non-negative. */
  readonly axes: readonly number[];
  /** How many elements went into each of the output. */
  readonly count: number;
  /** The gradient and, on demand, the output with the reduced axes kept as 1: they broadcast against x. */
  readonly dy: Value;
  readonly kept: () => Value;
}

const reduceRule = (rule: (context: ReduceContext) => Value): GradientRule =>
  unaryRule((context, dy) => {
    const { g, x, y } = context;
    const axes = reducedAxes(typed(context));
    const shape = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const count = axes.reduce((product, axis) => product * x.shape[axis], 1);
    const kept = () => reshapeTo(g, y, shape);
    return rule({ ...context, axes, count, dy: reshapeTo(g, dy, shape), kept });
  });

const sum = reduceRule(({ g, x, dy }) => expandTo(g, dy, x.shape));

const mean = reduceRule(({ g, x, dy, count }) => expandTo(g, g.mul(dy, 1 / count), x.shape));

/** The elements that tie for the extreme share the gradient equally, as in PyTorch's amax and amin. */
const extreme = reduceRule(({ g, x, dy, axes, kept }) => {
  const best = indicator(g, g.equal(x, kept()), x.dtype);
  return g.mul(best, g.div(dy, g.reduceSum(best, axes)));
});

/** y = sqrt(sum x^2): dx = x dy / y, and 0 at the origin, where x is 0 and y is held off it. */
const l2 = reduceRule(({ g, x, dy, kept }) => g.mul(x, g.div(dy, g.max(kept(), 1e-30))));

const l1 = reduceRule(({ g, x, dy }) => g.mul(signOf(g, x), dy));

const sumSquare = reduceRule(({ g, x, dy }) => g.mul(x, g.mul(dy, 2)));

/** y = ln(sum x): dx = dy e^-y */
const logSum = reduceRule(({ g, x, dy, kept }) => expandTo(g, g.mul(dy, g.exp(g.neg(kept()))), x.shape));

/** y = ln(sum e^x): dx = dy e^(x - y) */
const logSumExp = reduceRule(({ g, x, dy, kept }) => g.mul(g.exp(g.sub(x, kept())), dy));

/**
 * The product of the others. With zeros taken for ones the product over x' is divided by x'; it counts where the
 * number of zeros is that of the element itself: no zero at all, or this one alone.
 */
const prod = reduceRule(({ g, x, dy, axes }) => {
  const zero = g.equal(x, 0);
  const isZero = indicator(g, zero, x.dtype);
  const whole = g.where(zero, 1, x);
  const product = g.one('ReduceProd', [whole, g.integers(axes)]);
  const alone = g.equal(isZero, g.reduceSum(isZero, axes));
  return g.where(alone, g.div(g.mul(dy, product), whole), 0);
});

export const reduceRules: RuleTable = {
  ReduceSum: sum,
  ReduceMean: mean,
  ReduceMax: extreme,
  ReduceMin: extreme,
  ReduceL1: l1,
  ReduceL2: l2,
  ReduceSumSquare: sumSquare,
  ReduceProd: prod,
  ReduceLogSum: logSum,
  ReduceLogSumExp: logSumExp,
  ArgMax: zeroRule,
  ArgMin: zeroRule,
};
