import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { CurveFacts, CurveStore } from '../../state/curves.ts';
import { useSession } from '../session/context.tsx';
import { resolveColours } from '../viewer/draw.ts';
import { stretchAfter } from './stretch.ts';

export interface Line {
  readonly label: string;
  /** A custom property that holds the colour, or the colour itself. */
  readonly colour: string;
  readonly width: number;
  readonly dash?: number[];
  /** Draw a mark at each point: for curves with few. */
  readonly points?: boolean;
}

interface ChartProps {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly logarithmic?: boolean;
  /** Whether the lines and their newest values are named below it. */
  readonly legend?: boolean;
  /** A line that is brought out, the others stepping back. */
  readonly brought?: number | undefined;
  /** The columns to draw, x first. Must keep its identity while nothing about it changes. */
  readonly read: (facts: CurveFacts) => uPlot.AlignedData;
  /** What stands in the chart before the first point. */
  readonly hint: string;
  /** The newest values in words. */
  readonly summary: (facts: CurveFacts) => string;
}

/** Milliseconds between two drawings: a chart need not be quicker than the eye. */
const redraw = 300;

/** A uPlot that follows the curve store by itself: new points do not pass through React. */
export function LiveChart(props: ChartProps) {
  const { label, lines, logarithmic = false, legend: named = true, brought, read, hint, summary } = props;
  const { stores } = useSession();
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot>(undefined);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let inks = inksOf(element, lines);
    const past = () => stores.time.getState().at;
    const chart = new uPlot(
      optionsOf(element, lines, { logarithmic, named }, () => inks, past),
      read(stores.curves.getState()),
      element,
    );
    drawn.current = chart;
    const stopTime = stores.time.subscribe(({ at }, before) => {
      if (at !== before.at) chart.redraw(false, false);
    });
    // A canvas keeps the colours it was drawn with: another scheme means another drawing.
    const stopLook = stores.look.subscribe(({ scheme }, before) => {
      if (scheme === before.scheme) return;
      inks = inksOf(element, lines);
      chart.redraw(false, false);
    });
    const stop = follow(stores.curves, (facts) => {
      const data = read(facts);
      // Somebody who looks closely at a stretch of the curve keeps it while the curve grows.
      const zoomed = isZoomed(element);
      chart.setData(data, !zoomed);
      if (zoomed) chart.redraw();
      element.dataset.points = String(data[0].length);
      element.dataset.empty = String(data[0].length === 0);
      element.setAttribute('aria-label', `${label}: ${summary(facts)}`);
    });
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0)
        chart.setSize({ width, height: height - (legendOf(element)?.clientHeight ?? 0) });
    });
    observer.observe(element);
    // A narrow legend breaks into another line when its values grow.
    const legend = legendOf(element);
    if (legend) observer.observe(legend);
    const press = (event: KeyboardEvent) => {
      const last = chart.data[0].at(-1) ?? 0;
      const { min, max } = chart.scales.x ?? {};
      const next = last > 0 && stretchAfter(event.key, [min ?? 0, max ?? last], last);
      if (!next) return;
      event.preventDefault();
      const [from, to] = next;
      markZoomed(element, to - from < last);
      chart.setScale('x', { min: from, max: to });
    };
    // Focused, a stretch of it is chosen by keys as by dragging.
    element.tabIndex = 0;
    element.addEventListener('keydown', press);
    return () => {
      element.removeEventListener('keydown', press);
      stop();
      stopTime();
      stopLook();
      observer.disconnect();
      chart.destroy();
    };
  }, [stores, lines, logarithmic, named, read, label, summary]);
  // After each drawing: a chart that was made anew knows nothing of it.
  useEffect(() => {
    drawn.current?.setSeries(brought === undefined ? null : brought + 1, { focus: true });
  });
  return (
    <div
      ref={place}
      className="chart"
      data-hint={hint}
      role="img"
      aria-label={label}
      aria-keyshortcuts="+ - 0 ArrowLeft ArrowRight"
      title="Drag across for a closer look, double click for all; by keyboard + − ← → and 0"
    />
  );
}

