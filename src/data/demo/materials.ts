import { blend, type Colour, colour, scaled } from './colour.ts';
import type { Random } from './random.ts';

/** How a surface answers light. */
export interface Material {
  readonly albedo: Colour;
  /** 0: paint, plastic, rubber; 1: bare metal, which mirrors the room in its own colour. */
  readonly metal: number;
  /** 0: matt; 1: a mirror. */
  readonly gloss: number;
  /** Strength of machining marks; round: turned on a lathe, straight: drawn along the part's axis. */
  readonly brush: number;
  readonly brushing: 'round' | 'straight' | 'none';
  /** Strength of speckle and stain. */
  readonly wear: number;
}

const metals = {
  steel: { albedo: colour(0xc3c8cf), metal: 1, gloss: 0.75, brush: 0.6, wear: 0.25 },
  zinc: { albedo: colour(0xd8d6c8), metal: 1, gloss: 0.75, brush: 0.35, wear: 0.3 },
  brass: { albedo: colour(0xe0b060), metal: 1, gloss: 0.8, brush: 0.6, wear: 0.3 },
  bronze: { albedo: colour(0xb98450), metal: 1, gloss: 0.5, brush: 0.5, wear: 0.5 },
  copper: { albedo: colour(0xcb7c58), metal: 1, gloss: 0.78, brush: 0.5, wear: 0.35 },
  yellowZinc: { albedo: colour(0xe3c983), metal: 1, gloss: 0.7, brush: 0.3, wear: 0.35 },
  blackOxide: { albedo: colour(0x4b4c52), metal: 0.85, gloss: 0.45, brush: 0.35, wear: 0.35 },
  gunmetal: { albedo: colour(0x83878f), metal: 1, gloss: 0.55, brush: 0.5, wear: 0.35 },
} as const;

export type MetalName = keyof typeof metals;

/** A metal by name, its tint and polish varied a little from piece to piece. */
export function metal(name: MetalName, brushing: Material['brushing'], draw: Random): Material {
  const base = metals[name];
  const tone = draw.between(0.85, 1.08);
  const warm = draw.between(-0.05, 0.05);
  return {
    albedo: [base.albedo[0] * tone * (1 + warm), base.albedo[1] * tone, base.albedo[2] * tone * (1 - warm)],
    metal: base.metal,
    gloss: base.gloss * draw.between(0.8, 1.15),
    brush: base.brush * draw.between(0.5, 1.3),
    brushing,
    wear: base.wear * draw.between(0.4, 1.6),
  };
}

export function plastic(albedo: Colour, gloss: number, draw: Random): Material {
  return {
    albedo: scaled(albedo, draw.between(0.85, 1.12)),
    metal: 0,
    gloss: gloss * draw.between(0.8, 1.2),
    brush: 0,
    brushing: 'none',
    wear: draw.between(0.05, 0.35),
  };
}

/** A material on its way from one to another, for forms between two classes. */
export function between(a: Material, b: Material, t: number): Material {
  return {
    albedo: blend(a.albedo, b.albedo, t),
    metal: a.metal + (b.metal - a.metal) * t,
    gloss: a.gloss + (b.gloss - a.gloss) * t,
    brush: a.brush + (b.brush - a.brush) * t,
    brushing: t < 0.5 ? a.brushing : b.brushing,
    wear: a.wear + (b.wear - a.wear) * t,
  };
}

export const plastics = {
  red: colour(0xc63b2f),
  blue: colour(0x2f66b0),
  yellow: colour(0xe5b32c),
  black: colour(0x2b2c30),
  ivory: colour(0xe8e0cc),
  nylonBlue: colour(0x3b78c2),
  nylonWhite: colour(0xf2efe6),
  nylonGreen: colour(0x3f9a5c),
  teal: colour(0x2f8f86),
} as const;
