import type { Colour } from './colour.ts';
import { scratch } from './scratch.ts';

/** A picture in the making: linear red, green, blue, three floats a pixel. */
export interface Canvas {
  readonly size: number;
  readonly rgb: Float32Array;
}

const scratchCanvas = scratch(Float32Array);

/** The one canvas there is, with what was painted on it last. */
export function canvasOf(size: number): Canvas {
  return { size, rgb: scratchCanvas(size * size * 3) };
}

/** Lays a colour over a pixel inside the canvas; `cover` 0 to 1. */
export function lay(canvas: Canvas, at: number, tint: Colour, cover: number): void {
  const { rgb } = canvas;
  for (let c = 0; c < 3; c++) {
    const below = rgb[at * 3 + c] as number;
    rgb[at * 3 + c] = below + ((tint[c] as number) - below) * cover;
  }
}

/** Darkens (or, above 1, brightens) a pixel. */
export function dim(canvas: Canvas, at: number, by: number): void {
  const { rgb } = canvas;
  rgb[at * 3] = (rgb[at * 3] as number) * by;
  rgb[at * 3 + 1] = (rgb[at * 3 + 1] as number) * by;
  rgb[at * 3 + 2] = (rgb[at * 3 + 2] as number) * by;
}
