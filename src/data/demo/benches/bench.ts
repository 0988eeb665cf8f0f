import type { Colour } from '../colour.ts';
import type { Random } from '../random.ts';

/** A work surface. Positions are in pixels of a 256-pixel picture, turned and moved by the bench's own draws. */
export interface Bench {
  /** What it throws back at what lies on it. */
  readonly mean: Colour;
  /** What pencils and scribers leave on it. */
  readonly mark: Colour;
  /** Has a composition of its own that belongs in the middle of the picture; else any stretch of it will do. */
  readonly anchored: boolean;
  /** Writes the albedo at (x, y) into `rgb`, its red at `at`. */
  albedo(x: number, y: number, rgb: Float32Array, at: number): void;
}

export type BenchMaker = (draw: Random) => Bench;

export function paint(rgb: Float32Array, at: number, base: Colour, tone: number): void {
  rgb[at] = base[0] * tone;
  rgb[at + 1] = base[1] * tone;
  rgb[at + 2] = base[2] * tone;
}

/** As `paint`, with a colour between two. */
export function paintBlend(
  rgb: Float32Array,
  at: number,
  a: Colour,
  b: Colour,
  t: number,
  tone: number,
): void {
  rgb[at] = (a[0] + (b[0] - a[0]) * t) * tone;
  rgb[at + 1] = (a[1] + (b[1] - a[1]) * t) * tone;
  rgb[at + 2] = (a[2] + (b[2] - a[2]) * t) * tone;
}
