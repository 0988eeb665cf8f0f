import { type Affine, apply, invert } from './affine.ts';

/** A rectangle of a coverage plane; zero outside it. `data` is row-major [height, width]. */
export interface CoverageBox<D extends Float32Array | Uint8Array = Float32Array | Uint8Array> {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Part of the pixel that the instance covers, 0..1 (a Uint8Array holds 0 and 1). */
  readonly data: D;
}

/** The output pixels, in steps of 2, that [low, high] (pixel indices) may touch, within 0..cells. */
const span = (low: number, high: number, cells: number): [from: number, to: number] => [
  Math.min(cells, Math.max(0, Math.floor(low / 2))),
  Math.min(cells, Math.max(0, Math.floor(high / 2) + 1)),
];

/** Bilinear between pixel centres; outside the box the coverage is 0. */
const sample = ({ x, y, width, height, data }: CoverageBox, sx: number, sy: number): number => {
  const bx = sx - x;
  const by = sy - y;
  const x0 = Math.floor(bx);
  const y0 = Math.floor(by);
  if (x0 < -1 || y0 < -1 || x0 >= width || y0 >= height) return 0;
  const tx = bx - x0;
  const ty = by - y0;
  const at = y0 * width + x0;
  const left = x0 >= 0;
  const right = x0 + 1 < width;
  let sum = 0;
  if (y0 >= 0) sum += (1 - ty) * ((left ? (1 - tx) * data[at] : 0) + (right ? tx * data[at + 1] : 0));
  if (y0 + 1 < height)
    sum += ty * ((left ? (1 - tx) * data[at + width] : 0) + (right ? tx * data[at + width + 1] : 0));
  return sum;
};

/**
 * Warps an instance's coverage (stride 1, [S, S] frame) as `warp-image` warps its picture, averaged over 2x2 pixels:
 * coverage at stride 2, [S/2, S/2] frame, cut to the box that it can reach. The box is empty (width or height 0) where
 * the instance has left the frame.
 * @param geometry from output pixels to source pixels, as `drawGeometry` gives it.
 * @throws RangeError where the side is odd or the data does not fill the box.
 */
export const warpCoverage = (box: CoverageBox, geometry: Affine, side: number): CoverageBox<Float32Array> => {
  if (side % 2 !== 0) throw new RangeError(`A frame of side ${side} has no stride 2: the side must be even.`);
  if (box.data.length !== box.width * box.height)
    throw new RangeError(
      `A coverage box of ${box.width} x ${box.height} needs ${box.width * box.height} values, not ${box.data.length}.`,
    );
  // One pixel more on every side: bilinear interpolation spreads the border that far.
  const outwards = invert(geometry);
  const corners = [
    apply(outwards, box.x - 1, box.y - 1),
    apply(outwards, box.x + box.width, box.y - 1),
    apply(outwards, box.x - 1, box.y + box.height),
    apply(outwards, box.x + box.width, box.y + box.height),
  ];
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const empty = box.width === 0 || box.height === 0;
  const [left, right] = empty ? [0, 0] : span(Math.min(...xs), Math.max(...xs), side / 2);
  const [top, bottom] = empty ? [0, 0] : span(Math.min(...ys), Math.max(...ys), side / 2);
  const width = right - left;
  const height = bottom - top;
  const data = new Float32Array(width * height);
  const [a, b, c, d, e, f] = geometry;
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const x = 2 * (left + u);
      const y = 2 * (top + v);
      const sx = a * x + b * y + c;
      const sy = d * x + e * y + f;
      data[v * width + u] =
        0.25 *
        (sample(box, sx, sy) +
          sample(box, sx + a, sy + d) +
          sample(box, sx + b, sy + e) +
          sample(box, sx + a + b, sy + d + e));
    }
  }
  return { x: left, y: top, width, height, data };
};
