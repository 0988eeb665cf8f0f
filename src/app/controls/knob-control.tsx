import { Undo2 } from 'lucide-react';
import { useId } from 'react';
import type { KnobName } from '../../settings/schema.ts';
import { defaultSettings } from '../../settings/settings.ts';
import { knobOf, waitingKnobs } from '../../state/settings.ts';
import { useActions, useSettings } from '../session/context.tsx';
import { Field } from './field.tsx';
import { KnobSlider } from './knob-slider.tsx';

/** One knob: its name, what turning it does, its field, its slider, and the way back to its default. */
export function KnobControl({ name }: { readonly name: KnobName }) {
  const id = useId();
  const knob = knobOf(name);
  const value = useSettings((facts) => facts.asked[name]);
  const waits = useSettings((facts) => waitingKnobs(facts).includes(name));
  const { change, restoreDefault } = useActions();
  const set = (next: number | string) => void change({ [name]: next });
  const unit = knob.kind !== 'choice' && knob.kind !== 'text' && knob.unit ? ` (${knob.unit})` : '';
  return (
    <div className="knob" data-knob={name} data-waits={waits}>
      <div className="knob-head">
        <label htmlFor={id}>
          {knob.label}
          {unit && <span className="muted">{unit}</span>}
        </label>
        <span className="help">
          <button
            type="button"
            className="help-button about"
            aria-label={`About ${knob.label}`}
            aria-describedby={`${id}-help`}
          />
          <span className="tooltip" role="tooltip" id={`${id}-help`}>
            {knob.help}
          </span>
        </span>
        {waits && <span className="badge">at reset</span>}
        {value !== defaultSettings[name] && (
          <button
            type="button"
            className="help-button back"
            aria-label={`${knob.label}: back to ${defaultSettings[name]}`}
            title={`Back to ${defaultSettings[name]}`}
            onClick={() => void restoreDefault(name)}
          >
            <Undo2 aria-hidden="true" size={13} />
          </button>
        )}
      </div>
      <div className="knob-body">
        <Field id={id} name={name} value={value} help={`${id}-help`} onChange={set} />
        {(knob.kind === 'number' || knob.kind === 'integer') && (
          <KnobSlider knob={knob} value={Number(value)} onChange={set} />
        )}
      </div>
    </div>
  );
}
