import { stringOf } from '../attributes.ts';
import type { Builder, Value } from '../builder.ts';
import { padding } from '../shapes/slicing.ts';
import { given, refuse, typed } from './form.ts';
import { placeOnAxis, reverseAxis, sliceAxis } from './pieces.ts';
import type { GradientRule, RuleContext, RuleTable } from './rule.ts';

/** One axis of the padded gradient, split into what stands before the data, the data and what stands after. */
interface Parts {
  readonly axis: number;
  readonly size: number;
  readonly core: Value;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Where the padding came from, along one axis: its gradient goes back there. */
type Source = (g: Builder, parts: Parts) => Value;

const sum = (g: Builder, values: readonly (Value | undefined)[]): Value =>
  g.sum(values.filter((value) => value !== undefined));

const constant: Source = (_, { core }) => core;

/** Copies of the first and the last element. */
const edge: Source = (g, { axis, size, core, before, after }) =>
  sum(g, [
    core,
    before && placeOnAxis(g, g.reduceSum(before, [axis]), axis, size, 0),
    after && placeOnAxis(g, g.reduceSum(after, [axis]), axis, size, size - 1),
  ]);

/** A mirror that does not repeat the border: elements 1.. in front, ..size - 2 behind. */
const reflect: Source = (g, { axis, size, core, before, after }) =>
  sum(g, [
    core,
    before && placeOnAxis(g, reverseAxis(g, before, axis), axis, size, 1),
    after && placeOnAxis(g, reverseAxis(g, after, axis), axis, size, size - 1 - after.shape[axis]),
  ]);

/** The other end. */
const wrap: Source = (g, { axis, size, core, before, after }) =>
  sum(g, [
    core,
    before && placeOnAxis(g, before, axis, size, size - before.shape[axis]),
    after && placeOnAxis(g, after, axis, size, 0),
  ]);

const sources: Readonly<Record<string, Source>> = { constant, edge, reflect, wrap };

/** Negative pads crop: the gradient of what they took is zero. */
const pad: GradientRule = (context, [dy]) => {
  if (!dy) return [];
  const { g, node } = context;
  const mode = stringOf(node, 'mode', 'constant');
  const source = sources[mode] ?? refuse(context, `has the unknown mode "${mode}"`);
  const x = given(context, 0);
  const pads = padding(typed(context));
  let dx = dy;
  x.shape.forEach((size, axis) => {
    const before = pads[axis];
    const after = pads[x.shape.length + axis];
    if (before === 0 && after === 0) return;
    if (mode !== 'constant') limit(context, mode, size, before, after);
    const start = Math.max(before, 0);
    const kept = size + Math.min(before, 0) + Math.min(after, 0);
    const core = placeOnAxis(g, sliceAxis(g, dx, axis, start, kept), axis, size, Math.max(-before, 0));
    dx = source(g, {
      axis,
      size,
      core,
      before: before > 0 ? sliceAxis(g, dx, axis, 0, before) : undefined,
      after: after > 0 ? sliceAxis(g, dx, axis, start + kept, after) : undefined,
    });
  });
  const fill = context.needs[2] ? g.sub(g.reduceSum(dy), g.reduceSum(dx)) : undefined;
  return [context.needs[0] ? dx : undefined, undefined, fill && g.reshape(fill, given(context, 2).shape)];
};

function limit(context: RuleContext, mode: string, size: number, before: number, after: number): void {
  if (before < 0 || after < 0) refuse(context, `crops in mode ${mode}; crop with a Slice`);
  const most = mode === 'reflect' ? size - 1 : size;
  if (mode !== 'edge' && Math.max(before, after) > most) {
    refuse(context, `pads an axis of ${size} by more than ${most} in mode ${mode}`);
  }
}

export const padRules: RuleTable = { Pad: pad };
