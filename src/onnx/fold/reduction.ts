import { reducedAxes } from '../shapes/reduce.ts';
import { isFloat } from '../tensors.ts';
import { elementCount } from '../value.ts';
import {
  type Element,
  type Evaluation,
  type Evaluations,
  isBig,
  places,
  strides,
  tensorFrom,
} from './evaluation.ts';

/** Reduces over the node's axes: `numbers` over the elements of one place of the output. */
const reduction =
  (
    numbers: (values: readonly number[]) => number,
    bigs?: (values: readonly bigint[]) => bigint,
  ): Evaluation =>
  (node, [x], [type]) => {
    if (x.dtype === 'float16') return undefined;
    const axes = reducedAxes(node);
    const steps = strides(x.shape);
    const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const within = axes.map((axis) => x.shape[axis]);
    const origins = places(kept, steps);
    const offsets = places(
      within,
      axes.map((axis) => steps[axis]),
    );
    if (elementCount(within) === 0) return undefined;
    const { data } = x;
    if (isBig(data)) {
      if (!bigs) return undefined;
      return [
        tensorFrom(type.dtype, type.shape, (i) =>
          bigs(Array.from(offsets, (offset) => data[origins[i] + offset])),
        ),
      ];
    }
    return [
      tensorFrom(type.dtype, type.shape, (i) => {
        const value = numbers(Array.from(offsets, (offset) => Number(data[origins[i] + offset])));
        return isFloat(type.dtype) ? value : Math.trunc(value);
      }),
    ];
  };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const extreme =
  <T extends Element>(better: (a: T, b: T) => boolean) =>
  (values: readonly T[]): T =>
    values.reduce((best, value) => (better(value, best) ? value : best));

export const reductionEvaluations: Evaluations = {
  ReduceSum: reduction(sum, (values) => values.reduce((total, value) => total + value, 0n)),
  ReduceMean: reduction((values) => sum(values) / values.length),
  ReduceProd: reduction(
    (values) => values.reduce((product, value) => product * value, 1),
    (values) => values.reduce((product, value) => product * value, 1n),
  ),
  ReduceMax: reduction(
    extreme<number>((a, b) => a > b),
    extreme<bigint>((a, b) => a > b),
  ),
  ReduceMin: reduction(
    extreme<number>((a, b) => a < b),
    extreme<bigint>((a, b) => a < b),
  ),
};
