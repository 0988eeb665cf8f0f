import { intOf } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { slidingWindow, type Window } from '../shapes/spatial.ts';
import { elementCount } from '../value.ts';
import { given, typed } from './form.ts';
import type { GradientRule, RuleContext, RuleTable } from './rule.ts';

/** Beneath every value that a float32 image holds. */
const lowest = -3.4028234663852886e38;

function windowOf(context: RuleContext): Window {
  const node = typed(context);
  return slidingWindow(node, node.ints('kernel_shape') ?? node.fail('lacks its kernel_shape'));
}

/**
 * Adds windows back into an image: taps [B C, T, ...out], where tap t of a window at position p belongs to element
 * p * stride + t * dilation - pad, to [B, C, ...sizes]. A ConvTranspose whose kernel is an identity does just that.
 */
function scatterWindows(
  g: Builder,
  taps: Value,
  kernel: Value,
  shape: readonly number[],
  window: Window,
): Value {
  const { strides, dilations, pads } = window;
  const full = g.convTranspose(taps, kernel, undefined, { stride: strides, dilation: dilations });
  const axes = strides.map((_, axis) => axis + 2);
  const sizes = shape.slice(2);
  const missing = sizes.map((size, axis) => Math.max(0, size + pads[axis] - full.shape[axis + 2]));
  const none = sizes.map(() => 0);
  const filled = missing.some((count) => count > 0) ? g.pad(full, [0, 0, ...none, 0, 0, ...missing]) : full;
  const starts = sizes.map((_, axis) => pads[axis]);
  const ends = sizes.map((size, axis) => size + pads[axis]);
  return g.reshape(g.slice(filled, starts, ends, axes), shape);
}

/** How many elements each window averages over, [1, 1, ...out]. */
function windowCounts(
  shape: readonly number[],
  out: readonly number[],
  window: Window,
  countPad: boolean,
): number[] {
  const { kernel, strides, dilations, pads } = window;
  const perAxis = kernel.map((extent, axis) => {
    const size = shape[axis + 2];
    const [from, to] = countPad ? [-pads[axis], size + pads[kernel.length + axis]] : [0, size];
    return Array.from({ length: out[axis] }, (_, at) => {
      const start = at * strides[axis] - pads[axis];
      const taps = Array.from({ length: extent }, (_, tap) => start + tap * dilations[axis]);
      return taps.filter((index) => index >= from && index < to).length;
    });
  });
  return perAxis.reduce((all, counts) => all.flatMap((count) => counts.map((other) => count * other)), [1]);
}

const averagePool: GradientRule = (context, [dy]) => {
  const { g, node, needs } = context;
  if (!dy || !needs[0]) return [];
  const x = given(context, 0);
  const window = windowOf(context);
  const out = dy.shape.slice(2);
  const counts = windowCounts(x.shape, out, window, intOf(node, 'count_include_pad', 0) !== 0);
  const shares = counts.map((count) => 1 / Math.max(count, 1));
  const even = shares.every((share) => share === shares[0]);
  const share = g.mul(dy, even ? g.constant(shares[0]) : g.constant(shares, [1, 1, ...out]));
  if (isTiling(window, x.shape, out)) return [repeatElements(g, share, window.kernel)];
  const ones = g.filled([1, 1, ...window.kernel], 1);
  const planes = g.reshape(share, [dy.shape[0] * dy.shape[1], 1, ...out]);
  return [scatterWindows(g, planes, ones, x.shape, window)];
};

/** Windows side by side that cover the image exactly. */
const isTiling = (
  { kernel, strides, dilations, pads }: Window,
  shape: readonly number[],
  out: readonly number[],
) =>
  kernel.every(
    (extent, axis) =>
      extent === strides[axis] && dilations[axis] === 1 && extent * out[axis] === shape[axis + 2],
  ) && pads.every((pad) => pad === 0);