const legendOf = (element: HTMLElement) => element.querySelector('.u-legend');

/** Calls `draw` now and after changes, at most once per `redraw` and never in a tab that nobody sees. */
function follow(curves: CurveStore, draw: (facts: CurveFacts) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      frame = requestAnimationFrame(() => draw(curves.getState()));
    }, redraw);
  };
  draw(curves.getState());
  const stop = curves.subscribe(later);
  return () => {
    stop();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}

const isZoomed = (element: HTMLElement): boolean => element.dataset.zoomed === 'true';

function markZoomed(element: HTMLElement, zoomed: boolean): void {
  element.dataset.zoomed = String(zoomed);
}

const isToken = (colour: string): boolean => colour.startsWith('--');

/** The colours of a chart as canvases take them. */
interface Inks {
  readonly accent: string;
  readonly text: string;
  readonly rule: string;
  /** Per line. */
  readonly lines: readonly string[];
}

function inksOf(element: HTMLElement, drawn: readonly Line[]): Inks {
  const tokens = drawn.map(({ colour }) => colour).filter(isToken);
  const [accent, text, rule, ...resolved] = resolveColours(element, [
    '--accent',
    '--ink-soft',
    '--line',
    ...tokens,
  ]);
  const lines = drawn.map(({ colour }) => (isToken(colour) ? resolved[tokens.indexOf(colour)] : colour));
  return { accent, text, rule, lines };
}

/** @param past step of the moment that is looked at, marked by a line. */
function optionsOf(
  element: HTMLElement,
  lines: readonly Line[],
  { logarithmic, named }: { readonly logarithmic: boolean; readonly named: boolean },
  inks: () => Inks,
  past: () => number | undefined,
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => inks().text,
    grid: { stroke: () => inks().rule, width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
    gap: 4,
  };
  return {
    width: Math.max(200, element.clientWidth),
    height: Math.max(120, element.clientHeight - 28),
    padding: [8, 12, 0, 0],
    scales: {
      x: {
        time: false,
        range: (_, first, last) => (isZoomed(element) ? [first, last] : [0, Math.max(last ?? 1, 1)]),
      },
      // Losses and precision are both measured from zero; only a logarithm has no place for it.
      y: logarithmic ? { distr: 3 } : { range: (_, __, top) => [0, (top || 1) * 1.08] },
    },
    axes: [
      { ...axis, size: 24 },
      { ...axis, size: 44 },
    ],
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    hooks: {
      draw: [
        ({ ctx, bbox, valToPos }) => {
          const at = past();
          if (at === undefined) return;
          const x = Math.round(valToPos(at, 'x', true)) + 0.5;
          if (x < bbox.left || x > bbox.left + bbox.width) return;
          ctx.strokeStyle = inks().accent;
          ctx.lineWidth = devicePixelRatio;
          ctx.setLineDash([]);
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
          ctx.stroke();
        },
      ],
      setSelect: [({ select }) => select.width > 0 && markZoomed(element, true)],
      ready: [({ over }) => over.addEventListener('dblclick', () => markZoomed(element, false), true)],
    },
    // How faint the others are where one line is brought out.
    focus: { alpha: 0.2 },
    legend: {
      show: named,
      live: true,
      markers: {
        width: 2,
        dash: (_, series) => (lines[series - 1]?.dash ? 'dashed' : 'solid'),
        // Of the page, not of the canvas: it changes by itself.
        stroke: (_, series) => `var(${lines[series - 1]?.colour})`,
        fill: 'none',
      },
    },
    series: [
      { label: 'Step' },
      ...lines.map(({ label, width, dash, points }, i) => ({
        label,
        stroke: () => inks().lines[i],
        width,
        ...(dash && { dash }),
        spanGaps: true,
        // A curve of one point is no line yet.
        points: {
          show: points ?? ((_: uPlot, __: number, from: number, to: number) => to === from),
          size: 5,
        },
        value: (_: uPlot, value: number | null) => (value === null ? '–' : value.toPrecision(3)),
      })),
    ],
  };
}
