import { Undo2 } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { defaultSettings } from '../../settings/settings.ts';
import { knobOf } from '../../state/settings.ts';
import { Field } from '../controls/field.tsx';

interface FieldProps {
  readonly knob: 'classThreshold' | 'maskThreshold';
  readonly title: string;
  readonly value: number;
  /** While its slider is dragged. */
  readonly onPreview: (value: number) => void;
  readonly onSettle: (value: number) => void;
}

/** A threshold of the plane in figures: to type, to slide, and the way back to its default. */
export function ThresholdField({ knob, title, value, onPreview, onSettle }: FieldProps) {
  const id = useId();
  const slider = useRef<HTMLInputElement>(null);
  const settle = useEffectEvent(onSettle);
  useEffect(() => {
    const element = slider.current;
    // React calls every move of a slider a change; the browser means the end of it.
    const commit = () => element && settle(element.valueAsNumber);
    element?.addEventListener('change', commit);
    return () => element?.removeEventListener('change', commit);
  }, []);
  const { label, help } = knobOf(knob);
  const initial = defaultSettings[knob];
  return (
    <div className="threshold" title={help}>
      <div className="threshold-head">
        <label htmlFor={id}>
          {title}
          <span className="unseen"> threshold of the plane</span>
        </label>
        <span className="spacer" />
        {value !== initial && (
          <button
            type="button"
            className="help-button back"
            aria-label={`${label} of the plane: back to ${initial}`}
            title={`Back to ${initial}`}
            onClick={() => onSettle(initial)}
          >
            <Undo2 aria-hidden="true" size={13} />
          </button>
        )}
        <span className="unseen" id={`${id}-help`}>
          {help}
        </span>
        <Field
          id={id}
          name={knob}
          value={value}
          help={`${id}-help`}
          onChange={(next) => onSettle(Number(next))}
        />
      </div>
      <input
        ref={slider}
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={value}
        aria-label={`${label} of the plane, slider`}
        onChange={(event) => onPreview(event.target.valueAsNumber)}
      />
    </div>
  );
}
