import { Pencil, Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useActions, useLabelling, useRun } from '../session/context.tsx';
import { ClassEditor } from './class-editor.tsx';

/** The classes: one is drawn with, each can be edited, others join them. */
export function Classes() {
  const categories = useRun((facts) => facts.description?.categories) ?? [];
  const chosen = useLabelling((facts) => facts.category);
  const { labelling } = useActions();
  const [name, setName] = useState('');
  const [edited, setEdited] = useState<number>();
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && labelling.addClass(name)) setName('');
  };
  return (
    <section aria-label="Classes">
      <h3>Class</h3>
      <ul className="label-classes">
        {categories.map((category, i) => (
          <li key={category.name}>
            <button
              type="button"
              className="button small"
              aria-pressed={i === chosen}
              title={i < 9 ? `Draw as ${category.name} (${i + 1})` : `Draw as ${category.name}`}
              onClick={() => labelling.choose(i)}
              onDoubleClick={() => setEdited(i)}
            >
              <i className="swatch" style={{ background: category.colour }} />
              {category.name}
            </button>
          </li>
        ))}
      </ul>
      {edited !== undefined && categories[edited] ? (
        <ClassEditor
          key={edited}
          category={edited}
          classes={categories}
          onDone={() => setEdited(undefined)}
        />
      ) : (
        <form className="label-tools" onSubmit={add}>
          <input
            className="text"
            type="text"
            aria-label="Name of a new class"
            title="Adds a class of this name; the network learns it in its next run"
            placeholder="Another class"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button
            type="submit"
            className="icon-button"
            aria-label="Add the class"
            title="Add the class"
            disabled={name.trim() === ''}
          >
            <Plus aria-hidden="true" size={16} />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label="Edit the class"
            title={`Rename, recolour, merge or remove ${categories[chosen]?.name ?? 'the class'}`}
            disabled={!categories[chosen]}
            onClick={() => setEdited(chosen)}
          >
            <Pencil aria-hidden="true" size={14} />
          </button>
        </form>
      )}
    </section>
  );
}
