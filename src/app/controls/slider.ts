import type { NumberKnob } from '../../settings/knob.ts';

/** A slider's own unit: positions 0 to 1000. */
export const positions = 1000;

/** A range over three decades or more is travelled in decades: half of a slider should not be 50,000 to 100,000. */
export const isLogarithmic = ({ min, max }: NumberKnob): boolean => min > 0 && max / min >= 1000;

export function positionOf(knob: NumberKnob, value: number): number {
  const { min, max } = knob;
  const part = isLogarithmic(knob)
    ? Math.log(value / min) / Math.log(max / min)
    : (value - min) / (max - min);
  return Math.round(part * positions);
}

/** The value at a position: on the knob's grid, or to two significant digits on a logarithmic slider. */
export function valueAt(knob: NumberKnob, position: number): number {
  const { min, max, step } = knob;
  const part = position / positions;
  const exact = isLogarithmic(knob) ? min * (max / min) ** part : min + (max - min) * part;
  const rounded = isLogarithmic(knob)
    ? Number(exact.toPrecision(2))
    : Number((min + Math.round((exact - min) / step) * step).toPrecision(12));
  const value = knob.kind === 'integer' ? Math.round(rounded) : rounded;
  return Math.min(max, Math.max(min, value));
}
