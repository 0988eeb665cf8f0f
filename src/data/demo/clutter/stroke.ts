/** Distance fields of lines, the stuff of most clutter. */
import { scratch } from '../scratch.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a pixel near a line knows: how far off it is (signed, left or right) and how far along, both in pixels. */
export type Visit = (at: number, off: number, along: number) => void;

const scratchNearest = scratch(Float64Array);
const scratchOff = scratch(Float32Array);
const scratchAlong = scratch(Float32Array);

/** The pixels that a line may reach, and the nearest place on it of each: how far away, squared, and where. */
interface Reached {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly nearest: Float64Array;
  readonly off: Float32Array;
  readonly along: Float32Array;
}

/** A straight piece of a line. */
interface Piece {
  readonly from: Point;
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  /** Of the line, up to it. */
  readonly travelled: number;
}

/** Nears the pixels from `x0` to `x1` of row `y`, counted within what the line reaches, to a piece of it. */
function nearRow(
  { left, top, width, nearest, off, along }: Reached,
  { from, dx, dy, length, travelled }: Piece,
  y: number,
  x0: number,
  x1: number,
): void {
  const py = top + y + 0.5 - from.y;
  for (let x = x0; x < x1; x++) {
    const px = left + x + 0.5 - from.x;
    const t = Math.min(length, Math.max(0, (px * dx + py * dy) / length));
    const ox = px - (dx * t) / length;
    const oy = py - (dy * t) / length;
    const distance = ox * ox + oy * oy;
    const at = y * width + x;
    if (distance >= (nearest[at] as number)) continue;
    nearest[at] = distance;
    off[at] = Math.sqrt(distance) * (dx * oy - dy * ox < 0 ? -1 : 1);
    along[at] = travelled + t;
  }
}

/** The rectangle that a line reaches, with no piece of the line yet; undefined where none of it is in the picture. */
function reachedBy(points: readonly Point[], reach: number, size: number): Reached | undefined {
  let minX = size;
  let minY = size;
  let maxX = 0;
  let maxY = 0;
  for (const { x, y } of points) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  const left = Math.max(0, Math.floor(minX - reach));
  const top = Math.max(0, Math.floor(minY - reach));
  const width = Math.min(size, Math.ceil(maxX + reach)) - left;
  const height = Math.min(size, Math.ceil(maxY + reach)) - top;
  if (width <= 0 || height <= 0) return undefined;
  const nearest = scratchNearest(width * height).fill(reach * reach);
  return {
    left,
    top,
    width,
    height,
    nearest,
    off: scratchOff(width * height),
    along: scratchAlong(width * height),
  };
}

/** Visits each pixel within `reach` of a polyline once, with its nearest place on it. */
export function alongLine(points: readonly Point[], reach: number, size: number, visit: Visit): void {
  const reached = reachedBy(points, reach, size);
  if (reached === undefined) return;
  const { left, top, width, height, nearest, off, along } = reached;
  let travelled = 0;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1];
    const b = points[i];
    if (a === undefined || b === undefined) continue;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const length = Math.sqrt(dx * dx + dy * dy) + 1e-9;
    const x0 = Math.max(0, Math.floor(Math.min(a.x, b.x) - reach) - left);
    const x1 = Math.min(width, Math.ceil(Math.max(a.x, b.x) + reach) - left);
    const y0 = Math.max(0, Math.floor(Math.min(a.y, b.y) - reach) - top);
    const y1 = Math.min(height, Math.ceil(Math.max(a.y, b.y) + reach) - top);
    const piece: Piece = { from: a, dx, dy, length, travelled };
    for (let y = y0; y < y1; y++) nearRow(reached, piece, y, x0, x1);
    travelled += length;
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if ((nearest[at] as number) >= reach * reach) continue;
      visit((top + y) * size + left + x, off[at] as number, along[at] as number);
    }
  }
}

/** Points of a cubic Bezier curve. */
export function curve(a: Point, b: Point, c: Point, d: Point, steps: number): Point[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const s = 1 - t;
    const wa = s * s * s;
    const wb = 3 * s * s * t;
    const wc = 3 * s * t * t;
    const wd = t * t * t;
    return { x: wa * a.x + wb * b.x + wc * c.x + wd * d.x, y: wa * a.y + wb * b.y + wc * c.y + wd * d.y };
  });
}
