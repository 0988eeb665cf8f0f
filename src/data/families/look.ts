import { cloudNoise, valueNoise } from '../demo/noise.ts';
import type { Random } from '../demo/random.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** How a scene is lit and coloured. Colours are 0 to 1, before the camera. */
export interface Look {
  readonly background: (x: number, y: number) => Colour;
  /** Of an instance: its own colour, and that of its markings. */
  readonly paint: (draw: Random) => { readonly body: Colour; readonly mark: Colour };
  /** Darkening towards the rim (positive) or a bright rim (negative), per instance. */
  readonly rim: (draw: Random) => number;
  /** How far shadows fall, in units of the instance. */
  readonly shadow: number;
  readonly blur: number;
  readonly grain: number;
}

const mix = (a: Colour, b: Colour, t: number): Colour => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

const anyColour = (draw: Random, low: number, high: number): Colour => [
  draw.between(low, high),
  draw.between(low, high),
  draw.between(low, high),
];

/** Two tones and a pattern between them: clouds, waves, checks or a slope. Coordinates in parts of the picture. */
function pattern(draw: Random): (x: number, y: number) => number {
  const seed = draw.integer();
  const scale = 2 ** draw.between(1, 5);
  const turn = draw.between(0, Math.PI);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const kinds: readonly ((x: number, y: number) => number)[] = [
    (x, y) => cloudNoise(x * scale, y * scale, seed, 3),
    (x, y) => 0.5 + 0.5 * Math.sin((c * x + s * y) * scale * 4 + 3 * valueNoise(x * 3, y * 3, seed)),
    (x, y) => (c * x + s * y + 1) / 2,
    (x, y) => (valueNoise(x * scale, y * scale, seed) > 0.5 ? 0.75 : 0.25),
  ];
  return draw.pick(kinds);
}

/** A surface under a lamp, things of any colour on it. */
function photo(draw: Random): Look {
  const [dark, light] = [anyColour(draw, 0.05, 0.6), anyColour(draw, 0.3, 0.95)];
  const texture = pattern(draw);
  const strength = draw.between(0.1, 0.9);
  const lampX = draw.between(-0.6, 0.6);
  const lampY = draw.between(-0.6, 0.6);
  return {
    background: (x, y) => {
      const light1 = 1 + lampX * (x - 0.5) + lampY * (y - 0.5);
      const tone = mix(dark, light, 0.5 + strength * (texture(x, y) - 0.5));
      return [tone[0] * light1, tone[1] * light1, tone[2] * light1];
    },
    paint: (own) => {
      const body = anyColour(own, 0.08, 0.92);
      const step = own.between(0.18, 0.45) * (own.chance(0.5) ? 1 : -1);
      return { body, mark: [body[0] + step, body[1] + step, body[2] + step * own.between(0.4, 1)] };
    },
    rim: (own) => own.between(0, 0.35),
    shadow: draw.between(0, 0.5),
    blur: draw.between(0, 0.9),
    grain: draw.between(0.005, 0.05),
  };
}

/** Bright field, dark field or fluorescence: one tint, uneven light, soft edges. */
function microscope(draw: Random): Look {
  const dark = draw.chance(0.5);
  const tint = mix([0.8, 0.8, 0.8], anyColour(draw, 0.2, 1), draw.between(0, 1));
  const level = dark ? draw.between(0.02, 0.15) : draw.between(0.6, 0.9);
  const seed = draw.integer();
  const centreX = draw.between(0.2, 0.8);
  const centreY = draw.between(0.2, 0.8);
  const fall = draw.between(0, 0.6);
  const haze = draw.between(0, 0.12);
  const contrast = draw.between(0.12, 0.6) * (dark ? 1 : -1);
  return {
    background: (x, y) => {
      const vignette = 1 - fall * ((x - centreX) ** 2 + (y - centreY) ** 2);
      const value = level * vignette + haze * (cloudNoise(x * 5, y * 5, seed, 2) - 0.5);
      return [value * tint[0], value * tint[1], value * tint[2]];
    },
    paint: (own) => {
      const value = level + contrast * own.between(0.6, 1.3);
      const markValue = value + contrast * own.between(0.4, 0.9) * (own.chance(0.8) ? 1 : -1);
      const shade = (v: number): Colour => [v * tint[0], v * tint[1], v * tint[2]];
      return { body: shade(value), mark: shade(markValue) };
    },
    rim: (own) => own.between(-0.3, 0.3),
    shadow: 0,
    blur: draw.between(0.2, 1.3),
    grain: draw.between(0.01, 0.07),
  };
}

export const drawLook = (draw: Random): Look => (draw.chance(0.6) ? photo(draw) : microscope(draw));
