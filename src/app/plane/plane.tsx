import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { CandidateTable } from '../../metrics/candidates.ts';
import type { ClassThresholds } from '../../metrics/kept-figures.ts';
import { useLook } from '../session/context.tsx';
import { resolveColours } from '../viewer/draw.ts';
import { type Frame, qualitiesAt, xOf, yOf } from './axes.ts';
import { densityContours } from './density.ts';
import { drawPlane, type PlaneColours } from './draw-plane.ts';
import { PointLayer } from './draw-points.ts';
import { Handle } from './handle.tsx';
import { inside, nearest, type Places, type Point, towards } from './selection.ts';
import { meanPair, type Pair, type WhatIf } from './what-if.ts';

interface PlaneProps {
  readonly table: CandidateTable;
  readonly whatIf: WhatIf;
  /** As the sliders stand. */
  readonly pair: Pair;
  /** What that comes to for each class; the lines stand at their mean. */
  readonly thresholds: ClassThresholds;
  readonly classColours: readonly string[];
  /** Rows, the one that is shown first. */
  readonly chosen: readonly number[];
  /** While dragging. */
  readonly onPreview: (pair: Pair) => void;
  /** At the end of a drag, or by key. */
  readonly onSettle: (pair: Pair) => void;
  readonly onChoose: (rows: readonly number[]) => void;
  /** In words, for those who do not see it. */
  readonly label: string;
}

/** Pixels around a line or a point that count as on it. */
const REACH = 9;
const MARGIN = { left: 34, top: 10, right: 10, bottom: 26 };
/** More candidates than this hide each other. */
const MANY = 1500;
/** Pixels between two corners of a lasso, and from a click to a lasso. */
const STRIDE = 4;

type Grip = 'class' | 'mask' | 'corner' | 'lasso';

