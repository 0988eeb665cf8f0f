import type { Tool } from '../../state/labelling.ts';
import type { Labelling } from '../session/labelling.ts';
import type { Point } from '../viewer/pan-zoom.ts';

/** How a pen shows itself. */
export interface Ink {
  /** Canvas pixels per image pixel. */
  readonly scale: number;
  readonly colour: string;
  /** Image pixels. */
  readonly radius: number;
  /** Where the pointer is, in image pixels; undefined beside the picture. */
  readonly pointer: Point | undefined;
}

/** A tool that draws: it hears the pointer in image pixels, and hands in what came of it. */
export interface Pen {
  down(point: Point): void;
  move(point: Point): void;
  up(): void;
  /** Whether the key was meant for it. */
  key(key: string): boolean;
  draw(context: CanvasRenderingContext2D, ink: Ink): void;
}

export function penOf(tool: Tool, labelling: Labelling): Pen | undefined {
  if (tool === 'brush') return new Stroke((points) => labelling.brush(points), false);
  if (tool === 'eraser') return new Stroke((points) => labelling.erase(points), true);
  return tool === 'polygon' ? new Polygon((points) => labelling.polygon(points)) : undefined;
}

/** Points closer than this, in image pixels, say nothing new. */
const CLOSE = 0.5;

class Stroke implements Pen {
  readonly #done: (points: readonly number[]) => void;
  readonly #erases: boolean;
  #points: number[] | undefined;

  constructor(done: (points: readonly number[]) => void, erases: boolean) {
    this.#done = done;
    this.#erases = erases;
  }

  down({ x, y }: Point): void {
    this.#points = [x, y];
  }

  move({ x, y }: Point): void {
    const points = this.#points;
    if (!points || Math.hypot(x - points[points.length - 2], y - points[points.length - 1]) < CLOSE) return;
    points.push(x, y);
  }

  up(): void {
    if (this.#points) this.#done(this.#points);
    this.#points = undefined;
  }

  key(key: string): boolean {
    if (key !== 'Escape' || !this.#points) return false;
    this.#points = undefined;
    return true;
  }

  draw(context: CanvasRenderingContext2D, { scale, colour, radius, pointer }: Ink): void {
    const points = this.#points;
    if (points) {
      context.globalAlpha = 0.55;
      context.strokeStyle = this.#erases ? '#ffffff' : colour;
      context.lineWidth = 2 * radius * scale;
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.beginPath();
      context.moveTo(points[0] * scale, points[1] * scale);
      for (let i = 0; i < points.length; i += 2) context.lineTo(points[i] * scale, points[i + 1] * scale);
      context.stroke();
      context.globalAlpha = 1;
    }
    if (!pointer) return;
    ring(context, pointer.x * scale, pointer.y * scale, radius * scale);
  }
}

class Polygon implements Pen {
  readonly #done: (points: readonly number[]) => void;
  #corners: Point[] = [];
  #near = 0;

  constructor(done: (points: readonly number[]) => void) {
    this.#done = done;
  }

  down(point: Point): void {
    const [first] = this.#corners;
    // A click on the first corner closes the polygon.
    if (this.#corners.length > 2 && Math.hypot(point.x - first.x, point.y - first.y) < this.#near)
      this.#close();
    else this.#corners.push(point);
  }

  move(): void {}

  up(): void {}

  key(key: string): boolean {
    if (this.#corners.length === 0) return false;
    if (key === 'Enter') this.#close();
    else if (key === 'Escape') this.#corners = [];
    else if (key === 'Backspace') this.#corners.pop();
    else return false;
    return true;
  }

  #close(): void {
    const corners = this.#corners;
    this.#corners = [];
    if (corners.length > 2) this.#done(corners.flatMap(({ x, y }) => [x, y]));
  }

  draw(context: CanvasRenderingContext2D, { scale, colour, pointer }: Ink): void {
    this.#near = 8 / scale;
    const [first] = this.#corners;
    if (!first) return;
    context.beginPath();
    for (const { x, y } of [...this.#corners, ...(pointer ? [pointer] : [])])
      context.lineTo(x * scale, y * scale);
    context.closePath();
    context.globalAlpha = 0.3;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 2;
    context.strokeStyle = '#ffffff';
    context.stroke();
    for (const { x, y } of this.#corners) ring(context, x * scale, y * scale, 4);
  }
}

/** Visible on any ground: white in black. */
function ring(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  for (const [width, colour] of [
    [4, '#000000'],
    [2, '#ffffff'],
  ] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
}
