/** A small picture that is laid over others: its pixels that are not transparent. */
export interface Stamp {
  readonly side: number;
  /** Column and row of each. */
  readonly us: Uint8Array;
  readonly vs: Uint8Array;
  /** Red, green, blue and opacity of each, 0 to 255. */
  readonly ink: Uint8ClampedArray;
}

/** RGBA, row-major, as ImageData has it: colours are not multiplied by their opacity. */
interface Ground {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** @param data RGBA, row-major, of a square of that side. */
export function stampFrom(side: number, data: ArrayLike<number>): Stamp {
  const pixels = Array.from({ length: side * side }, (_, p) => p).filter((p) => data[4 * p + 3] > 0);
  return {
    side,
    us: Uint8Array.from(pixels, (p) => p % side),
    vs: Uint8Array.from(pixels, (p) => p / side),
    ink: Uint8ClampedArray.from(pixels.flatMap((p) => [0, 1, 2, 3].map((c) => data[4 * p + c]))),
  };
}

/**
 * Lays a stamp centred on each of the points that are of a kind, one over the other. Fifty thousand of them take a few
 * milliseconds, where as many calls to a canvas take many frames.
 * @param xs in pixels; a point that is no number is left out.
 */
export function layStamps(
  ground: Ground,
  { side, us, vs, ink }: Stamp,
  xs: Float32Array,
  ys: Float32Array,
  kinds: Uint8Array,
  kind: number,
): void {
  const { width, height, data } = ground;
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== kind || Number.isNaN(xs[i] + ys[i])) continue;
    const left = Math.round(xs[i] - side / 2);
    const top = Math.round(ys[i] - side / 2);
    for (let p = 0; p < us.length; p++) {
      const x = left + us[p];
      const y = top + vs[p];
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const from = 4 * p;
      const to = 4 * (y * width + x);
      const above = ink[from + 3] / 255;
      const below = (data[to + 3] / 255) * (1 - above);
      const opacity = above + below;
      const part = above / opacity;
      data[to] = ink[from] * part + data[to] * (1 - part);
      data[to + 1] = ink[from + 1] * part + data[to + 1] * (1 - part);
      data[to + 2] = ink[from + 2] * part + data[to + 2] * (1 - part);
      data[to + 3] = 255 * opacity;
    }
  }
}
