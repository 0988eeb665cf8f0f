import { clamp, cosine, fract, sine, smoothstep } from '../arithmetic.ts';
import { type Canvas, dim, lay } from '../canvas.ts';
import { type Colour, colour } from '../colour.ts';
import { cloudNoise, valueNoise } from '../noise.ts';
import type { Random } from '../random.ts';
import { alongLine, curve, type Point } from './stroke.ts';

function anywhere(draw: Random, size: number): Point {
  return { x: draw.between(-0.1, 1.1) * size, y: draw.between(-0.1, 1.1) * size };
}

/** Pencil or scriber lines: straight, crossed, or an arc. */
export function pencilMarks(canvas: Canvas, draw: Random, tint: Colour): void {
  const { size } = canvas;
  const unit = size / 256;
  const count = draw.whole(1, 4);
  for (let i = 0; i < count; i++) {
    const a = anywhere(draw, size);
    const angle = draw.between(0, 1);
    const length = draw.between(25, 120) * unit;
    const bow = draw.chance(0.4) ? draw.between(-0.5, 0.5) * length : 0;
    const b = { x: a.x + cosine(angle) * length, y: a.y + sine(angle) * length };
    const mid = { x: (a.x + b.x) / 2 - sine(angle) * bow, y: (a.y + b.y) / 2 + cosine(angle) * bow };
    const strength = draw.between(0.25, 0.6);
    const width = draw.between(0.5, 0.9) * unit;
    const seed = draw.integer();
    alongLine(curve(a, mid, mid, b, bow === 0 ? 1 : 16), 3 * unit, size, (at, off, along) => {
      const press = 0.5 + valueNoise(along * 0.15, 0, seed);
      lay(
        canvas,
        at,
        tint,
        clamp(strength * press * smoothstep(width + 0.6, width - 0.4, Math.abs(off)), 0, 1),
      );
    });
  }
}

/** Fine bright or dark scratches, most of them roughly parallel. */
export function scratches(canvas: Canvas, draw: Random): void {
  const { size } = canvas;
  const unit = size / 256;
  const main = draw.between(0, 1);
  const count = draw.whole(3, 9);
  for (let i = 0; i < count; i++) {
    const a = anywhere(draw, size);
    const angle = main + 0.05 * draw.normal();
    const length = draw.between(15, 110) * unit;
    const b = { x: a.x + cosine(angle) * length, y: a.y + sine(angle) * length };
    const gain = draw.chance(0.6) ? draw.between(0.1, 0.3) : draw.between(-0.35, -0.15);
    alongLine([a, b], 2 * unit, size, (at, off, along) => {
      const fade = smoothstep(0, 0.25, along / length) * smoothstep(1, 0.75, along / length);
      dim(canvas, at, 1 + gain * fade * smoothstep(0.9 * unit, 0.2 * unit, Math.abs(off)));
    });
  }
}

/** Dark blots of oil with a ragged, slightly darker rim, or the ring of a cup. */
export function stains(canvas: Canvas, draw: Random): void {
  const { size } = canvas;
  const unit = size / 256;
  const count = draw.whole(1, 3);
  for (let i = 0; i < count; i++) {
    const { x: cx, y: cy } = anywhere(draw, size);
    const radius = draw.between(12, 46) * unit;
    const ring = draw.chance(0.3);
    const depth = draw.between(0.18, 0.45);
    const seed = draw.integer();
    const reach = radius * 1.5;
    for (let y = Math.max(0, Math.floor(cy - reach)); y < Math.min(size, cy + reach); y++) {
      for (let x = Math.max(0, Math.floor(cx - reach)); x < Math.min(size, cx + reach); x++) {
        const dx = x - cx;
        const dy = y - cy;
        const ragged =
          (cloudNoise((x / unit) * 0.045, (y / unit) * 0.045, seed, 3) - 0.5) * (ring ? 0.12 : 0.7);
        const r = Math.sqrt(dx * dx + dy * dy) / radius + ragged;
        const rim = smoothstep(0.8, 0.96, r) * smoothstep(1.08, 0.98, r);
        const body = ring ? 0.12 * smoothstep(1, 0.9, r) : smoothstep(1.05, 0.82, r) * (0.75 - 0.25 * r);
        dim(canvas, y * size + x, 1 - depth * clamp(body + (ring ? 0.9 : 0.3) * rim, 0, 1));
      }
    }
  }
}

/** A strip of masking tape with torn ends and creases. */
export function tape(canvas: Canvas, draw: Random): void {
  const { size } = canvas;
  const unit = size / 256;
  const tint = draw.pick([colour(0xdcc790), colour(0x4b83a8), colour(0xd8d3c4), colour(0xcf9a3a)]);
  const a = anywhere(draw, size);
  const angle = draw.between(0, 1);
  const length = draw.between(50, 130) * unit;
  const half = draw.between(8, 14) * unit;
  const b = { x: a.x + cosine(angle) * length, y: a.y + sine(angle) * length };
  const seed = draw.integer();
  alongLine([a, b], half * 1.45, size, (at, off, along) => {
    const torn =
      4 * unit * (valueNoise((off / unit) * 0.5, 0, seed) - 0.5) +
      2 * unit * Math.abs(fract(off / (3 * unit)) - 0.5);
    const end = Math.min(along - 3 * unit - torn, length - 3 * unit - along + torn);
    const edge = Math.min(half - Math.abs(off), end);
    const cover = smoothstep(-0.5, 0.6, edge);
    if (cover === 0) {
      dim(canvas, at, 1 - 0.22 * smoothstep(-3.5 * unit, 0, edge));
      return;
    }
    const crease = 0.88 + 0.24 * valueNoise((along / unit) * 0.35, (off / unit) * 0.04, seed + 1);
    const tone: Colour = [tint[0] * crease, tint[1] * crease, tint[2] * crease];
    lay(canvas, at, tone, cover * 0.86);
  });
}
