import {
  Brush,
  ClipboardPaste,
  Combine,
  Copy,
  Eraser,
  MousePointer2,
  PaintBucket,
  Pentagon,
  Pipette,
  Redo2,
  Scissors,
  Split,
  Trash2,
  Undo2,
  VectorSquare,
  WandSparkles,
} from 'lucide-react';
import { useLayoutEffect } from 'react';
import { labelsOf, radii, type Tool } from '../../state/labelling.ts';
import { classesWait } from '../../state/run.ts';
import { useActions, useLabelling, useRun } from '../session/context.tsx';
import { bindShortcuts } from '../shortcuts/bind.ts';
import { labellingShortcuts, reviewShortcuts } from '../shortcuts/table.ts';
import { Classes } from './class-list.tsx';
import { Objects, Proposals } from './object-list.tsx';
import { ReviewCard } from './review-card.tsx';

const tools: readonly { readonly tool: Tool; readonly title: string; readonly icon: typeof Brush }[] = [
  { tool: 'propose', title: 'Network', icon: WandSparkles },
  { tool: 'colour', title: 'Colour', icon: Pipette },
  { tool: 'brush', title: 'Brush', icon: Brush },
  { tool: 'eraser', title: 'Eraser', icon: Eraser },
  { tool: 'polygon', title: 'Polygon', icon: Pentagon },
  { tool: 'corners', title: 'Corners', icon: VectorSquare },
  { tool: 'fill', title: 'Fill', icon: PaintBucket },
  { tool: 'cut', title: 'Cut', icon: Scissors },
  { tool: 'join', title: 'Join', icon: Combine },
  { tool: 'select', title: 'Select', icon: MousePointer2 },
];

const hints: Readonly<Record<Tool, string>> = {
  propose: 'The network being trained: click a mask that its teacher sees to take it.',
  colour:
    'A classical method, no network: click an object that its colour sets apart, or draw a box around it. Everything stays here.',
  brush: 'Draw over an object. N begins another.',
  eraser: 'Takes from the selected object, or from all.',
  polygon: 'Click the corners; Enter or a click on the first closes it.',
  corners: 'Select an object, then drag its corners, or an edge for a new one; Backspace removes a corner.',
  fill: 'Click a hole, or an object to fill all of its holes.',
  cut: 'Draw a line through an object: it becomes two.',
  join: 'Select an object, then click those that are part of it.',
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
  const copied = useLabelling((facts) => facts.copied);
  const looking = useLabelling((facts) => facts.looking);
  const marked = useLabelling((facts) => labelsOf(facts).length);
  const waits = useRun(classesWait);
  const { labelling } = useActions();
  // Here, not where the picture is, and before anything is painted: the keys count as soon as the tools can be seen.
  useLayoutEffect(() => {
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
      <fieldset className="label-tools tool-grid">
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
        <IconButton title="Undo (Ctrl+Z)" icon={Undo2} disabled={!canUndo} onClick={labelling.undo} />
        <IconButton title="Redo (Ctrl+Shift+Z)" icon={Redo2} disabled={!canRedo} onClick={labelling.redo} />
        <IconButton
          title="Copy the selected object, or all (Ctrl+C)"
          icon={Copy}
          disabled={marked === 0}
          onClick={labelling.copy}
        />
        <IconButton
          title={`Paste ${copied === 1 ? 'the copied object' : `${copied} copied objects`} (Ctrl+V)`}
          icon={ClipboardPaste}
          disabled={copied === 0}
          onClick={labelling.paste}
        />
        <IconButton
          title="Make an object of every connected part of the selected one"
          icon={Split}
          disabled={selected === undefined}
          onClick={labelling.partsOfSelected}
        />
        <IconButton
          title="Remove the selected object (Delete)"
          icon={Trash2}
          disabled={selected === undefined}
          onClick={labelling.removeSelected}
        />
      </div>
      <p className="muted facts" role="status">
        {looking ? 'Looking…' : saves[saved]}
      </p>
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

interface IconButtonProps {
  readonly title: string;
  readonly icon: typeof Brush;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

const IconButton = ({ title, icon: Icon, disabled, onClick }: IconButtonProps) => (
  <button
    type="button"
    className="icon-button"
    aria-label={title.replace(/ \(.*\)$/, '')}
    title={title}
    disabled={disabled}
    onClick={onClick}
  >
    <Icon aria-hidden="true" size={16} />
  </button>
);
