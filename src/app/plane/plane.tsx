import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { CandidateSurvey } from '../../engine/protocol.ts';
import type { ClassThresholds } from '../../metrics/kept-figures.ts';
import { useLook } from '../session/context.tsx';
import { colourOf } from '../viewer/draw.ts';
import { type Frame, qualitiesAt, xOf, yOf } from './axes.ts';
import { drawPlane, type PlaneColours } from './draw-plane.ts';
import { Handle } from './handle.tsx';
import { nearest, type Pair, type WhatIf } from './what-if.ts';

interface PlaneProps {
  readonly survey: CandidateSurvey;
  readonly whatIf: WhatIf;
  readonly pair: Pair;
  readonly thresholds: ClassThresholds;
  readonly classColours: readonly string[];
  readonly highlighted: number | undefined;
  /** While dragging. */
  readonly onPreview: (pair: Pair) => void;
  /** At the end of a drag, or by key. */
  readonly onSettle: (pair: Pair) => void;
  readonly onPick: (row: number) => void;
  /** In words, for those who do not see it. */
  readonly label: string;
}

/** Pixels around a line or a point that count as on it. */
const REACH = 9;
const MARGIN = { left: 34, top: 10, right: 10, bottom: 26 };

type Grip = 'class' | 'mask' | 'corner';

/** x class quality, y mask quality: every candidate a point, both thresholds to drag. */
export function Plane(props: PlaneProps) {
  const { survey, whatIf, pair, thresholds, classColours, highlighted, label } = props;
  const { onPreview, onSettle, onPick } = props;
  const scheme = useLook((facts) => facts.scheme);
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(280);
  const grip = useRef<Grip>(undefined);
  const [cursor, setCursor] = useState('default');

  const size = Math.max(120, width - MARGIN.left - MARGIN.right);
  const height = size + MARGIN.top + MARGIN.bottom;
  const frame = useMemo((): Frame => ({ left: MARGIN.left, top: MARGIN.top, size }), [size]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const colours = useMemo(() => (canvas.current ? coloursOf(canvas.current, scheme) : undefined), [scheme]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const scale = Math.min(3, devicePixelRatio);
    // Setting a canvas's size also clears it.
    element.width = Math.round(width * scale);
    element.height = Math.round(height * scale);
    context.scale(scale, scale);
    drawPlane(context, {
      frame,
      table: survey.table,
      whatIf,
      pair,
      thresholds,
      classColours,
      colours: colours ?? coloursOf(element, scheme),
      highlighted,
    });
  }, [frame, width, height, survey, whatIf, pair, thresholds, classColours, colours, highlighted, scheme]);

  const pointOf = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const gripAt = ({ x, y }: { readonly x: number; readonly y: number }): Grip | undefined => {
    const nearClass = Math.abs(x - xOf(frame, pair.class)) < REACH;
    const nearMask = Math.abs(y - yOf(frame, pair.mask)) < REACH;
    return nearClass && nearMask ? 'corner' : nearClass ? 'class' : nearMask ? 'mask' : undefined;
  };
  const dragged = ({ x, y }: { readonly x: number; readonly y: number }): Pair => {
    const { classQuality, maskQuality } = qualitiesAt(frame, x, y);
    return {
      class: grip.current === 'mask' ? pair.class : classQuality,
      mask: grip.current === 'class' ? pair.mask : maskQuality,
    };
  };
  const rowAt = (point: { readonly x: number; readonly y: number }): number | undefined =>
    nearest(
      survey.table,
      (quality) => xOf(frame, quality),
      (quality) => yOf(frame, quality),
      point,
      REACH,
    );

  return (
    <div ref={place} className="plane">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        data-candidates={survey.table.count}
        style={{ height, cursor }}
        onPointerDown={(event) => {
          const point = pointOf(event);
          const row = rowAt(point);
          grip.current = gripAt(point);
          if (grip.current) event.currentTarget.setPointerCapture(event.pointerId);
          else if (row !== undefined) onPick(row);
        }}
        onPointerMove={(event) => {
          const point = pointOf(event);
          if (grip.current) onPreview(dragged(point));
          else setCursor(cursors[gripAt(point) ?? (rowAt(point) === undefined ? 'none' : 'point')]);
        }}
        onPointerUp={(event) => {
          if (grip.current) onSettle(dragged(pointOf(event)));
          grip.current = undefined;
        }}
        onPointerCancel={() => {
          grip.current = undefined;
        }}
      />
      <Handle
        label="Class threshold in the plane"
        orientation="horizontal"
        value={pair.class}
        x={xOf(frame, pair.class)}
        y={frame.top + size}
        onChange={(value) => onSettle({ ...pair, class: value })}
      />
      <Handle
        label="Mask threshold in the plane"
        orientation="vertical"
        value={pair.mask}
        x={frame.left}
        y={yOf(frame, pair.mask)}
        onChange={(value) => onSettle({ ...pair, mask: value })}
      />
      <span className="plane-axis across">class quality</span>
      <span className="plane-axis upright">mask quality</span>
    </div>
  );
}

const cursors = {
  class: 'ew-resize',
  mask: 'ns-resize',
  corner: 'move',
  point: 'pointer',
  none: 'default',
} as const;

/** A canvas keeps the colours it was drawn with: another scheme means another reading. */
function coloursOf(element: Element, _scheme: string): PlaneColours {
  const of = (name: string): string => colourOf(element.parentElement ?? element, name);
  return {
    ink: of('--ink'),
    soft: of('--ink-soft'),
    line: of('--line'),
    accent: of('--accent'),
    kept: of('--series-3'),
    class: of('--series-2'),
    mask: of('--series-1'),
    both: of('--ink-soft'),
    gained: of('--series-3'),
    lost: of('--series-2'),
  };
}
