import type { ConstantTensor } from '../model.ts';
import { isFloat } from '../tensors.ts';
import {
  broadcastStrides,
  type Element,
  type Evaluation,
  type Evaluations,
  isBig,
  places,
  tensorFrom,
} from './evaluation.ts';

/** float16 is held as bits, on which there is no arithmetic here. */
const countable = (tensors: readonly ConstantTensor[]): boolean =>
  tensors.every(({ dtype }) => dtype !== 'float16');

/** An operator of two operands of one type: on numbers, and on bigints. */
interface Pair {
  readonly numbers: (a: number, b: number) => number;
  readonly bigs: (a: bigint, b: bigint) => bigint;
}

function combine(a: ConstantTensor, b: ConstantTensor, shape: readonly number[], pair: Pair): ConstantTensor {
  const left = places(shape, broadcastStrides(a.shape, shape));
  const right = places(shape, broadcastStrides(b.shape, shape));
  const { data: x } = a;
  const { data: y } = b;
  if (isBig(x) && isBig(y)) return tensorFrom(a.dtype, shape, (i) => pair.bigs(x[left[i]], y[right[i]]));
  return tensorFrom(a.dtype, shape, (i) => {
    const value = pair.numbers(Number(x[left[i]]), Number(y[right[i]]));
    return isFloat(a.dtype) ? value : Math.trunc(value);
  });
}

/** Left to right over two operands or more. Mixed types (Pow allows them) are left to the runtime. */
const fold =
  (pair: Pair): Evaluation =>
  (_, inputs, [type]) => {
    if (!countable(inputs) || inputs.some(({ dtype }) => dtype !== type.dtype)) return undefined;
    const [first, ...others] = inputs;
    const whole =
      others.length === 0
        ? first
        : others.reduce((sum, next) => combine(sum, next, shapeOf(sum, next), pair), first);
    return [whole];
  };

const shapeOf = (a: ConstantTensor, b: ConstantTensor): readonly number[] => {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, position) => {
    const left = a.shape[position - rank + a.shape.length] ?? 1;
    const right = b.shape[position - rank + b.shape.length] ?? 1;
    return left === 1 ? right : left;
  });
};

/** Division by a whole zero has no answer here; the runtime gives its own. */
const divide: Evaluation = (node, inputs, types) => {
  const [, divisor] = inputs;
  if (!isFloat(divisor.dtype) && divisor.data.some((value: Element) => Number(value) === 0)) return undefined;
  return fold({ numbers: (a, b) => a / b, bigs: (a, b) => a / b })(node, inputs, types);
};

/** fmod = 0: the sign of the divisor (as in Python); fmod = 1: of the dividend (as in C). */
const modulo: Evaluation = (node, inputs, types) => {
  const [, divisor] = inputs;
  if (divisor.data.some((value: Element) => Number(value) === 0)) return undefined;
  if (node.int('fmod', 0))
    return fold({ numbers: (a, b) => a % b, bigs: (a, b) => a % b })(node, inputs, types);
  return fold({ numbers: (a, b) => a - b * Math.floor(a / b), bigs: (a, b) => ((a % b) + b) % b })(
    node,
    inputs,
    types,
  );
};

const power: Evaluation = (node, inputs, types) => {
  const [, exponent] = inputs;
  if (isBig(exponent.data) && exponent.data.some((value: bigint) => value < 0n)) return undefined;
  return fold({ numbers: (a, b) => a ** b, bigs: (a, b) => a ** b })(node, inputs, types);
};

const compare =
  (holds: (a: Element, b: Element) => boolean): Evaluation =>
  (_, inputs, [type]) => {
    if (!countable(inputs)) return undefined;
    const [a, b] = inputs;
    const left = places(type.shape, broadcastStrides(a.shape, type.shape));
    const right = places(type.shape, broadcastStrides(b.shape, type.shape));
    return [tensorFrom('bool', type.shape, (i) => (holds(a.data[left[i]], b.data[right[i]]) ? 1 : 0))];
  };

const where: Evaluation = (_, [condition, a, b], [type]) => {
  const at = [condition, a, b].map(({ shape }) => places(type.shape, broadcastStrides(shape, type.shape)));
  return [
    tensorFrom(a.dtype, type.shape, (i) => (condition.data[at[0][i]] ? a.data[at[1][i]] : b.data[at[2][i]])),
  ];
};

function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function greater(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}

export const arithmeticEvaluations: Evaluations = {
  Add: fold({ numbers: (a, b) => a + b, bigs: (a, b) => a + b }),
  Sum: fold({ numbers: (a, b) => a + b, bigs: (a, b) => a + b }),
  Sub: fold({ numbers: (a, b) => a - b, bigs: (a, b) => a - b }),
  Mul: fold({ numbers: (a, b) => a * b, bigs: (a, b) => a * b }),
  Min: fold({ numbers: Math.min, bigs: lesser }),
  Max: fold({ numbers: Math.max, bigs: greater }),
  Div: divide,
  Mod: modulo,
  Pow: power,
  Equal: compare((a, b) => a === b),
  Greater: compare((a, b) => a > b),
  GreaterOrEqual: compare((a, b) => a >= b),
  Less: compare((a, b) => a < b),
  LessOrEqual: compare((a, b) => a <= b),
  And: compare((a, b) => Boolean(a) && Boolean(b)),
  Or: compare((a, b) => Boolean(a) || Boolean(b)),
  Xor: compare((a, b) => Boolean(a) !== Boolean(b)),
  Where: where,
};
