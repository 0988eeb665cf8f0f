/**
 * The map [x, y] -> [a x + b y + c, d x + e y + f]. Coordinates are pixel indices: the centre of the first pixel is
 * (0, 0), and a picture of side S reaches from -0.5 to S - 0.5.
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const identity: Affine = [1, 0, 0, 0, 1, 0];

export const apply = ([a, b, c, d, e, f]: Affine, x: number, y: number): [x: number, y: number] => [
  a * x + b * y + c,
  d * x + e * y + f,
];

/** First `inner`, then `outer`. */
export const compose = (outer: Affine, inner: Affine): Affine => {
  const [c, f] = apply(outer, inner[2], inner[5]);
  return [
    outer[0] * inner[0] + outer[1] * inner[3],
    outer[0] * inner[1] + outer[1] * inner[4],
    c,
    outer[3] * inner[0] + outer[4] * inner[3],
    outer[3] * inner[1] + outer[4] * inner[4],
    f,
  ];
};

/** @throws RangeError where the map flattens the plane. */
export const invert = ([a, b, c, d, e, f]: Affine): Affine => {
  const determinant = a * e - b * d;
  if (!(Math.abs(determinant) > 1e-12))
    throw new RangeError(
      `The affine map [${[a, b, c, d, e, f].join(', ')}] cannot be inverted: its determinant is ${determinant}.`,
    );
  const p = e / determinant;
  const q = -b / determinant;
  const r = -d / determinant;
  const s = a / determinant;
  return [p, q, -(p * c + q * f), r, s, -(r * c + s * f)];
};
