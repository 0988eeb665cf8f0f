import { Brush, Eraser, MousePointer2, Pentagon, Redo2, Trash2, Undo2, WandSparkles } from 'lucide-react';
import { useEffect } from 'react';
import { radii, type Tool } from '../../state/labelling.ts';
import { classesWait } from '../../state/run.ts';
import { useActions, useLabelling, useRun } from '../session/context.tsx';
import { bindShortcuts } from '../shortcuts/bind.ts';
import { labellingShortcuts, reviewShortcuts } from '../shortcuts/table.ts';
import { Classes } from './class-list.tsx';
import { Objects, Proposals } from './object-list.tsx';
import { ReviewCard } from './review-card.tsx';

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
export default function LabelPanel() {
  const tool = useLabelling((facts) => facts.tool);
  const radius = useLabelling((facts) => facts.radius);
  const saved = useLabelling((facts) => facts.saved);
  const ready = useLabelling((facts) => facts.image !== undefined);
  const canUndo = useLabelling((facts) => (facts.history?.past.length ?? 0) > 0);
  const canRedo = useLabelling((facts) => (facts.history?.future.length ?? 0) > 0);
  const selected = useLabelling((facts) => facts.selected);
  const reviewing = useLabelling((facts) => facts.review !== undefined);
  const waits = useRun(classesWait);
  const { labelling } = useActions();
  // Here, not where the picture is: the keys count from the moment that the tools can be seen.
  useEffect(() => {
    // The first to hear a key has it: a review answers with keys that draw otherwise.
    const unbind = [
      ...(reviewing ? [bindShortcuts(reviewShortcuts, labelling)] : []),
      bindShortcuts(labellingShortcuts, labelling),
    ];
    return () => {
      for (const each of unbind) each();
    };
  }, [labelling, reviewing]);
  return (
    <section className="label-panel" aria-label="Labelling" aria-busy={!ready}>
      {reviewing && <ReviewCard />}
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
      {!reviewing && <Proposals />}
      <p className="muted facts">
        A pixel belongs to what was drawn on it last; what a network sees takes none from what you drew.
        Training takes the image up when you leave it.
      </p>
    </section>
  );
}
