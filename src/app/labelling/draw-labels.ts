import type { Rle } from '../../masks/rle.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A colour with its opacity, 0 to 255 each. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** "#0072b2" with an opacity of 0 to 1. */
export function rgba(colour: string, opacity: number): Rgba {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, Math.round(255 * opacity)];
}

/** Which columns (or rows) of the canvas show which of the image: those whose centres lie in it. */
const ends = (image: number, canvas: number): Int32Array =>
  Int32Array.from({ length: image + 1 }, (_, i) => Math.ceil((i * canvas) / image - 0.5));

/**
 * Fills a mask at the canvas's size, over what is there: the mask may be far larger or smaller than the canvas.
 * @param pixels RGBA, row-major, of the canvas.
 */
export function fillMask(pixels: Uint8ClampedArray, size: Size, mask: Rle, [r, g, b, a]: Rgba): void {
  const columns = ends(mask.width, size.width);
  const rows = ends(mask.height, size.height);
  let position = 0;
  for (let i = 0; i < mask.counts.length; i++) {
    const end = position + mask.counts[i];
    if (i % 2 === 1) {
      for (let at = position; at < end; ) {
        const x = Math.floor(at / mask.height);
        const stop = Math.min(end, (x + 1) * mask.height);
        const [top, bottom] = [rows[at - x * mask.height], rows[stop - x * mask.height]];
        for (let column = columns[x]; column < columns[x + 1]; column++)
          for (let row = top; row < bottom; row++) {
            const to = (row * size.width + column) * 4;
            pixels[to] = r;
            pixels[to + 1] = g;
            pixels[to + 2] = b;
            pixels[to + 3] = a;
          }
        at = stop;
      }
    }
    position = end;
  }
}

/** Canvas pixels: a canvas is often shown at less than half its size, and the border is to be seen there too. */
const BORDER = 2;

/** Draws the border of every region of one colour in white, inside it: what has another colour, or the canvas's end, near. */
export function drawBorders(pixels: Uint8ClampedArray, { width, height }: Size): void {
  const colours = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const border = 0xffffffff;
  const before = colours.slice();
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const colour = before[i];
      if (colour === 0) continue;
      let inner = x >= BORDER && y >= BORDER && x < width - BORDER && y < height - BORDER;
      for (let far = 1; inner && far <= BORDER; far++)
        inner =
          before[i - far] === colour &&
          before[i + far] === colour &&
          before[i - far * width] === colour &&
          before[i + far * width] === colour;
      if (!inner) colours[i] = border;
    }
}
