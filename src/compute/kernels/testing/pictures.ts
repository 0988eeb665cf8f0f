/** Pictures and appearance rows for the tests of the augmentation kernels, and the formulas written out plainly. */
import { appearance, appearanceStride } from '../appearance.ts';
import { draws } from './values.ts';

/** u32 [B, S*S] of packed RGBA8 noise, or of smooth waves where `smooth`. */
export function pictures(seed: number, batch: number, side: number, smooth = false): Uint32Array {
  const draw = draws(seed);
  const packed = new Uint32Array(batch * side * side);
  for (let i = 0; i < packed.length; i++) {
    const bytes = [0, 1, 2].map((channel) =>
      smooth
        ? Math.round(127 + 120 * Math.sin((i % side) / (5 + channel) + Math.floor(i / side) / 7))
        : Math.floor(draw(0, 256)),
    );
    packed[i] = (bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (255 << 24)) >>> 0;
  }
  return packed;
}

/** Channel 0..2 of a packed pixel, in 0..1. */
export const channelOf = (packed: number, channel: number): number =>
  (Math.floor(packed / 256 ** channel) % 256) / 255;

/** One row for `appearance`, by the names of its figures. */
export function appearanceRow(
  figures: Partial<Record<Exclude<keyof typeof appearance, 'rectangles'>, number>>,
  rectangles: readonly (readonly number[])[] = [],
): Float32Array {
  const row = new Float32Array(appearanceStride);
  for (const [name, value] of Object.entries(figures))
    row[appearance[name as keyof typeof appearance]] = value;
  rectangles.forEach((rectangle, i) => {
    row.set(rectangle, appearance.rectangles + 4 * i);
  });
  return row;
}

/** All that can happen to a picture, and nothing at all, one row each: f32 [6, 24]. */
export function variedAppearance(): Float32Array {
  const jitter = { jitter: 1, brightness: 1.3, contrast: 0.7, saturation: 1.35, hue: -0.08 };
  const rows = [
    appearanceRow({}),
    appearanceRow({ ...jitter, sigma: 1.7, noise: 123456 }, [
      [2, 3, 9, 5],
      [1, 1, 4, 12],
    ]),
    appearanceRow({ grey: 1, sigma: 0.3, noise: 2 ** 24 - 1 }, [
      [0, 0, 0, 0],
      [0, 0, 2, 2],
      [5, 5, 16, 16],
    ]),
    appearanceRow({ ...jitter, brightness: 0.6, contrast: 1.4, hue: 0.1 }),
    appearanceRow({ ...jitter, saturation: 0.6, hue: 0, grey: 1, sigma: 0.1 }),
    appearanceRow({ sigma: 2 }),
  ];
  const all = new Float32Array(rows.length * appearanceStride);
  rows.forEach((row, i) => {
    all.set(row, i * appearanceStride);
  });
  return all;
}

const clamped = (x: number) => Math.min(1, Math.max(0, x));
export const luma = ([r, g, b]: readonly number[]): number => 0.2989 * r + 0.587 * g + 0.114 * b;

/** By way of hue, saturation and value, as in any textbook (Foley and van Dam). */
export function turnedHue([r, g, b]: readonly number[], turns: number): number[] {
  const value = Math.max(r, g, b);
  const chroma = value - Math.min(r, g, b);
  const saturation = value === 0 ? 0 : chroma / value;
  let hue = 0;
  if (chroma > 0 && value === r) hue = (g - b) / chroma;
  else if (chroma > 0 && value === g) hue = 2 + (b - r) / chroma;
  else if (chroma > 0) hue = 4 + (r - g) / chroma;
  hue = (((hue / 6 + turns) % 1) + 1) % 1;
  const sector = Math.floor(hue * 6) % 6;
  const f = hue * 6 - Math.floor(hue * 6);
  const p = value * (1 - saturation);
  const q = value * (1 - saturation * f);
  const t = value * (1 - saturation * (1 - f));
  return [
    [value, t, p],
    [q, value, p],
    [p, value, t],
    [p, q, value],
    [t, p, value],
    [value, p, q],
  ][sector];
}

/** A whole picture (list of colours) jittered by torchvision's definitions, in the order brightness to hue. */
export function jittered(
  colours: readonly (readonly number[])[],
  factors: { brightness: number; contrast: number; saturation: number; hue: number },
): number[][] {
  const { brightness, contrast, saturation, hue } = factors;
  const bright = colours.map((colour) => colour.map((x) => clamped(x * brightness)));
  const mean = bright.reduce((sum, colour) => sum + luma(colour), 0) / bright.length;
  return bright
    .map((colour) => colour.map((x) => clamped(contrast * x + (1 - contrast) * mean)))
    .map((colour) => colour.map((x) => clamped(saturation * x + (1 - saturation) * luma(colour))))
    .map((colour) => turnedHue(colour, hue));
}
