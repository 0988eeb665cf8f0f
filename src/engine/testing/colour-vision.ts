/** How colours look to people who see some of them alike. Only for tests. */
import { rgbOf } from '../palette.ts';

type Vector = readonly [number, number, number];

/** Severity 1 of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, linear RGB. */
export const sight: Record<string, readonly Vector[]> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

const times = (matrix: readonly Vector[], [x, y, z]: Vector): Vector => {
  const [r = [0, 0, 0], g = [0, 0, 0], b = [0, 0, 0]] = matrix.map((row) => row);
  const dot = (row: Vector): number => row[0] * x + row[1] * y + row[2] * z;
  return [dot(r), dot(g), dot(b)];
};

/** OKLab (Ottosson, "A perceptual color space for image processing", 2020): linear RGB to cones, their cube roots to L, a, b. */
const toCones: readonly Vector[] = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const fromCones: readonly Vector[] = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

function oklab(rgb: Vector): Vector {
  const [l, m, s] = times(toCones, rgb);
  return times(fromCones, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)]);
}

/** A colour as somebody with such eyes sees it, OKLab: lightness from 0 to 1, then a and b. @param colour #rrggbb. */
export const seen = (colour: string, kind: string): Vector => {
  const [red, green, blue] = rgbOf(colour);
  const clamp = (part: number): number => Math.min(1, Math.max(0, part));
  const [r, g, b] = times(sight[kind] ?? [], [linear(red), linear(green), linear(blue)]);
  return oklab([clamp(r), clamp(g), clamp(b)]);
};

/** Between two colours as seen: about .02 can just be told apart side by side, and black from white is 1. */
export const distance = (a: Vector, b: Vector): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
