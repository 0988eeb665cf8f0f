import { intOf } from '../attributes.ts';
import { unaryRule } from './form.ts';
import type { RuleTable } from './rule.ts';

/** dx = y (dy - sum(dy y)) along the axis. */
const softmax = unaryRule(({ node, g, y }, dy) => {
  const weighted = g.mul(dy, y);
  return g.sub(weighted, g.mul(y, g.reduceSum(weighted, [intOf(node, 'axis', -1)])));
});

/** dx = dy - exp(y) sum(dy) along the axis. */
const logSoftmax = unaryRule(({ node, g, y }, dy) =>
  g.sub(dy, g.mul(g.exp(y), g.reduceSum(dy, [intOf(node, 'axis', -1)]))),
);

/** In their form since opset 13: one axis. Older models are brought to it before they are differentiated. */
export const softmaxRules: RuleTable = {
  Softmax: softmax,
  LogSoftmax: logSoftmax,
};
