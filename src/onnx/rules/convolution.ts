import { int, intOf, ints } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { slidingWindow, transposedWindow, type Window } from '../shapes/spatial.ts';
import { elementCount } from '../value.ts';
import { sumTo } from './broadcast.ts';
import { given, typed } from './form.ts';
import type { GradientRule, RuleTable } from './rule.ts';
import { weightGradient } from './weight-gradient.ts';

/** Sum of dy [B, K, ...] over batch and positions: the gradient of a bias [K]. */
const biasGradient = (g: Builder, dy: Value): Value =>
  g.reshape(sumTo(g, dy, [1, dy.shape[1], ...dy.shape.slice(2).map(() => 1)]), [dy.shape[1]]);

/** Below this many positions, turning the kernel round costs more than it saves (measured in ORT's wasm). */
const fewPositions = 100;

/** y = conv(x, w) + b with x [B, C, ...], w [K, C / groups, ...]. */
const conv: GradientRule = (context, [dy]) => {
  const { g, node, needs } = context;
  if (!dy) return [];
  const [x, w] = [given(context, 0), given(context, 1)];
  const groups = intOf(node, 'group', 1);
  const window = slidingWindow(typed(context), w.shape.slice(2));
  return [
    needs[0] ? inputGradient(g, dy, w, x.shape, window, groups) : undefined,
    needs[1] ? weightGradient(g, x, dy, window, groups) : undefined,
    needs[2] ? biasGradient(g, dy) : undefined,
  ];
};

/**
 * At stride 1 the gradient of the input is itself a convolution, with the kernel turned round and its channels
 * exchanged; ORT runs that faster than ConvTranspose, whose scatter into the image is not threaded.
 */
function inputGradient(
  g: Builder,
  dy: Value,
  w: Value,
  shape: readonly number[],
  { kernel, strides, dilations, pads }: Window,
  groups: number,
): Value {
  const axes = kernel.length;
  const reach = kernel.map((extent, axis) => (extent - 1) * dilations[axis]);
  const before = reach.map((span, axis) => span - pads[axis]);
  const after = reach.map((span, axis) => span - pads[axes + axis]);
  const cropsNothing = [...before, ...after].every((count) => count >= 0);
  if (
    strides.every((stride) => stride === 1) &&
    cropsNothing &&
    elementCount(dy.shape.slice(2)) >= fewPositions
  )
    return g.conv(dy, turnedKernel(g, w, groups), undefined, {
      pad: [...before, ...after],
      dilation: dilations,
      groups,
    });
  const outputPad = kernel.map((_, axis) => {
    const covered = (dy.shape[axis + 2] - 1) * strides[axis] + reach[axis] + 1;
    return shape[axis + 2] - (covered - pads[axis] - pads[axes + axis]);
  });
  return g.convTranspose(dy, w, undefined, {
    stride: strides,
    pad: pads,
    dilation: dilations,
    groups,
    outputPad,
  });
}

/** [K, C / groups, ...kernel] to [C, K / groups, ...kernel backwards]. */
function turnedKernel(g: Builder, w: Value, groups: number): Value {
  const [filters, channels, ...kernel] = w.shape;
  const taps = elementCount(kernel);
  const split = g.reshape(w, [groups, filters / groups, channels, taps]);
  const exchanged = g.transpose(split, [0, 2, 1, 3]);
  // Backwards by a product with the exchange matrix: far cheaper in ORT than Slice with negative steps.
  const exchange = Float32Array.from({ length: taps * taps }, (_, i) =>
    Math.floor(i / taps) + (i % taps) === taps - 1 ? 1 : 0,
  );
  const backwards = taps === 1 ? exchanged : g.matMul(exchanged, g.constant(exchange, [taps, taps]));
  return g.reshape(backwards, [channels * groups, filters / groups, ...kernel]);
}

/** y = convTranspose(x, w) + b with x [B, C, ...], w [C, K / groups, ...]: the roles of Conv's x and y exchanged. */
const convTranspose: GradientRule = (context, [dy]) => {
  const { g, node, needs } = context;
  if (!dy) return [];
  const [x, w] = [given(context, 0), given(context, 1)];
  const groups = intOf(node, 'group', 1);
  const { kernel, strides, dilations, pads } = transposedWindow(typed(context));
  const seen = g.slice(
    g.one('Conv', [dy, w], {
      kernel_shape: ints(kernel),
      strides: ints(strides),
      dilations: ints(dilations),
      pads: ints(pads),
      group: int(groups),
    }),
    kernel.map(() => 0),
    x.shape.slice(2),
    kernel.map((_, axis) => axis + 2),
  );
  return [
    needs[0] ? seen : undefined,
    needs[1] ? weightGradient(g, dy, x, { kernel, strides, dilations, pads }, groups) : undefined,
    needs[2] ? biasGradient(g, dy) : undefined,
  ];
};

export const convolutionRules: RuleTable = { Conv: conv, ConvTranspose: convTranspose };
