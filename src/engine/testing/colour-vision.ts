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

/** sRGB to XYZ, IEC 61966-2-1. */
const toXyz: readonly Vector[] = [
  [0.4124, 0.3576, 0.1805],
  [0.2126, 0.7152, 0.0722],
  [0.0193, 0.1192, 0.9505],
];

/** CIE L*a*b*, white point D65. */
function lab(rgb: Vector): Vector {
  const [x, y, z] = times(toXyz, rgb);
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** A colour as somebody with such eyes sees it, CIE L*a*b*. @param colour #rrggbb. */
export const seen = (colour: string, kind: string): Vector => {
  const [red, green, blue] = rgbOf(colour);
  const clamp = (part: number): number => Math.min(1, Math.max(0, part));
  const [r, g, b] = times(sight[kind] ?? [], [linear(red), linear(green), linear(blue)]);
  return lab([clamp(r), clamp(g), clamp(b)]);
};

/** Between two colours as seen: about 2 can just be told apart side by side. */
export const distance = (a: Vector, b: Vector): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