/** Every element `times` over along each spatial axis. */
function repeatElements(g: Builder, x: Value, times: readonly number[]): Value {
  const [batch, channels, ...sizes] = x.shape;
  const apart = g.reshape(x, [batch, channels, ...sizes.flatMap((size) => [size, 1])]);
  const spread = g.expand(apart, [batch, channels, ...sizes.flatMap((size, axis) => [size, times[axis]])]);
  return g.reshape(spread, [batch, channels, ...sizes.map((size, axis) => size * times[axis])]);
}

/**
 * The gradient goes to the largest element of each window, the first in row-major order among equals (as in PyTorch,
 * and after Relu there are many equals). Tap by tap: it takes the window where it equals the maximum and no tap before
 * it did. In floats, because GPU providers are at home there.
 */
const maxPool: GradientRule = (context, [dy]) => {
  const { g, needs, outputs } = context;
  if (!dy || !needs[0]) return [];
  const x = given(context, 0);
  const window = windowOf(context);
  const { kernel, strides, dilations, pads } = window;
  const out = dy.shape.slice(2);
  const axes = kernel.map((_, axis) => axis + 2);
  const after = kernel.map((extent, axis) => {
    const reach = (out[axis] - 1) * strides[axis] + (extent - 1) * dilations[axis] + 1;
    return Math.max(0, reach - x.shape[axis + 2] - pads[axis]);
  });
  const before = pads.slice(0, kernel.length);
  const padded = [...before, ...after].some((count) => count > 0)
    ? g.pad(x, [0, 0, ...before, 0, 0, ...after], lowest)
    : x;
  let open: Value | undefined;
  const taps = positions(kernel).map((tap) => {
    const starts = tap.map((at, axis) => at * dilations[axis]);
    const ends = starts.map((start, axis) => start + (out[axis] - 1) * strides[axis] + 1);
    const equal = g.cast(g.equal(g.slice(padded, starts, ends, axes, strides), outputs[0]), 'float32');
    const taken = open ? g.mul(equal, open) : equal;
    open = g.sub(open ?? 1, taken);
    return g.reshape(g.mul(taken, dy), [dy.shape[0] * dy.shape[1], 1, ...out]);
  });
  const count = taps.length;
  const identity = Float32Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0));
  const unit = g.constant(identity, [count, 1, ...kernel]);
  return [scatterWindows(g, g.concat(taps, 1), unit, x.shape, window)];
};

/** All positions in a box, in row-major order. */
const positions = (sizes: readonly number[]): readonly (readonly number[])[] =>
  sizes.reduce<readonly (readonly number[])[]>(
    (all, size) => all.flatMap((position) => Array.from({ length: size }, (_, at) => [...position, at])),
    [[]],
  );

const globalAveragePool: GradientRule = (context, [dy]) => {
  const { g } = context;
  const { shape } = given(context, 0);
  return dy ? [g.expand(g.mul(dy, 1 / elementCount(shape.slice(2))), shape)] : [];
};

/** To the first largest element of each plane; places are counted in floats, which are exact up to 2^24. */
const globalMaxPool: GradientRule = (context, [dy]) => {
  const { g, outputs } = context;
  const x = given(context, 0);
  if (!dy) return [];
  const [batch, channels, ...sizes] = x.shape;
  const count = elementCount(sizes);
  const flat = (value: Value) => g.reshape(value, [batch, channels, elementCount(value.shape.slice(2))]);
  const places = g.constant(
    Array.from({ length: count }, (_, i) => i),
    [count],
  );
  const candidates = g.where(g.equal(flat(x), flat(outputs[0])), places, count);
  const chosen = g.cast(g.equal(candidates, g.reduceMin(candidates, [2])), 'float32');
  return [g.reshape(g.mul(chosen, flat(dy)), x.shape)];
};

export const poolingRules: RuleTable = {
  AveragePool: averagePool,
  MaxPool: maxPool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPool,
};
