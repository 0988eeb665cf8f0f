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
  /** Writes the albedo at (x, y) into `into`. */
  albedo(x: number, y: number, into: Float32Array): void;
}

export type BenchMaker = (draw: Random) => Bench;

export function paint(into: Float32Array, base: Colour, tone: number): void {
  into[0] = base[0] * tone;
  into[1] = base[1] * tone;
  into[2] = base[2] * tone;
}

/** As `paint`, with a colour between two. */
export function paintBlend(into: Float32Array, a: Colour, b: Colour, t: number, tone: number): void {
  into[0] = (a[0] + (b[0] - a[0]) * t) * tone;
  into[1] = (a[1] + (b[1] - a[1]) * t) * tone;
  into[2] = (a[2] + (b[2] - a[2]) * t) * tone;
}
