import { int, intOf, stringOf } from '../attributes.ts';
import type { Value } from '../builder.ts';
import { given, refuse, unaryRule } from './form.ts';
import type { GradientRule, RuleContext, RuleTable } from './rule.ts';

/** How an operator writes at indices, and how it reads there. */
interface Places {
  readonly write: (into: Value, updates: Value) => Value;
  readonly read: (from: Value) => Value;
}

/**
 * y = data with updates written at indices. Writing over leaves no gradient for what was there; adding leaves it all.
 * Where indices repeat, only adding has a meaning.
 */
const scatter =
  (places: (context: RuleContext, indices: Value) => Places): GradientRule =>
  (context, [dy]) => {
    if (!dy) return [];
    const { g, needs, node } = context;
    const reduction = stringOf(node, 'reduction', 'none');
    if (reduction !== 'none' && reduction !== 'add')
      refuse(context, `scatters with the reduction "${reduction}"`);
    const { write, read } = places(context, given(context, 1));
    const overwritten = () => write(dy, g.filled(given(context, 2).shape, 0, dy.dtype));
    const data = !needs[0] ? undefined : reduction === 'add' ? dy : overwritten();
    return [data, undefined, needs[2] ? read(dy) : undefined];
  };

const scatterNd = scatter(({ g }, indices) => ({
  write: (into, updates) => g.one('ScatterND', [into, indices, updates]),
  read: (from) => g.one('GatherND', [from, indices]),
}));

const scatterElements = scatter(({ g, node }, indices) => {
  const axis = intOf(node, 'axis', 0);
  return {
    write: (into, updates) => g.one('ScatterElements', [into, indices, updates], { axis: int(axis) }),
    read: (from) => g.gatherElements(from, indices, axis),
  };
});

/** Each slice goes back to where it was taken from; slices taken twice add up. */
const gatherNd = unaryRule((context, dy) => {
  const { g, x, node } = context;
  if (intOf(node, 'batch_dims', 0) !== 0) refuse(context, 'has batch_dims; put the batch into the indices');
  const zeros = g.filled(x.shape, 0, x.dtype);
  return g.one('ScatterND', [zeros, given(context, 1), dy], { reduction: { type: 'string', value: 'add' } });
});

export const scatterRules: RuleTable = {
  GatherND: gatherNd,
  ScatterND: scatterNd,
  ScatterElements: scatterElements,
};
