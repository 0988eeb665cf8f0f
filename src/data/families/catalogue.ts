import { box, capsule, disc, lobes, polygon, type Shape, smooth } from './shape.ts';

/** A class of shapes. Its siblings in the same family differ in one local detail or in outline alone. */
export interface ShapeClass {
  readonly name: string;
  /** Width over height of what is drawn, before it is turned. */
  readonly shape: Shape;
}

const plain =
  (outline: (u: number, v: number) => number): Shape =>
  (u, v) => ({ depth: outline(u, v), mark: 0 });

const marked =
  (outline: (u: number, v: number) => number, mark: (u: number, v: number) => number): Shape =>
  (u, v) => ({ depth: outline(u, v), mark: mark(u, v) });

const spot = (u: number, v: number, x: number, y: number, radius: number): number =>
  smooth(-0.05, 0.05, disc(u - x, v - y, radius));

const band = (offset: number, half: number): number => smooth(-0.04, 0.04, half - Math.abs(offset));

const rod = (u: number, v: number): number => capsule(u, v, 0.62, 0.34);
const bent = (u: number, v: number): number => capsule(u, v - 0.35 * (1 - u * u) + 0.18, 0.62, 0.28);
const cell = (u: number, v: number): number => disc(u, v, 0.92);
const oval = (u: number, v: number): number => 0.62 - Math.hypot(u * 0.66, v);
/** Two arcs that meet in points. */
const leaf = (u: number, v: number): number => 1.05 - Math.hypot(u, Math.abs(v) + 0.5);
const moon = (u: number, v: number): number => Math.min(disc(u, v, 0.9), -disc(u - 0.5, v, 0.72));
const half = (u: number, v: number): number => Math.min(disc(u, v, 0.92), u + 0.25);
const plus = (u: number, v: number): number => Math.max(box(u, v, 0.9, 0.26), box(u, v, 0.26, 0.9));
const tee = (u: number, v: number): number =>
  Math.max(box(u, v - 0.52, 0.76, 0.24), box(u, v + 0.15, 0.24, 0.68));
const angle = (u: number, v: number): number =>
  Math.max(box(u, v - 0.52, 0.72, 0.24), box(u - 0.48, v, 0.24, 0.76));
const drop = (u: number, v: number): number =>
  Math.max(disc(u, v + 0.3, 0.58), Math.min(0.93 - v - 1.55 * Math.abs(u), v + 0.3) / 1.85);
const heart = (u: number, v: number): number => {
  const x = Math.abs(u);
  const lobe = disc(x - 0.38, v - 0.32, 0.5);
  const point = Math.min(0.85 - (x * 1.02 + Math.max(0, -v + 0.1) * 0.92), 0.5 - v) / 1.4;
  return Math.max(lobe, point);
};
const arrow = (u: number, v: number): number =>
  Math.max(box(u, v + 0.35, 0.2, 0.55), Math.min(0.92 - v - 1.15 * Math.abs(u), v - 0.1) / 1.5);
const annulus = (u: number, v: number): number => 0.24 - Math.abs(Math.hypot(u, v) - 0.68);
const broken = (u: number, v: number): number => Math.min(annulus(u, v), Math.max(Math.abs(v) - 0.3, -u));
const dumbbell = (u: number, v: number): number =>
  Math.max(disc(Math.abs(u) - 0.58, v, 0.38), box(u, v, 0.5, 0.16));

/**
 * Families for base weights: outlines and markings of many kinds, none of them a part on a workbench. Those within a
 * row are easily taken for one another.
 */
export const catalogue: readonly ShapeClass[] = [
  { name: 'rod', shape: plain(rod) },
  { name: 'divided rod', shape: marked(rod, (u) => band(u, 0.09)) },
  { name: 'two-spotted rod', shape: marked(rod, (u, v) => spot(Math.abs(u), v, 0.62, 0, 0.17)) },
  { name: 'bent rod', shape: plain(bent) },

  { name: 'cell', shape: marked(cell, (u, v) => spot(u, v, 0, 0, 0.34)) },
  { name: 'eccentric cell', shape: marked(cell, (u, v) => spot(u, v, 0.48, 0, 0.3)) },
  { name: 'dividing cell', shape: marked(cell, (u, v) => spot(Math.abs(u), v, 0.36, 0, 0.24)) },
  { name: 'rimmed cell', shape: marked(cell, (u, v) => band(Math.hypot(u, v) - 0.66, 0.08)) },

  { name: 'four-pointed star', shape: plain((u, v) => lobes(u, v, 4, 0.34, 0.98, 1)) },
  { name: 'five-pointed star', shape: plain((u, v) => lobes(u, v, 5, 0.4, 0.98, 1)) },
  { name: 'six-pointed star', shape: plain((u, v) => lobes(u, v, 6, 0.46, 0.98, 1)) },
  {
    name: 'eyed star',
    shape: marked(
      (u, v) => lobes(u, v, 5, 0.4, 0.98, 1),
      (u, v) => spot(u, v, 0, 0, 0.22),
    ),
  },

  { name: 'triangle', shape: plain((u, v) => polygon(u, v, 3, 0.98)) },
  { name: 'square', shape: plain((u, v) => polygon(u, v, 4, 0.95)) },
  { name: 'pentagon', shape: plain((u, v) => polygon(u, v, 5, 0.95)) },
  {
    name: 'split square',
    shape: marked(
      (u, v) => polygon(u, v, 4, 0.95),
      (u, v) => smooth(-0.05, 0.05, u - v),
    ),
  },

  { name: 'trefoil', shape: plain((u, v) => lobes(u, v, 3, 0.5, 0.98, 0)) },
  { name: 'quatrefoil', shape: plain((u, v) => lobes(u, v, 4, 0.56, 0.98, 0)) },
  { name: 'cinquefoil', shape: plain((u, v) => lobes(u, v, 5, 0.6, 0.98, 0)) },
  {
    name: 'eyed cinquefoil',
    shape: marked(
      (u, v) => lobes(u, v, 5, 0.6, 0.98, 0),
      (u, v) => spot(u, v, 0, 0, 0.26),
    ),
  },

  { name: 'leaf', shape: plain(leaf) },
  { name: 'ribbed leaf', shape: marked(leaf, (_u, v) => band(v, 0.07)) },
  { name: 'barred oval', shape: marked(oval, (u) => smooth(-0.2, 0.2, Math.sin(u * 14))) },
  { name: 'lined oval', shape: marked(oval, (_u, v) => smooth(-0.2, 0.2, Math.sin(v * 16))) },

  { name: 'crescent', shape: plain(moon) },
  { name: 'half disc', shape: plain(half) },
  { name: 'annulus', shape: plain(annulus) },
  { name: 'open annulus', shape: plain(broken) },

  { name: 'plus', shape: plain(plus) },
  { name: 'tee', shape: plain(tee) },
  { name: 'angle', shape: plain(angle) },
  { name: 'arrow', shape: plain(arrow) },

  { name: 'drop', shape: plain(drop) },
  { name: 'heart', shape: plain(heart) },
  { name: 'dumbbell', shape: plain(dumbbell) },
  {
    name: 'speckled oval',
    shape: marked(oval, (u, v) => smooth(0.1, 0.5, Math.sin(u * 15) * Math.sin(v * 15))),
  },
];
