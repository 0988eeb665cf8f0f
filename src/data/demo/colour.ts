import { decodeGamma } from './arithmetic.ts';

/** Linear light, red, green, blue; 1 is a white surface in full light. */
export type Colour = readonly [number, number, number];

/** A linear colour from an sRGB one as written in a stylesheet: 0xb08d57. */
export function colour(hex: number): Colour {
  return [
    decodeGamma(((hex >> 16) & 255) / 255),
    decodeGamma(((hex >> 8) & 255) / 255),
    decodeGamma((hex & 255) / 255),
  ];
}

export function blend(a: Colour, b: Colour, t: number): Colour {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

export function scaled(a: Colour, by: number): Colour {
  return [a[0] * by, a[1] * by, a[2] * by];
}
