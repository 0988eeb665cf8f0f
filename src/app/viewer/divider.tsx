import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { PanZoom } from './gestures.ts';

interface DividerProps {
  /** Share of the picture that lies on its left. */
  readonly at: number;
  readonly panZoom: PanZoom;
  readonly onMove: (at: number) => void;
}

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -0.02,
  ArrowRight: 0.02,
  PageDown: -0.1,
  PageUp: 0.1,
};

const bounded = (at: number): number => Math.min(1, Math.max(0, at));

/** The line between what the teacher and what the student sees: dragged, or moved by the arrow keys. */
export function Divider({ at, panZoom, onMove }: DividerProps) {
  const held = useRef(false);
  const drag = (event: PointerEvent) => onMove(bounded(panZoom.pointUnder(event, { width: 1, height: 1 }).x));
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? 1 : step ? at + step : undefined;
    if (next === undefined) return;
    event.preventDefault();
    onMove(bounded(next));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is no <hr>.
    <div
      className="divider"
      role="separator"
      aria-orientation="vertical"
      aria-label="Divider between teacher and student"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at * 100)}
      aria-valuetext={`teacher on ${Math.round(at * 100)} percent of the picture`}
      tabIndex={0}
      style={{ left: `${at * 100}%` }}
      onKeyDown={press}
      onPointerDown={(event) => {
        held.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => held.current && drag(event)}
      onPointerUp={() => {
        held.current = false;
      }}
      onPointerCancel={() => {
        held.current = false;
      }}
      onDoubleClick={() => onMove(0.5)}
    />
  );
}
