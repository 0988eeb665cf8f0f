import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NumberKnob } from '../../settings/knob.ts';
import { knobNames, parseSettings } from '../../settings/settings.ts';
import { knobOf } from '../../state/settings.ts';
import { groups } from './groups.ts';
import { isLogarithmic, positionOf, positions, valueAt } from './slider.ts';

const numberKnobs = knobNames
  .map((name) => [name, knobOf(name)] as const)
  .filter(
    (entry): entry is [(typeof entry)[0], NumberKnob] =>
      entry[1].kind === 'number' || entry[1].kind === 'integer',
  );

test('every knob of the schema stands in exactly one group', () => {
  expect(groups.flatMap(({ knobs }) => knobs).toSorted()).toEqual(knobNames.toSorted());
});

describe.each(numberKnobs)('the slider of %s', (name, knob) => {
  test('gives only values that the schema accepts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: positions }), (position) => {
        expect(parseSettings([[name, String(valueAt(knob, position))]]).notices).toEqual([]);
      }),
    );
  });

  test('reaches both ends and stands where its value is', () => {
    expect(valueAt(knob, 0)).toBe(knob.min);
    expect(valueAt(knob, positions)).toBe(knob.max);
    const decades = isLogarithmic(knob) ? 0.06 : 0;
    const tolerance = Math.max(
      knob.step,
      Math.abs(knob.default) * decades,
      (knob.max - knob.min) / positions,
    );
    expect(Math.abs(valueAt(knob, positionOf(knob, knob.default)) - knob.default)).toBeLessThanOrEqual(
      tolerance,
    );
  });
});
