import type { NumberKnob } from '../../settings/knob.ts';
import { positionOf, positions, valueAt } from './slider.ts';

interface SliderProps {
  readonly knob: NumberKnob;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** The keys that a range input moves by itself; here a step of the knob is what they should move. */
const directions: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
};

/** A slider over the knob's range, in decades where the range spans several. */
export function KnobSlider({ knob, value, onChange }: SliderProps) {
  const nudge = (direction: number) => {
    const next = Number((value + direction * knob.step).toPrecision(12));
    onChange(Math.min(knob.max, Math.max(knob.min, next)));
  };
  return (
    <input
      type="range"
      min={0}
      max={positions}
      value={positionOf(knob, value)}
      aria-label={`${knob.label}, slider`}
      aria-valuetext={String(value)}
      title={knob.help}
      onChange={(event) => onChange(valueAt(knob, event.target.valueAsNumber))}
      onKeyDown={(event) => {
        const direction = directions[event.key];
        if (!direction) return;
        event.preventDefault();
        nudge(direction);
      }}
    />
  );
}
