import code from '../../../shaders/warp-image.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

/** Elements of one image's row in `geometry`: a 2x3 affine map, row-major, and two spares. */
export const geometryStride = 8;

/** What a pixel outside the picture counts as. */
const outside = 0.5;

/** One pixel with at least one corner outside the picture: slow, and rare. */
const edgePixel = (
  source: Uint32Array,
  from: number,
  side: number,
  sx: number,
  sy: number,
  view: Float32Array,
  red: number,
): void => {
  const x0 = Math.floor(sx);
  const y0 = Math.floor(sy);
  const sum = [0, 0, 0];
  for (let corner = 0; corner < 4; corner++) {
    const x = x0 + (corner & 1);
    const y = y0 + (corner >> 1);
    const weight = (1 - Math.abs(sx - x)) * (1 - Math.abs(sy - y));
    const inside = x >= 0 && y >= 0 && x < side && y < side;
    const packed = inside ? source[from + y * side + x] : 0;
    for (let channel = 0; channel < 3; channel++)
      sum[channel] += weight * (inside ? ((packed >>> (8 * channel)) & 255) / 255 : outside);
  }
  for (let channel = 0; channel < 3; channel++) view[red + channel * side * side] = sum[channel];
};

/** One output row, from source position (sx, sy) on in steps of (a, d). `red` is its first element in `view`. */
const warpRow = (
  source: Uint32Array,
  from: number,
  side: number,
  sx0: number,
  sy0: number,
  a: number,
  d: number,
  view: Float32Array,
  row: number,
): void => {
  const last = side - 1;
  const green = side * side;
  const blue = 2 * green;
  for (let x = 0; x < side; x++) {
    const sx = sx0 + a * x;
    const sy = sy0 + d * x;
    const to = row + x;
    if (!(sx >= 0 && sy >= 0 && sx < last && sy < last)) {
      if (sx > -1 && sy > -1 && sx < side && sy < side) edgePixel(source, from, side, sx, sy, view, to);
      else {
        view[to] = outside;
        view[to + green] = outside;
        view[to + blue] = outside;
      }
      continue;
    }
    // Truncation is floor here; the division by 255 happens once, in the weights.
    const x0 = sx | 0;
    const y0 = sy | 0;
    const right = sx - x0;
    const below = (sy - y0) / 255;
    const above = 1 / 255 - below;
    const w00 = above - right * above;
    const w10 = right * above;
    const w01 = below - right * below;
    const w11 = right * below;
    const at = from + y0 * side + x0;
    const p00 = source[at] | 0;
    const p10 = source[at + 1] | 0;
    const p01 = source[at + side] | 0;
    const p11 = source[at + side + 1] | 0;
    view[to] = (p00 & 255) * w00 + (p10 & 255) * w10 + (p01 & 255) * w01 + (p11 & 255) * w11;
    view[to + green] =
      ((p00 >> 8) & 255) * w00 +
      ((p10 >> 8) & 255) * w10 +
      ((p01 >> 8) & 255) * w01 +
      ((p11 >> 8) & 255) * w11;
    view[to + blue] =
      ((p00 >> 16) & 255) * w00 +
      ((p10 >> 16) & 255) * w10 +
      ((p01 >> 16) & 255) * w01 +
      ((p11 >> 16) & 255) * w11;
  }
};

/**
 * source u32 [B, S*S] packed RGBA8, geometry f32 [B, 8] -> view f32 [B, 3, S, S] in 0..1. The map leads from output
 * pixels to source pixels, both as indices: pixel (0, 0) has its centre at (0, 0).
 */
export const warpImage = defineKernel({
  name: 'warp-image',
  code,
  bindings: { source: read('u32'), geometry: read('f32'), view: readWrite('f32') },
  uniforms: { batch: 'u32', side: 'u32' },
  grid: ({ batch, side }) => [Math.ceil((side * side) / 64), batch],
  twin({ source, geometry, view }, { batch, side }) {
    const pixels = side * side;
    for (let image = 0; image < batch; image++) {
      const [a, b, c, d, e, f] = geometry.subarray(image * geometryStride, (image + 1) * geometryStride);
      const from = image * pixels;
      for (let y = 0; y < side; y++)
        warpRow(source, from, side, b * y + c, e * y + f, a, d, view, 3 * from + y * side);
    }
  },
});
