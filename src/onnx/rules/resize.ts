import { floatOf, intOf, intsOf, stringOf } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { numbersOf } from '../tensors.ts';
import { elementCount } from '../value.ts';
import { given, refuse } from './form.ts';
import { type Interpolation, interpolationMatrix } from './interpolation.ts';
import type { GradientRule, RuleContext, RuleTable } from './rule.ts';

/** Resize is linear and separable: along each axis y = W x, so dx = W' dy axis by axis. */
const resize: GradientRule = (context, [dy]) => {
  const { g, needs } = context;
  if (!dy || !needs[0]) return [];
  const x = given(context, 0);
  const how = interpolationOf(context);
  const scales = scalesOf(context, dy.shape);
  const matrices = x.shape.map((input, axis) => {
    if (input === dy.shape[axis] && scales[axis] === 1) return undefined;
    const matrix = interpolationMatrix(input, dy.shape[axis], scales[axis], how);
    return matrix ?? refuse(context, `maps coordinates by ${how.coordinates}, which has no rule`);
  });
  const factors = matrices.map((matrix, axis) => (matrix ? repetition(matrix, x.shape[axis]) : 1));
  if (
    x.shape.length > 2 &&
    factors[0] === 1 &&
    factors[1] === 1 &&
    factors.every((factor) => factor !== undefined)
  )
    return [
      sumBlocks(
        g,
        dy,
        factors.slice(2).map((factor) => factor ?? 1),
      ),
    ];
  // The axis that shrinks the data most goes first, so that the others have less to do.
  const order = x.shape.map((_, axis) => axis).toSorted((a, b) => scales[b] - scales[a]);
  return [
    order.reduce((gradient, axis) => {
      const matrix = matrices[axis];
      return matrix ? alongAxis(g, gradient, axis, matrix, x.shape[axis]) : gradient;
    }, dy),
  ];
};

function interpolationOf(context: RuleContext): Interpolation {
  const { node } = context;
  if (intOf(node, 'antialias', 0) !== 0) refuse(context, 'antialiases, which has no rule');
  const mode = stringOf(node, 'mode', 'nearest');
  if (mode !== 'nearest' && mode !== 'linear' && mode !== 'cubic')
    refuse(context, `is of unknown mode ${mode}`);
  return {
    mode,
    coordinates: stringOf(node, 'coordinate_transformation_mode', 'half_pixel'),
    nearest: stringOf(node, 'nearest_mode', 'round_prefer_floor'),
    cubicCoefficient: floatOf(node, 'cubic_coeff_a', -0.75),
    excludeOutside: intOf(node, 'exclude_outside', 0) !== 0,
  };
}

/** The scale of every axis: as given, or by the sizes where those are given. */
function scalesOf(context: RuleContext, out: readonly number[]): readonly number[] {
  const { shape } = given(context, 0);
  const listed = intsOf(context.node, 'axes')?.map((axis) => (axis < 0 ? axis + shape.length : axis));
  const axes = listed ?? shape.map((_, axis) => axis);
  const scales = context.inputs[2]?.constant;
  const sizes = context.inputs[3]?.constant;
  const all = shape.map((size, axis) => out[axis] / size);
  if (scales && scales.data.length > 0) {
    for (const [i, scale] of numbersOf(scales).entries()) all[axes[i]] = scale;
    return all;
  }
  const policy = stringOf(context.node, 'keep_aspect_ratio_policy', 'stretch');
  if (sizes && policy !== 'stretch') {
    const ratios = numbersOf(sizes).map((size, i) => size / shape[axes[i]]);
    const common = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
    for (const axis of axes) all[axis] = common;
  }
  return all;
}

/** dx = W' dy along `axis`, W [output, input], as one product with the other axes as rows or columns. */
function alongAxis(g: Builder, dy: Value, axis: number, matrix: Float32Array, input: number): Value {
  const output = dy.shape[axis];
  const [before, after] = [dy.shape.slice(0, axis), dy.shape.slice(axis + 1)];
  const shape = [...before, input, ...after];
  if (elementCount(after) === 1) {
    const rows = g.reshape(dy, [elementCount(before), output]);
    return g.reshape(g.matMul(rows, g.constant(matrix, [output, input])), shape);
  }
  const turned = Float32Array.from(matrix, (_, i) => matrix[(i % output) * input + Math.floor(i / output)]);
  const columns = g.reshape(dy, [elementCount(before), output, elementCount(after)]);
  return g.reshape(g.matMul(g.constant(turned, [input, output]), columns), shape);
}

/** n where every element is just repeated n times in a row. */
function repetition(matrix: Float32Array, input: number): number | undefined {
  const times = matrix.length / input / input;
  const repeats = matrix.every(
    (weight, i) => weight === (Math.floor(Math.floor(i / input) / times) === i % input ? 1 : 0),
  );
  return Number.isInteger(times) && repeats ? times : undefined;
}

/** The sum of every block of n x m elements: an average, times their number. */
function sumBlocks(g: Builder, dy: Value, factors: readonly number[]): Value {
  const mean = g.averagePool(dy, factors, { stride: factors });
  return g.mul(mean, elementCount(factors));
}

export const resizeRules: RuleTable = { Resize: resize };
