import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { RunCategory } from '../../engine/protocol/run.ts';
import { useActions, useFigures } from '../session/context.tsx';

interface ClassEditorProps {
  readonly category: number;
  readonly classes: readonly RunCategory[];
  readonly onDone: () => void;
}

/** One class: its name and colour, and how it goes: into another, or altogether. All of it can be undone. */
export function ClassEditor({ category, classes, onDone }: ClassEditorProps) {
  const known = classes[category];
  const [name, setName] = useState(known?.name ?? '');
  const step = useFigures((facts) => facts.step);
  const field = useRef<HTMLInputElement>(null);
  const { labelling } = useActions();
  useEffect(() => field.current?.select(), []);
  if (!known) return null;
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === known.name || labelling.editClasses({ kind: 'rename', category, name: name.trim() }))
      onDone();
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onDone();
  };
  const anew = step > 0 ? ' Training begins anew, for the network has other classes then.' : '';
  return (
    <form className="class-editor" aria-label={`The class ${known.name}`} onSubmit={rename} onKeyDown={leave}>
      <div className="label-tools">
        <input
          ref={field}
          className="text"
          type="text"
          aria-label="Name of the class"
          title="What the class is called, in the page and in files"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <input
          type="color"
          aria-label="Colour of the class"
          title="Colour of the class"
          // The picker speaks of every shade it passes; the last one counts.
          defaultValue={known.colour}
          onBlur={(event) => {
            const colour = event.target.value;
            if (colour !== known.colour) labelling.editClasses({ kind: 'recolour', category, colour });
          }}
        />
        <button type="submit" className="button small" title="Keeps the name" disabled={name.trim() === ''}>
          Done
        </button>
      </div>
      {classes.length > 1 && (
        <div className="label-tools">
          <select
            aria-label="Merge into another class"
            title={`Its objects become those of another class.${anew}`}
            value=""
            onChange={(event) => {
              const into = Number(event.target.value);
              if (labelling.editClasses({ kind: 'merge', category, into })) onDone();
            }}
          >
            <option value="">Merge into…</option>
            {classes.map(({ name: other }, i) =>
              i === category ? null : (
                <option key={other} value={i}>
                  {other}
                </option>
              ),
            )}
          </select>
          <button
            type="button"
            className="button small"
            title={`The class and all of its objects, in every image; undo brings them back.${anew}`}
            onClick={() => {
              if (labelling.editClasses({ kind: 'remove', category })) onDone();
            }}
          >
            Remove
          </button>
        </div>
      )}
      {classes.length > 1 && anew !== '' && <p className="muted facts">Merge or remove:{anew}</p>}
    </form>
  );
}
