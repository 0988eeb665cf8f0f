import { useState } from 'react';
import type { Knob } from '../../settings/knob.ts';
import type { KnobName } from '../../settings/schema.ts';
import { parseSettings } from '../../settings/settings.ts';
import { knobOf } from '../../state/settings.ts';

interface FieldProps {
  readonly id: string;
  readonly name: KnobName;
  readonly value: number | string;
  readonly help: string;
  readonly onChange: (value: number | string) => void;
}

/** What a field takes, as a sentence for one who typed something else. */
export function expected(knob: Knob): string {
  if (knob.kind === 'text') return `Write ${knob.expected}.`;
  if (knob.kind === 'choice') return `Choose one of ${Object.values(knob.choices).join(', ')}.`;
  return `Write ${knob.kind === 'integer' ? 'a whole number' : 'a number'} from ${knob.min} to ${knob.max}.`;
}

/** The value as it may be typed. Half-typed text stays in the field; only what the schema accepts reaches the settings. */
export function Field({ id, name, value, help, onChange }: FieldProps) {
  const knob = knobOf(name);
  const [draft, setDraft] = useState<string>();
  if (knob.kind === 'choice') {
    return (
      <select
        id={id}
        value={value}
        aria-describedby={help}
        onChange={(event) => onChange(event.target.value)}
      >
        {Object.entries(knob.choices).map(([choice, label]) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  const parsed = draft === undefined ? undefined : parseSettings([[name, draft.trim()]]);
  const wrong = parsed !== undefined && parsed.notices.length > 0;
  const numeric = knob.kind !== 'text';
  return (
    <>
      <input
        id={id}
        type={numeric ? 'number' : 'text'}
        {...(numeric && { min: knob.min, max: knob.max, step: 'any' })}
        value={draft ?? value}
        aria-describedby={wrong ? `${id}-wrong` : help}
        aria-invalid={wrong}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          const text = event.target.value;
          setDraft(text);
          const { settings, notices } = parseSettings([[name, text.trim()]]);
          if (notices.length === 0) onChange(settings[name]);
        }}
        onBlur={() => setDraft(undefined)}
        onKeyDown={(event) => event.key === 'Enter' && setDraft(undefined)}
      />
      {wrong && (
        <p className="wrong" id={`${id}-wrong`} role="status">
          {expected(knob)}
        </p>
      )}
    </>
  );
}
