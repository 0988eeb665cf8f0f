import { blur } from './blur.ts';
import type { Canvas } from './canvas.ts';
import type { Light } from './light.ts';
import { scratch } from './scratch.ts';
import type { Surface } from './surface.ts';

const scratchDark = scratch(Float32Array);

/** Multiplies the picture by one part's shadow: its coverage, moved, blurred and weighed. */
function throwShadow(
  canvas: Canvas,
  surface: Surface,
  moveX: number,
  moveY: number,
  radius: number,
  depth: number,
  tint: readonly [number, number, number],
): void {
  const { size, rgb } = canvas;
  const margin = Math.ceil(radius * 3) + 2;
  const width = surface.width + 2 * margin;
  const height = surface.height + 2 * margin;
  const dark = scratchDark(width * height).fill(0);
  for (let y = 0; y < surface.height; y++) {
    const from = y * surface.width;
    dark.set(surface.coverage.subarray(from, from + surface.width), (y + margin) * width + margin);
  }
  blur(dark, width, height, 1, radius * 1.2, radius * 1.2, 2);
  // Whole-pixel moves: the blur hides the rounding.
  const left = surface.left - margin + Math.round(moveX);
  const top = surface.top - margin + Math.round(moveY);
  for (let y = Math.max(0, -top); y < Math.min(height, size - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(width, size - left); x++) {
      const amount = (dark[y * width + x] as number) * depth;
      if (amount <= 0) continue;
      const at = ((top + y) * size + left + x) * 3;
      for (let c = 0; c < 3; c++) rgb[at + c] = (rgb[at + c] as number) * (1 - amount * (tint[c] as number));
    }
  }
}

/**
 * The shadows of a part on all that lies below it: a tight one where it touches, a longer one away from the lamp.
 * With softness they widen and deepen until they read as part of the thing.
 */
export function castShadows(canvas: Canvas, surface: Surface, light: Light, softness: number): void {
  const { placed } = surface;
  const unit = canvas.size / 256;
  const height = placed.part.thickness * placed.scale * (1 + 0.45 * placed.storey);
  const [lx, ly, lz] = light.direction;
  const throwX = (-lx / lz) * height * 0.75;
  const throwY = (-ly / lz) * height * 0.75;
  throwShadow(canvas, surface, 0, 0, (1.1 + 2.4 * softness) * unit, 0.55, [1, 0.98, 0.94]);
  const near = Math.max(0.6, height * 0.1) + 1.6 * softness * unit;
  throwShadow(canvas, surface, throwX, throwY, near, 0.62 + 0.1 * softness, [1, 0.96, 0.88]);
}
