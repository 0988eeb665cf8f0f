import { box, capsule, disc, lobes, polygon, type Shape, smooth } from './shape.ts';

/** A class of shapes. */
export interface ShapeClass {
  readonly name: string;
  /** Width over height of what is drawn, before it is turned. */
  readonly shape: Shape;
}

type Outline = (u: number, v: number) => number;

const rod: Outline = (u, v) => capsule(u, v, 0.62, 0.34);
const bent: Outline = (u, v) => capsule(u, v - 0.35 * (1 - u * u) + 0.18, 0.62, 0.28);
/** Round at one end, pointed at the other. */
const taper: Outline = (u, v) => Math.min(capsule(u, v, 0.62, 0.34), (0.96 - u - 1.9 * Math.abs(v)) / 2.1);
const round: Outline = (u, v) => disc(u, v, 0.92);
const oval: Outline = (u, v) => 0.62 - Math.hypot(u * 0.66, v);
/** Two arcs that meet in points. */
const leaf: Outline = (u, v) => 1.05 - Math.hypot(u, Math.abs(v) + 0.5);
const moon: Outline = (u, v) => Math.min(disc(u, v, 0.9), -disc(u - 0.5, v, 0.72));
const half: Outline = (u, v) => Math.min(disc(u, v, 0.92), u + 0.25);
const plus: Outline = (u, v) => Math.max(box(u, v, 0.9, 0.26), box(u, v, 0.26, 0.9));
const tee: Outline = (u, v) => Math.max(box(u, v - 0.52, 0.76, 0.24), box(u, v + 0.15, 0.24, 0.68));
const angle: Outline = (u, v) => Math.max(box(u, v - 0.52, 0.72, 0.24), box(u - 0.48, v, 0.24, 0.76));
const drop: Outline = (u, v) =>
  Math.max(disc(u, v + 0.3, 0.58), Math.min(0.93 - v - 1.55 * Math.abs(u), v + 0.3) / 1.85);
const heart: Outline = (u, v) => {
  const x = Math.abs(u);
  const lobe = disc(x - 0.38, v - 0.32, 0.5);
  const point = Math.min(0.85 - (x * 1.02 + Math.max(0, -v + 0.1) * 0.92), 0.5 - v) / 1.4;
  return Math.max(lobe, point);
};
const arrow: Outline = (u, v) =>
  Math.max(box(u, v + 0.35, 0.2, 0.55), Math.min(0.92 - v - 1.15 * Math.abs(u), v - 0.1) / 1.5);
const annulus: Outline = (u, v) => 0.24 - Math.abs(Math.hypot(u, v) - 0.68);
const broken: Outline = (u, v) => Math.min(annulus(u, v), Math.max(Math.abs(v) - 0.3, -u));
const dumbbell: Outline = (u, v) => Math.max(disc(Math.abs(u) - 0.58, v, 0.38), box(u, v, 0.5, 0.16));
const star =
  (points: number, inner: number): Outline =>
  (u, v) =>
    lobes(u, v, points, inner, 0.98, 1);
const foil =
  (leaves: number, inner: number): Outline =>
  (u, v) =>
    lobes(u, v, leaves, inner, 0.98, 0);
const regular =
  (corners: number): Outline =>
  (u, v) =>
    polygon(u, v, corners, 0.95);
/** The same, its arms swept round: neither mirrors nor turns undo it. */
const swept =
  (outline: Outline): Outline =>
  (u, v) => {
    const turn = 0.9 * Math.hypot(u, v);
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    return outline(c * u - s * v, s * u + c * v) * 0.8;
  };

const solid: Readonly<Record<string, Outline>> = {
  rod,
  'bent rod': bent,
  'tapered rod': taper,
  disc: round,
  oval,
  leaf,
  'half disc': half,
  plus,
  drop,
  heart,
  dumbbell,
  triangle: regular(3),
  square: regular(4),
  pentagon: regular(5),
  'four-pointed star': star(4, 0.34),
  'five-pointed star': star(5, 0.4),
  'six-pointed star': star(6, 0.46),
  trefoil: foil(3, 0.5),
  quatrefoil: foil(4, 0.56),
  cinquefoil: foil(5, 0.6),
  'swept plus': swept(plus),
  'swept star': swept(star(5, 0.4)),
  'swept trefoil': swept(foil(3, 0.5)),
};

/** With nothing where an eye would be. */
const hollow: Readonly<Record<string, Outline>> = {
  crescent: moon,
  tee,
  angle,
  arrow,
  annulus,
  'open annulus': broken,
};

/** How the inside of an outline is marked, 0 to 1, `depth` below its edge. */
type Marking = (u: number, v: number, depth: number) => number;

const spot = (u: number, v: number, radius: number): number => smooth(-0.05, 0.05, disc(u, v, radius));
const band = (offset: number, width: number): number => smooth(-0.04, 0.04, width - Math.abs(offset));
const stripes = (phase: number): number => smooth(-0.2, 0.2, Math.sin(phase));

const everywhere: Readonly<Record<string, Marking>> = {
  plain: () => 0,
  rimmed: (_u, _v, depth) => band(depth - 0.09, 0.05),
  banded: (u) => band(u, 0.14),
  halved: (u, v) => smooth(-0.05, 0.05, u - v),
  barred: (u) => stripes(u * 14),
  speckled: (u, v) => smooth(0.1, 0.5, Math.sin(u * 13 + 0.8) * Math.sin(v * 13 + 0.8)),
};

const inTheMiddle: Readonly<Record<string, Marking>> = {
  eyed: (u, v) => spot(u, v, 0.27),
  'two-eyed': (u, v) => spot(Math.abs(u) - 0.36, v, 0.17),
};

const marked = (
  outlines: Readonly<Record<string, Outline>>,
  markings: Readonly<Record<string, Marking>>,
): ShapeClass[] =>
  Object.entries(outlines).flatMap(([outlineName, outline]) =>
    Object.entries(markings).map(([markingName, marking]) => ({
      name: `${markingName} ${outlineName}`,
      shape: (u, v) => {
        const depth = outline(u, v);
        return { depth, mark: depth > 0 ? marking(u, v, depth) : 0 };
      },
    })),
  );

/**
 * Families for base weights, none of them a part on a workbench: every outline with every marking that shows on it. So
 * each class has some that differ from it in outline alone, and others that differ in one local detail.
 */
export const catalogue: readonly ShapeClass[] = [
  ...marked(solid, { ...everywhere, ...inTheMiddle }),
  ...marked(hollow, everywhere),
];