/** x class quality, y mask quality: every candidate a point, both thresholds to drag, and a lasso to choose by. */
export function Plane(props: PlaneProps) {
  const { table, whatIf, pair, thresholds, classColours, chosen, label } = props;
  const { onPreview, onSettle, onChoose } = props;
  const scheme = useLook((facts) => facts.scheme);
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const points = useRef<PointLayer>(undefined);
  const theme = useRef<{ readonly scheme: string; readonly colours: PlaneColours }>(undefined);
  const [width, setWidth] = useState(280);
  const [lasso, setLasso] = useState<readonly Point[]>([]);
  const grip = useRef<Grip>(undefined);
  const [cursor, setCursor] = useState<keyof typeof cursors>('none');

  const size = Math.max(120, width - MARGIN.left - MARGIN.right);
  const height = size + MARGIN.top + MARGIN.bottom;
  const frame = useMemo((): Frame => ({ left: MARGIN.left, top: MARGIN.top, size }), [size]);
  const lines = useMemo(() => meanPair(thresholds), [thresholds]);
  const places = useMemo(
    (): Places => ({
      xs: table.classQuality.map((quality) => xOf(frame, quality)),
      ys: table.maskQuality.map((quality) => yOf(frame, quality)),
    }),
    [table, frame],
  );
  const contours = useMemo(() => (table.count > MANY ? densityContours(table) : []), [table]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const scale = Math.min(3, devicePixelRatio);
    // Setting a canvas's size also clears it.
    element.width = Math.round(width * scale);
    element.height = Math.round(height * scale);
    context.scale(scale, scale);
    // A canvas keeps the colours it was drawn with: another scheme means another reading.
    if (theme.current?.scheme !== scheme)
      theme.current = { scheme, colours: planeColours(element.parentElement ?? element) };
    const { colours } = theme.current;
    points.current ??= new PointLayer();
    const layer = points.current;
    drawPlane(
      context,
      { frame, places, contours, whatIf, lines, thresholds, classColours, colours, chosen, lasso },
      () => layer.draw(context, { table, places, fates: whatIf.fates }, colours, element, scale),
    );
  }, [
    frame,
    width,
    height,
    table,
    places,
    contours,
    whatIf,
    lines,
    thresholds,
    classColours,
    chosen,
    lasso,
    scheme,
  ]);

  const gripAt = ({ x, y }: Point): Exclude<Grip, 'lasso'> | undefined => {
    const nearClass = Math.abs(x - xOf(frame, lines.class)) < REACH;
    const nearMask = Math.abs(y - yOf(frame, lines.mask)) < REACH;
    return nearClass && nearMask ? 'corner' : nearClass ? 'class' : nearMask ? 'mask' : undefined;
  };
  const dragged = ({ x, y }: Point): Pair => {
    const { classQuality, maskQuality } = qualitiesAt(frame, x, y);
    return {
      class: grip.current === 'mask' ? pair.class : sliderAt(classQuality - lines.class + pair.class),
      mask: grip.current === 'class' ? pair.mask : sliderAt(maskQuality - lines.mask + pair.mask),
    };
  };
  const letGo = (point: Point) => {
    if (grip.current === 'lasso') {
      const row = nearest(places, point, REACH);
      // A lasso that went nowhere is a click.
      onChoose(lasso.length > 2 ? inside(places, lasso) : row === undefined ? [] : [row]);
      setLasso([]);
    } else if (grip.current) onSettle(dragged(point));
    grip.current = undefined;
  };
  const press = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (event.key === 'Escape' && chosen.length > 0) onChoose([]);
    else if (direction) {
      const next = towards(places, chosen[0], direction);
      if (next !== undefined && next >= 0) onChoose([next]);
    } else return;
    event.preventDefault();
    // The picture is moved by these keys too; here they are meant for the plane alone.
    event.stopPropagation();
  };

  return (
    <div ref={place} className="plane">
      <canvas
        ref={canvas}
        role="img"
        // Focused, arrow keys go from candidate to candidate.
        tabIndex={0}
        aria-label={label}
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Escape"
        data-candidates={table.count}
        style={{ height, cursor: cursors[cursor] }}
        onPointerDown={(event) => {
          const point = pointOf(event);
          // A candidate under the pointer is meant, unless a line is; beside both a lasso begins.
          grip.current = gripAt(point) ?? 'lasso';
          if (grip.current === 'lasso') setLasso([point]);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const point = pointOf(event);
          if (grip.current === 'lasso') {
            const last = lasso.at(-1) ?? point;
            if (Math.hypot(point.x - last.x, point.y - last.y) > STRIDE) setLasso([...lasso, point]);
          } else if (grip.current) onPreview(dragged(point));
          else setCursor(gripAt(point) ?? (nearest(places, point, REACH) === undefined ? 'none' : 'point'));
        }}
        onPointerUp={(event) => letGo(pointOf(event))}
        onPointerCancel={() => {
          grip.current = undefined;
          setLasso([]);
        }}
        onKeyDown={press}
      />
      <Handle
        label="Class threshold in the plane"
        orientation="horizontal"
        value={pair.class}
        x={xOf(frame, lines.class)}
        y={frame.top + size}
        onChange={(value) => onSettle({ ...pair, class: value })}
      />
      <Handle
        label="Mask threshold in the plane"
        orientation="vertical"
        value={pair.mask}
        x={frame.left}
        y={yOf(frame, lines.mask)}
        onChange={(value) => onSettle({ ...pair, mask: value })}
      />
      <span className="plane-axis across">class quality</span>
      <span className="plane-axis upright">mask quality</span>
    </div>
  );
}

/** Thresholds of classes may stand beside the slider; what moves them moves it as far. */
const sliderAt = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;

const pointOf = (event: PointerEvent): Point => {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
};

/** On the screen, y down. */
const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const cursors = {
  class: 'ew-resize',
  mask: 'ns-resize',
  corner: 'move',
  point: 'pointer',
  none: 'crosshair',
} as const;

const tokens = {
  ink: '--ink',
  soft: '--ink-soft',
  line: '--line',
  accent: '--accent',
  kept: '--series-3',
  class: '--series-2',
  mask: '--series-1',
  both: '--ink-soft',
  corrected: '--ink',
  gained: '--series-3',
  lost: '--series-2',
} as const satisfies Record<keyof PlaneColours, string>;

function planeColours(element: Element): PlaneColours {
  const colours = resolveColours(element, Object.values(tokens));
  return Object.fromEntries(Object.keys(tokens).map((name, i) => [name, colours[i]])) as Record<
    keyof PlaneColours,
    string
  >;
}
