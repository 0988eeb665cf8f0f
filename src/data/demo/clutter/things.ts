import { clamp, cosine, fract, sine, smoothstep } from '../arithmetic.ts';
import { type Canvas, dim, lay } from '../canvas.ts';
import { type Colour, colour, scaled } from '../colour.ts';
import { latticeNoise, type Random } from '../random.ts';
import { alongLine, curve, type Point } from './stroke.ts';

/** A line across the picture from edge to edge, for long things that come in from outside. */
function across(draw: Random, size: number): [Point, Point] {
  const angle = draw.between(0, 1);
  const off = draw.between(0.22, 0.46) * size * (draw.chance(0.5) ? 1 : -1);
  const cx = size / 2 - sine(angle) * off;
  const cy = size / 2 + cosine(angle) * off;
  const reach = size * 0.75;
  return [
    { x: cx - cosine(angle) * reach, y: cy - sine(angle) * reach },
    { x: cx + cosine(angle) * reach, y: cy + sine(angle) * reach },
  ];
}

/** A round profile: brighter on the lamp's side, dark at both edges, a thin highlight. */
function round(off: number, radius: number, side: number): number {
  const t = clamp(off / radius, -1, 1);
  const facing = Math.sqrt(1 - t * t);
  const glint = smoothstep(0.25, 0, Math.abs(t - side * 0.45));
  return 0.35 + 0.5 * facing + 0.25 * t * side + 0.45 * glint;
}

/** A cable or a wire, lying in a loose bow; it throws a soft shadow. */
export function cable(canvas: Canvas, draw: Random): void {
  const { size } = canvas;
  const unit = size / 256;
  const tint = draw.pick([
    colour(0x26272b),
    colour(0x8f2f28),
    colour(0x2b5d8c),
    colour(0xd9d4c6),
    colour(0x3d6b4f),
  ]);
  const radius = draw.between(2.2, 5) * unit;
  const [a, d] = across(draw, size);
  const wander = () => draw.between(-0.3, 0.3) * size;
  const points = curve(
    a,
    { x: a.x * 0.65 + d.x * 0.35 + wander(), y: a.y * 0.65 + d.y * 0.35 + wander() },
    { x: a.x * 0.35 + d.x * 0.65 + wander(), y: a.y * 0.35 + d.y * 0.65 + wander() },
    d,
    26,
  );
  const shadow = points.map(({ x, y }) => ({ x: x + radius * 0.6, y: y + radius * 0.8 }));
  alongLine(shadow, radius * 2.4, size, (at, off) => {
    dim(canvas, at, 1 - 0.5 * smoothstep(radius * 2.2, radius * 0.5, Math.abs(off)));
  });
  alongLine(points, radius + 1, size, (at, off) => {
    const cover = clamp(radius + 0.5 - Math.abs(off), 0, 1);
    lay(canvas, at, scaled(tint, round(off, radius, -1)), cover);
  });
}

/** A steel rule with engraved millimetres. */
export function rule(canvas: Canvas, draw: Random): void {
  const { size } = canvas;
  const unit = size / 256;
  const [a, b] = across(draw, size);
  const half = draw.between(13, 18) * unit;
  const pitch = draw.between(3.6, 4.6) * unit;
  const base = draw.chance(0.7) ? colour(0xb9bbbb) : colour(0xd8b25a);
  const ink = colour(0x26282b);
  const seed = draw.integer();
  alongLine([a, b], half + 4 * unit, size, (at, off, along) => {
    const inside = half - Math.abs(off);
    if (inside < 0) {
      dim(canvas, at, 1 - 0.4 * smoothstep(-4 * unit, 0, inside));
      return;
    }
    const drawn = latticeNoise(Math.floor((off / unit) * 1.6), Math.floor(along / (40 * unit)), seed);
    const tone = (0.74 + 0.16 * drawn) * (0.92 + 0.12 * cosine(along / (170 * unit)));
    lay(canvas, at, scaled(base, tone), clamp(inside + 0.5, 0, 1));
    const tick = Math.floor(along / pitch + 0.5);
    const length = (tick % 10 === 0 ? 0.8 : tick % 5 === 0 ? 0.58 : 0.38) * half;
    const near = Math.abs(along - tick * pitch);
    const fromEdge = half - off;
    lay(
      canvas,
      at,
      ink,
      0.75 * smoothstep(0.75 * unit, 0.2 * unit, near) * smoothstep(length + 0.5, length - 0.5, fromEdge),
    );
  });
}

