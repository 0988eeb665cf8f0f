import { floatOf, intOf } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { groupStatistics, layerNormWithStatistics } from '../statistics.ts';
import { elementCount } from '../value.ts';
import { given, refuse } from './form.ts';
import type { GradientRule, RuleContext, RuleTable } from './rule.ts';

const epsilonOf = ({ node }: RuleContext): number => floatOf(node, 'epsilon', 1e-5);

/**
 * With c = x - mean, r = 1 / deviation and y = c r scale + bias, over groups of M elements:
 *
 *   dx = r scale dy - r D / M - r^3 c E / M,   D = sum scale dy,   E = sum scale dy c
 *
 * D and E come from the sums of dy and of dy c over each plane (b, channel), which the gradients of bias and scale
 * need too; so there are two passes that reduce and four that write, and everything else is tiny.
 */
function groupGradients(context: RuleContext, dy: Value, groups: number): readonly (Value | undefined)[] {
  const { g, needs, forward, forwardInputs, lift } = context;
  const [x, scale] = [forwardInputs[0], given(context, 1)];
  if (!x) return [];
  const [batch, channels] = x.shape;
  const perGroup = channels / groups;
  const positions = elementCount(x.shape.slice(2));
  const size = perGroup * positions;
  const statistics = groupStatistics(forward, x, groups, epsilonOf(context));
  const [centred, r] = [lift(statistics.centred), lift(statistics.inverseDeviation)];

  const planes = [batch, channels, positions];
  const gradient = g.reshape(dy, planes);
  const byChannel = (sums: Value) => g.reshape(sums, [batch, groups, perGroup]);
  const sumY = byChannel(g.reduceSum(gradient, [2], false));
  const sumYC = byChannel(g.reduceSum(g.mul(gradient, g.reshape(centred, planes)), [2], false));
  const overBatch = (sums: Value) => g.reshape(g.reduceSum(sums, [0]), [channels]);

  const toInput = (): Value => {
    const weight = g.reshape(scale, [groups, perGroup]);
    const d = g.reduceSum(g.mul(sumY, weight), [2]);
    const e = g.reduceSum(g.mul(sumYC, weight), [2]);
    const ofY = g.reshape(g.mul(r, weight), [batch, channels, 1]);
    const ofCentred = g.mul(g.mul(e, g.mul(r, g.mul(r, r))), -1 / size);
    const constant = g.mul(g.mul(d, r), -1 / size);
    const correction = g.add(g.mul(centred, ofCentred), constant);
    const whole = g.add(g.mul(gradient, ofY), g.reshape(correction, planes));
    return g.reshape(whole, x.shape);
  };
  return [
    needs[0] ? toInput() : undefined,
    needs[1] ? overBatch(g.mul(sumYC, r)) : undefined,
    needs[2] ? overBatch(sumY) : undefined,
  ];
}

const groupNormalization: GradientRule = (context, [dy]) =>
  dy ? groupGradients(context, dy, intOf(context.node, 'num_groups', 1)) : [];

/** Group normalisation with as many groups as channels. */
const instanceNormalization: GradientRule = (context, [dy]) =>
  dy ? groupGradients(context, dy, given(context, 0).shape[1]) : [];

/** The same over the axes from `axis` on, with a scale and a bias for every element; mean and 1 / deviation are outputs too. */
const layerNormalization: GradientRule = (context, [dy, dMean, dInverse]) => {
  const { g, node, needs, forward, forwardInputs, lift } = context;
  const [x, scale] = [given(context, 0), given(context, 1)];
  const rank = x.shape.length;
  const axis = intOf(node, 'axis', -1);
  const first = axis < 0 ? axis + rank : axis;
  const axes = x.shape.map((_, at) => at).slice(first);
  const size = elementCount(x.shape.slice(first));
  const all = layerNormWithStatistics(forward, forwardInputs, axis, epsilonOf(context));
  const [mean, r] = all.slice(1).map(lift);
  const centred = g.sub(x, mean);
  const terms: Value[] = [];
  if (dy && needs[0]) {
    const scaled = g.mul(dy, scale);
    const d = g.reduceSum(scaled, axes);
    const e = g.reduceSum(g.mul(scaled, centred), axes);
    const ofCentred = g.mul(g.mul(e, g.mul(r, g.mul(r, r))), -1 / size);
    const constant = g.mul(g.mul(d, r), -1 / size);
    terms.push(g.add(g.mul(scaled, r), g.add(g.mul(centred, ofCentred), constant)));
  }
  if (dMean && needs[0]) terms.push(g.expand(g.mul(dMean, 1 / size), x.shape));
  if (dInverse && needs[0])
    terms.push(g.mul(centred, g.mul(g.mul(dInverse, g.mul(r, g.mul(r, r))), -1 / size)));
  const ofShape = (gradient: Value, of: Value | undefined) => of && sumOver(g, gradient, of.shape, first);
  return [
    terms.length > 0 ? g.sum(terms) : undefined,
    dy && needs[1] ? ofShape(g.mul(g.mul(dy, centred), r), scale) : undefined,
    dy && needs[2] ? ofShape(dy, context.inputs[2]) : undefined,
  ];
};

/** Sum over the rows [0, first), and over axes that scale or bias broadcast along. */
function sumOver(g: Builder, x: Value, shape: readonly number[], first: number): Value {
  const missing = x.shape.length - shape.length;
  const axes = x.shape.map((_, at) => at).filter((at) => at < first || (shape[at - missing] ?? 1) === 1);
  return g.reshape(g.reduceSum(x, axes), shape);
}

/** y = (x - mean) * scale / sqrt(variance + epsilon) + bias per channel, with given mean and variance (inference). */
const batchNormalization: GradientRule = (context, [dy]) => {
  const { g, node, needs } = context;
  if (intOf(node, 'training_mode', 0) !== 0)
    refuse(context, 'is in training mode; export the model in evaluation mode');
  if (!dy) return [];
  const [x, scale, mean, variance] = [0, 1, 3, 4].map((index) => given(context, index));
  const channels = x.shape[1] ?? 1;
  const perChannel = (value: Value) => g.reshape(value, [channels, ...x.shape.slice(2).map(() => 1)]);
  const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const total = (value: Value) => g.reduceSum(value, axes, false);
  const r = g.reciprocal(g.sqrt(g.add(variance, epsilonOf(context))));
  const factor = g.mul(scale, r);
  // sum dy (x - mean), from sum dy x: no need to write x - mean down.
  const withCentred = () => g.sub(total(g.mul(dy, x)), g.mul(mean, total(dy)));
  return [
    needs[0] ? g.mul(dy, perChannel(factor)) : undefined,
    needs[1] ? g.mul(withCentred(), r) : undefined,
    needs[2] ? total(dy) : undefined,
    needs[3] ? g.neg(g.mul(total(dy), factor)) : undefined,
    needs[4] ? g.mul(g.mul(withCentred(), g.mul(factor, g.mul(r, r))), -0.5) : undefined,
  ];
};

export const normalizationRules: RuleTable = {
  GroupNormalization: groupNormalization,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  BatchNormalization: batchNormalization,
};
