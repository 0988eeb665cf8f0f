import type { Builder, Value } from '../builder.ts';
import type { Window } from '../shapes/spatial.ts';
import { elementCount } from '../value.ts';

/**
 * Gradient of a convolution's weights [K, C / groups, ...kernel] from its input x [B, C, ...sizes] and the gradient
 * dy [B, K, ...out] of its output: dW[k, c, i] = sum over b and positions p of dy[b, k, p] x[b, c, p * stride + i * dilation - pad].
 *
 * As matrix products over shifted copies of x, two to seven times faster than as one convolution with a huge kernel.
 */
export function weightGradient(g: Builder, x: Value, dy: Value, window: Window, groups: number): Value {
  const padded = padToFit(g, x, dy, window);
  if (groups === 1 && isSeparable(window) && dy.shape[2] >= 16 && isFitted(padded, dy, window))
    return byRowsAndColumns(g, padded, dy, window);
  const [batch, filters, ...out] = dy.shape;
  const weights = filters * x.shape[1] * elementCount(window.kernel);
  return groups === 1 && batch > 1 && weights > elementCount(out) * (filters + x.shape[1])
    ? overBatches(g, padded, dy, window)
    : byAllShifts(g, padded, dy, window, groups);
}

/** x with its padding, cropped or filled behind to just what the windows see. */
function padToFit(g: Builder, x: Value, dy: Value, { kernel, strides, dilations, pads }: Window): Value {
  const before = kernel.map((_, axis) => pads[axis]);
  const after = kernel.map((extent, axis) => {
    const reach = (dy.shape[axis + 2] - 1) * strides[axis] + (extent - 1) * dilations[axis] + 1;
    return reach - x.shape[axis + 2] - before[axis];
  });
  const positive = (counts: readonly number[]) => counts.map((count) => Math.max(0, count));
  return [...before, ...after].some((count) => count > 0)
    ? g.pad(x, [0, 0, ...positive(before), 0, 0, ...positive(after)])
    : x;
}

/** Two spatial axes, stride 1, more than one row in the kernel. */
const isSeparable = ({ kernel, strides }: Window): boolean =>
  kernel.length === 2 && kernel[0] > 1 && strides.every((stride) => stride === 1);

/** No row of x lies behind what the windows see. */
const isFitted = (x: Value, dy: Value, { kernel, dilations }: Window): boolean =>
  x.shape[2] === dy.shape[2] + (kernel[0] - 1) * dilations[0];

/**
 * Copies of x shifted along the columns [B, C kw, R W] times copies of dy shifted along the rows [B, K kh, R W]: every
 * pair is one tap of the kernel. kw + kh copies do the work of kw * kh; the rows that the shifts add are the price.
 *
 * Here as in `byAllShifts` the taps lie innermost, so that next to nothing is left to transpose: ONNX Runtime hands
 * each filter's little matrix to its threads by itself, which costs more than the product.
 */
function byRowsAndColumns(g: Builder, x: Value, dy: Value, { kernel, dilations }: Window): Value {
  const [kh, kw] = kernel;
  const [batch, channels, rows, width] = x.shape;
  const [, filters, , columns] = dy.shape;
  const single = g.reshape(x, [batch, channels, 1, rows, width]);
  const acrossColumns = Array.from({ length: kw }, (_, j) => {
    const start = j * dilations[1];
    return columns === width ? single : g.slice(single, [start], [start + columns], [4]);
  });
  const shiftedX = g.reshape(g.concat(acrossColumns, 2), [batch, channels * kw, rows * columns]);
  // Copy i lies i * dilation rows down. Behind it and before the next one lie kernel * dilation empty rows in all,
  // so one Concat of copies and gaps writes them, without a Pad for each.
  const flat = g.reshape(dy, [batch * filters, dy.shape[2] * columns]);
  const gap = g.filled([batch * filters, kh * dilations[0] * columns], 0);
  const copies = Array.from({ length: kh }, (_, i) => (i === 0 ? [flat] : [gap, flat])).flat();
  const shiftedY = g.reshape(g.concat(copies, 1), [batch, filters * kh, rows * columns]);
  const products = g.matMul(shiftedY, g.transpose(shiftedX, [0, 2, 1]));
  const sum = g.reduceSum(products, [0], false);
  return g.transpose(g.reshape(sum, [filters, kh, channels, kw]), [0, 2, 1, 3]);
}

/**
 * Where the weights outweigh the activations, the batch goes into the sum of the product: moving it inwards costs less
 * than adding up one gradient of the weights for each image.
 */
function overBatches(g: Builder, x: Value, dy: Value, window: Window): Value {
  const spatial = window.kernel.map((_, axis) => axis + 2);
  const inwards = (value: Value): Value => {
    const moved = g.transpose(value, [1, 0, ...spatial]);
    return g.reshape(moved, [1, ...moved.shape]);
  };
  const { kernel, strides, dilations } = window;
  // One image whose first spatial axis is the batch, of which the kernel sees one at a time.
  const deeper: Window = {
    kernel: [1, ...kernel],
    strides: [1, ...strides],
    dilations: [1, ...dilations],
    pads: [],
  };
  return g.reshape(byAllShifts(g, inwards(x), inwards(dy), deeper, 1), [dy.shape[1], x.shape[1], ...kernel]);
}

/** dy [B, G, K / G, P] times all shifted copies of x [B, G, C / G taps, P]. */
function byAllShifts(g: Builder, x: Value, dy: Value, window: Window, groups: number): Value {
  const { kernel, strides, dilations } = window;
  const [batch, channels] = x.shape;
  const [, filters, ...out] = dy.shape;
  const split = groups === 1 ? [] : [groups];
  const depth = split.length + 1;
  const taps = elementCount(kernel);
  const positions = elementCount(out);
  const grouped = g.reshape(x, [batch, ...split, channels / groups, 1, ...x.shape.slice(2)]);
  const axes = kernel.map((_, axis) => axis + depth + 2);
  const shifted = Array.from({ length: taps }, (_, tap) => {
    const starts = tapPosition(tap, kernel).map((at, axis) => at * dilations[axis]);
    const ends = starts.map((start, axis) => start + (out[axis] - 1) * strides[axis] + 1);
    return g.slice(grouped, starts, ends, axes, strides);
  });
  const columns = g.reshape(g.concat(shifted, depth + 1), [
    batch,
    ...split,
    (channels / groups) * taps,
    positions,
  ]);
  const gradient = g.reshape(dy, [batch, ...split, filters / groups, positions]);
  const order = Array.from({ length: depth }, (_, axis) => axis);
  const products = g.matMul(gradient, g.transpose(columns, [...order, depth + 1, depth]));
  return g.reshape(g.reduceSum(products, [0], false), [filters, channels / groups, ...kernel]);
}

/** Row-major position of a tap in the kernel. */
function tapPosition(tap: number, kernel: readonly number[]): readonly number[] {
  const position: number[] = [];
  let rest = tap;
  for (const extent of kernel.toReversed()) {
    position.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return position;
}