/** A hexagonal pencil: three painted facets, sharpened wood, lead. */
export function pencil(canvas: Canvas, draw: Random): void {
  const { size } = canvas;
  const unit = size / 256;
  const [a, end] = across(draw, size);
  const part = draw.between(0.35, 0.75);
  const b = { x: a.x + (end.x - a.x) * part, y: a.y + (end.y - a.y) * part };
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.sqrt(dx * dx + dy * dy);
  const half = draw.between(5, 6.5) * unit;
  const paint = draw.pick([colour(0xd9a522), colour(0xa63a2c), colour(0x2f5a4a), colour(0x2d4f86)]);
  const timber = colour(0xdcb98a);
  const lead = colour(0x2a2a2c);
  const shadow = [a, b].map(({ x, y }) => ({ x: x + half * 0.6, y: y + half * 0.7 }));
  alongLine(shadow, half * 2, size, (at, off) => {
    dim(canvas, at, 1 - 0.5 * smoothstep(half * 1.9, half * 0.6, Math.abs(off)));
  });
  alongLine([a, b], half + 1, size, (at, off, along) => {
    const left = length - along;
    const radius = left < 26 * unit ? half * (left / (26 * unit)) : half;
    const cover = clamp(radius + 0.5 - Math.abs(off), 0, 1);
    if (cover === 0) return;
    const facet = off / half;
    const tone = facet < -0.45 ? 1.05 : facet < 0.45 ? 0.85 : 0.5;
    // The paint ends in scallops where the sharpener cut through the facets.
    const scallop = 22 * unit + 5 * unit * Math.abs(fract(facet * 1.5 + 0.5) - 0.5);
    const body: Colour = left > scallop ? paint : left > 7 * unit ? timber : lead;
    lay(canvas, at, scaled(body, left > scallop ? tone : round(off, half, -1)), cover);
  });
}

/** Bright curls from a lathe and crumbs of filings. */
export function shavings(canvas: Canvas, draw: Random): void {
  const { size } = canvas;
  const unit = size / 256;
  const tint = draw.pick([colour(0xe6e4dc), colour(0xe2bd6c), colour(0xd99468), colour(0xdcb98a)]);
  const cx = draw.between(0.1, 0.9) * size;
  const cy = draw.between(0.1, 0.9) * size;
  const count = draw.whole(10, 34);
  const spread = draw.between(0.08, 0.34);
  for (let i = 0; i < count; i++) {
    const x = cx + spread * size * draw.normal();
    const y = cy + spread * size * draw.normal();
    const curl = draw.chance(0.35);
    const radius = (curl ? draw.between(1.8, 4.5) : draw.between(0.6, 1.7)) * unit;
    const start = draw.between(0, 1);
    const turn = curl ? draw.between(0.4, 0.9) : 0.15;
    const points = Array.from({ length: curl ? 9 : 3 }, (_, k) => {
      const angle = start + (turn * k) / (curl ? 8 : 2);
      const grow = 1 + 0.05 * k;
      return { x: x + cosine(angle) * radius * grow, y: y + sine(angle) * radius * grow };
    });
    const tone = draw.between(0.55, 1.15);
    const thin = draw.between(0.35, 0.65) * unit;
    const below = points.map((p) => ({ x: p.x + unit, y: p.y + 1.2 * unit }));
    alongLine(below, 2 * unit, size, (at, off) =>
      dim(canvas, at, 1 - 0.35 * smoothstep(1.5 * unit, 0, Math.abs(off))),
    );
    alongLine(points, thin + 1, size, (at, off, along) => {
      const light = tone * (0.6 + 0.5 * cosine(along / (7 * unit) + start));
      lay(canvas, at, scaled(tint, Math.max(0.25, light)), clamp(thin + 0.5 - Math.abs(off), 0, 1) * 0.9);
    });
  }
}
