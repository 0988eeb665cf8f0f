import { type Attributes, float, int } from './attributes.ts';
import type { Builder, Value } from './builder.ts';
import { elementCount } from './value.ts';

/** What GroupNormalization works out on its way: x minus its mean, and 1 / standard deviation, of every group. */
export interface GroupStatistics {
  /** [B, G, C / G * positions] */
  readonly centred: Value;
  /** [B, G, 1] */
  readonly inverseDeviation: Value;
}

/**
 * Two passes, mean first: the one-pass form (mean of squares minus square of mean) loses digits where the mean is far
 * from zero. The gradient rule and the forward graph write the same expressions, so they are computed once.
 */
export function groupStatistics(g: Builder, x: Value, groups: number, epsilon: number): GroupStatistics {
  const [batch] = x.shape;
  const size = elementCount(x.shape) / (batch * groups);
  const grouped = g.reshape(x, [batch, groups, size]);
  const centred = g.sub(grouped, g.reduceMean(grouped, [2]));
  const squares = g.one('ReduceSumSquare', [centred, g.integers([2])], { keepdims: int(1) });
  const variance = g.add(g.mul(squares, 1 / size), epsilon);
  return { centred, inverseDeviation: g.reciprocal(g.sqrt(variance)) };
}

/** y = (x - mean) / sqrt(variance + epsilon) * scale + bias with scale and bias [C]. */
export function groupNormFromStatistics(
  g: Builder,
  x: Value,
  groups: number,
  scale: Value,
  bias: Value,
  epsilon: number,
): Value {
  const [batch, channels] = x.shape;
  const { centred, inverseDeviation } = groupStatistics(g, x, groups, epsilon);
  const factor = g.mul(inverseDeviation, g.reshape(scale, [groups, channels / groups]));
  const planes = g.reshape(centred, [batch, channels, elementCount(x.shape.slice(2))]);
  const scaled = g.mul(planes, g.reshape(factor, [batch, channels, 1]));
  return g.reshape(g.add(scaled, g.reshape(bias, [channels, 1])), x.shape);
}

/** LayerNormalization with the statistics it can give: y, mean, 1 / standard deviation. */
export function layerNormWithStatistics(
  g: Builder,
  inputs: readonly (Value | undefined)[],
  axis: number,
  epsilon: number,
): readonly Value[] {
  const attributes: Attributes = { axis: int(axis), epsilon: float(epsilon) };
  return g.op('LayerNormalization', inputs, attributes, { outputs: 3 });
}
