import type { ConstantTensor, DataType } from '../model.ts';
import { isFloat } from '../tensors.ts';
import {
  type Element,
  type Evaluation,
  type Evaluations,
  isBig,
  reshaped,
  tensorFrom,
} from './evaluation.ts';

const each = (x: ConstantTensor, map: (value: number) => number): readonly ConstantTensor[] | undefined =>
  x.dtype === 'float16' || isBig(x.data)
    ? undefined
    : [tensorFrom(x.dtype, x.shape, (index) => map(Number(x.data[index])))];

const onNumbers =
  (map: (value: number) => number): Evaluation =>
  (_, [x]) =>
    each(x, map);

/** Negation and its like, on whole numbers of 64 bits too. */
const onBoth =
  (map: (value: number) => number, big: (value: bigint) => bigint): Evaluation =>
  (_, [x]) => {
    const { data } = x;
    return isBig(data) ? [tensorFrom(x.dtype, x.shape, (index) => big(data[index]))] : each(x, map);
  };

/** Halves go to the even neighbour, as the operator says. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

const clip: Evaluation = (node, [x]) => {
  if (node.has('min') || node.has('max')) return undefined;
  const low: Element = node.optional(1)?.constant?.data[0] ?? Number.NEGATIVE_INFINITY;
  const high: Element = node.optional(2)?.constant?.data[0] ?? Number.POSITIVE_INFINITY;
  if (x.dtype === 'float16') return undefined;
  return [
    tensorFrom(x.dtype, x.shape, (index) => {
      const value = x.data[index];
      const raised = value < low ? low : value;
      return raised > high ? high : raised;
    }),
  ];
};

/** Towards zero from floats, as every runtime does; what does not fit is left to the runtime. */
export function cast(x: ConstantTensor, dtype: DataType): ConstantTensor | undefined {
  if (x.dtype === dtype) return reshaped(x, x.shape);
  if (x.dtype === 'float16' || dtype === 'float16') return undefined;
  if (dtype === 'bool') return tensorFrom('bool', x.shape, (index) => (Number(x.data[index]) !== 0 ? 1 : 0));
  if (isFloat(dtype) || !isFloat(x.dtype))
    return tensorFrom(dtype, x.shape, (index) => castElement(x.data[index], dtype));
  if (x.data.some((value: Element) => !Number.isSafeInteger(Math.trunc(Number(value))))) return undefined;
  return tensorFrom(dtype, x.shape, (index) => Math.trunc(Number(x.data[index])));
}

/** Whole numbers keep their 64 bits on the way between int64 and uint64. */
const castElement = (value: Element, dtype: DataType): Element =>
  dtype === 'int64' || dtype === 'uint64' || typeof value === 'number' ? value : narrow(value, dtype);

const narrow = (value: bigint, dtype: DataType): number =>
  isFloat(dtype) ? Number(value) : Number(BigInt.asIntN(32, value));

export const unaryEvaluations: Evaluations = {
  Neg: onBoth(
    (x) => -x,
    (x) => -x,
  ),
  Abs: onBoth(Math.abs, (x) => (x < 0n ? -x : x)),
  Sign: onBoth(Math.sign, (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)),
  Floor: onNumbers(Math.floor),
  Ceil: onNumbers(Math.ceil),
  Round: onNumbers(roundHalfToEven),
  Sqrt: onNumbers(Math.sqrt),
  Exp: onNumbers(Math.exp),
  Log: onNumbers(Math.log),
  Sin: onNumbers(Math.sin),
  Cos: onNumbers(Math.cos),
  Reciprocal: onNumbers((x) => 1 / x),
  Not: onNumbers((x) => (x ? 0 : 1)),
  Relu: onNumbers((x) => Math.max(0, x)),
  Clip: clip,
  Cast: (_, [x], [type]) => {
    const made = cast(x, type.dtype);
    return made && [made];
  },
  CastLike: (_, [x], [type]) => {
    const made = cast(x, type.dtype);
    return made && [made];
  },
};
