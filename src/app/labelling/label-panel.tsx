import {
  Brush,
  Eraser,
  MousePointer2,
  Pentagon,
  Plus,
  Redo2,
  Trash2,
  Undo2,
  WandSparkles,
} from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { labelsOf, radii, type Tool } from '../../state/labelling.ts';
import { classesWait } from '../../state/run.ts';
import { count } from '../format.ts';
import { useActions, useLabelling, useRun } from '../session/context.tsx';
import { bindShortcuts } from '../shortcuts/bind.ts';
import { labellingShortcuts } from '../shortcuts/table.ts';

const tools: readonly { readonly tool: Tool; readonly title: string; readonly icon: typeof Brush }[] = [
  { tool: 'propose', title: 'Network', icon: WandSparkles },
  { tool: 'brush', title: 'Brush', icon: Brush },
  { tool: 'eraser', title: 'Eraser', icon: Eraser },
  { tool: 'polygon', title: 'Polygon', icon: Pentagon },
  { tool: 'select', title: 'Select', icon: MousePointer2 },
];

const hints: Readonly<Record<Tool, string>> = {
  propose: 'Click a mask that the teacher sees to take it.',
  brush: 'Draw over an object. Pixels are taken from what lies below. N begins another object.',
  eraser: 'Takes from the selected object, or from all.',
  polygon: 'Click the corners; Enter or a click on the first closes it.',
  select: 'Click an object to select it, then a class to change it, or Delete.',
};

const saves = { saved: 'Saved on this computer.', saving: 'Saving…', failed: 'Not saved.' } as const;

/** Tools, classes and objects of the picture that is being labelled. */
export function LabelPanel() {
  const tool = useLabelling((facts) => facts.tool);
  const radius = useLabelling((facts) => facts.radius);
  const saved = useLabelling((facts) => facts.saved);
  const ready = useLabelling((facts) => facts.image !== undefined);
  const canUndo = useLabelling((facts) => (facts.history?.past.length ?? 0) > 0);
  const canRedo = useLabelling((facts) => (facts.history?.future.length ?? 0) > 0);
  const selected = useLabelling((facts) => facts.selected);
  const waits = useRun(classesWait);
  const { labelling } = useActions();
  // Here, not where the picture is: the keys count from the moment that the tools can be seen.
  useEffect(() => bindShortcuts(labellingShortcuts, labelling), [labelling]);
  return (
    <section className="label-panel" aria-label="Labelling" aria-busy={!ready}>
      <fieldset className="label-tools">
        <legend className="unseen">Tool</legend>
        {tools.map(({ tool: one, title, icon: Icon }) => (
          <button
            key={one}
            type="button"
            className="button small"
            aria-pressed={tool === one}
            title={`${labellingShortcuts[one].does} (${labellingShortcuts[one].shown})`}
            onClick={() => labelling.setTool(one)}
          >
            <Icon aria-hidden="true" size={14} />
            {title}
          </button>
        ))}
      </fieldset>
      <p className="muted facts">{hints[tool]}</p>
      {(tool === 'brush' || tool === 'eraser') && (
        <label className="layer" title="Radius of the brush in image pixels ([ and ])">
          <span>Size</span>
          <input
            type="range"
            min={radii.least}
            max={Math.min(radii.most, 60)}
            step={0.5}
            value={radius}
            onChange={(event) => labelling.setRadius(event.target.valueAsNumber)}
          />
          <output>{Math.round(radius)} px</output>
        </label>
      )}
      <div className="label-tools">
        <button
          type="button"
          className="icon-button"
          aria-label="Undo"
          title="Undo (Ctrl+Z)"
          disabled={!canUndo}
          onClick={labelling.undo}
        >
          <Undo2 aria-hidden="true" size={16} />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Redo"
          title="Redo (Ctrl+Shift+Z)"
          disabled={!canRedo}
          onClick={labelling.redo}
        >
          <Redo2 aria-hidden="true" size={16} />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Remove the selected object"
          title="Remove the selected object (Delete)"
          disabled={selected === undefined}
          onClick={labelling.removeSelected}
        >
          <Trash2 aria-hidden="true" size={16} />
        </button>
        <span className="muted facts" role="status">
          {saves[saved]}
        </span>
      </div>
      <Classes />
      {waits && <p className="facts">The new class joins the network at the next Reset (R).</p>}
      <Objects />
      <Proposals />
    </section>
  );
}

function Classes() {
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

function Objects() {
  const categories = useRun((facts) => facts.description?.categories) ?? [];
  const labels = useLabelling(labelsOf);
  const selected = useLabelling((facts) => facts.selected);
  const { labelling } = useActions();
  return (
    <section className="instances" aria-label="Objects marked">
      <h3>Objects marked ({count(labels.length)})</h3>
      <ul>
        {labels.map(({ id, category }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === selected}
              onClick={() => labelling.select(id === selected ? undefined : id)}
            >
              <i className="swatch" style={{ background: categories[category]?.colour }} />
              {categories[category]?.name}
              <span className="muted">{id}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The same masks as a list, for those who use no pointer. */
function Proposals() {
  const proposals = useLabelling((facts) => facts.proposals);
  const pointed = useLabelling((facts) => facts.pointed);
  const { labelling } = useActions();
  if (proposals.length === 0) return null;
  return (
    <section className="instances" aria-label="What the teacher sees">
      <h3>What the teacher sees ({count(proposals.length)})</h3>
      <button
        type="button"
        className="button small"
        title="Take all masks that the teacher is sure of (Y)"
        onClick={labelling.acceptAll}
      >
        Take all
      </button>
      <ul>
        {proposals.map((proposal, i) => (
          <li key={`${proposal.score} ${proposal.mask.counts[0]}`}>
            <button
              type="button"
              aria-pressed={i === pointed}
              onClick={() => labelling.accept(i)}
              onFocus={() => labelling.point(i)}
              onBlur={() => labelling.point(undefined)}
              onPointerEnter={() => labelling.point(i)}
              onPointerLeave={() => labelling.point(undefined)}
            >
              Take mask {i + 1}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
