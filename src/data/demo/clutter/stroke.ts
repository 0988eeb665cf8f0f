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

/** Visits each pixel within `reach` of a polyline once, with its nearest place on it. */
export function alongLine(points: readonly Point[], reach: number, size: number, visit: Visit): void {
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
  if (width <= 0 || height <= 0) return;
  const nearest = scratchNearest(width * height).fill(reach * reach);
  const off = scratchOff(width * height);
  const along = scratchAlong(width * height);
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
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) {
        const px = left + x + 0.5 - a.x;
        const py = top + y + 0.5 - a.y;
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
