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

/** Visible on any ground: white in black. */
export function ring(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
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
