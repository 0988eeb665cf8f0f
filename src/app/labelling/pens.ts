import type { AssistSeed } from '../../engine/protocol/labelling.ts';
import type { LabelObject } from '../../labels/document.ts';
import type { Tool } from '../../state/labelling.ts';
import type { Labelling } from '../session/labelling.ts';
import type { Point } from '../viewer/pan-zoom.ts';
import { Corners } from './corner-pen.ts';
import { type Ink, type Pen, ring } from './pen.ts';

/** @param selected the object that a pen is to change, as it is when asked. */
export function penOf(
  tool: Tool,
  labelling: Labelling,
  selected: () => LabelObject | undefined,
): Pen | undefined {
  if (tool === 'colour') return new ColourBox((seed) => void labelling.assist(seed));
  if (tool === 'cut') return new Knife((line) => labelling.cutAlong(line));
  if (tool === 'corners') return new Corners(selected, (id, mask) => labelling.reshape(id, mask));
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

/** Canvas pixels that a hand moves while it clicks. */
const STILL = 6;

/** A click names a point, a drag a box. */
class ColourBox implements Pen {
  readonly #done: (seed: AssistSeed) => void;
  #from: Point | undefined;
  #to: Point | undefined;
  #scale = 1;

  constructor(done: (seed: AssistSeed) => void) {
    this.#done = done;
  }

  down(point: Point): void {
    this.#from = this.#to = point;
  }

  move(point: Point): void {
    if (this.#from) this.#to = point;
  }

  up(): void {
    const [from, to] = [this.#from, this.#to];
    this.#from = this.#to = undefined;
    if (!from || !to) return;
    const still = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) * this.#scale < STILL;
    this.#done(
      still
        ? { kind: 'point', ...from }
        : {
            kind: 'box',
            box: [
              Math.min(from.x, to.x),
              Math.min(from.y, to.y),
              Math.max(from.x, to.x),
              Math.max(from.y, to.y),
            ],
          },
    );
  }

  key(key: string): boolean {
    if (key !== 'Escape' || !this.#from) return false;
    this.#from = this.#to = undefined;
    return true;
  }

  draw(context: CanvasRenderingContext2D, { scale }: Ink): void {
    this.#scale = scale;
    const [from, to] = [this.#from, this.#to];
    if (!from || !to) return;
    for (const [width, colour] of [
      [4, '#000000'],
      [2, '#ffffff'],
    ] as const) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.strokeRect(from.x * scale, from.y * scale, (to.x - from.x) * scale, (to.y - from.y) * scale);
    }
  }
}

/** A line that is cut along. */
class Knife implements Pen {
  readonly #done: (line: readonly number[]) => void;
  #line: number[] | undefined;

  constructor(done: (line: readonly number[]) => void) {
    this.#done = done;
  }

  down({ x, y }: Point): void {
    this.#line = [x, y];
  }

  move({ x, y }: Point): void {
    const line = this.#line;
    if (line && Math.hypot(x - line[line.length - 2], y - line[line.length - 1]) >= CLOSE) line.push(x, y);
  }

  up(): void {
    const line = this.#line;
    this.#line = undefined;
    if (line && line.length > 2) this.#done(line);
  }

  key(key: string): boolean {
    if (key !== 'Escape' || !this.#line) return false;
    this.#line = undefined;
    return true;
  }

  draw(context: CanvasRenderingContext2D, { scale }: Ink): void {
    const line = this.#line;
    if (!line) return;
    for (const [width, colour] of [
      [4, '#000000'],
      [2, '#ffffff'],
    ] as const) {
      context.beginPath();
      for (let i = 0; i < line.length; i += 2) context.lineTo(line[i] * scale, line[i + 1] * scale);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  }
}
