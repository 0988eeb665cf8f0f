import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useActions, useLabelling, useRun } from '../session/context.tsx';

/** The classes: one is drawn with, each can be renamed, others join them. */
export function Classes() {
  const categories = useRun((facts) => facts.description?.categories) ?? [];
  const chosen = useLabelling((facts) => facts.category);
  const { labelling } = useActions();
  const [name, setName] = useState('');
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && (await labelling.addClass(name))) setName('');
  };
  const rename = (category: number, before: string) => {
    const after = prompt(`Another name for "${before}":`, before);
    if (after !== null && after.trim() !== '' && after !== before)
      void labelling.renameClass(category, after);
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
              title={i < 9 ? `Draw as ${category.name} (${i + 1}); double-click to rename` : category.name}
              onClick={() => labelling.choose(i)}
              onDoubleClick={() => rename(i, category.name)}
            >
              <i className="swatch" style={{ background: category.colour }} />
              {category.name}
            </button>
          </li>
        ))}
      </ul>
      <form className="label-tools" onSubmit={(event) => void add(event)}>
        <input
          className="text"
          type="text"
          aria-label="Name of a new class"
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
      </form>
    </section>
  );
}
