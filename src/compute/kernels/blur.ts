import code from '../../../shaders/blur.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { appearanceStride, appearance as at } from './appearance.ts';

/** In pixels: three standard deviations of the widest blur there is, sigma 2. */
export const maxBlurRadius = 6;

/** Half of the kernel, from its centre outwards, zero beyond the radius; the two halves together sum to 1. */
const gaussian = (sigma: number): { radius: number; weights: Float64Array } => {
  // The shader multiplies in f32; the radius must not differ where 3 sigma is nearly whole.
  const radius = Math.min(maxBlurRadius, Math.ceil(Math.fround(3 * sigma)));
  const weights = new Float64Array(maxBlurRadius + 1);
  let sum = 0;
  for (let k = 0; k <= radius; k++) {
    weights[k] = Math.exp(-(k * k) / (2 * sigma * sigma));
    sum += k === 0 ? 1 : 2 * weights[k];
  }
  return { radius, weights: weights.map((w) => w / sum) };
};

/** A lookup from -6..side + 5, shifted by 6, to the line of the plane that stands there after reflection. */
const reflections = (side: number): Int32Array =>
  Int32Array.from({ length: side + 2 * maxBlurRadius }, (_, i) => {
    const inside = Math.abs(i - maxBlurRadius);
    return inside < side ? inside : 2 * (side - 1) - inside;
  });

/**
 * One output row as a weighted sum of two lists of seven rows of `from`: `before[k]` and `after[k]` are the offsets of
 * the values k before and after the row's first. The taps are written out: a loop over them costs twice the time.
 */
const blurNarrow = (
  from: Float32Array,
  to: Float32Array,
  start: number,
  side: number,
  w: Float64Array,
  before: Int32Array,
  after: Int32Array,
): void => {
  const [w0, w1, w2, w3] = w;
  const [c, b1, b2, b3] = before;
  const [, a1, a2, a3] = after;
  for (let x = 0; x < side; x++)
    to[start + x] =
      w0 * from[c + x] +
      w1 * (from[b1 + x] + from[a1 + x]) +
      w2 * (from[b2 + x] + from[a2 + x]) +
      w3 * (from[b3 + x] + from[a3 + x]);
};

/** As `blurNarrow`, for radii 4 to 6. */
const blurWide = (
  from: Float32Array,
  to: Float32Array,
  start: number,
  side: number,
  w: Float64Array,
  before: Int32Array,
  after: Int32Array,
): void => {
  const [w0, w1, w2, w3, w4, w5, w6] = w;
  const [c, b1, b2, b3, b4, b5, b6] = before;
  const [, a1, a2, a3, a4, a5, a6] = after;
  for (let x = 0; x < side; x++)
    to[start + x] =
      w0 * from[c + x] +
      w1 * (from[b1 + x] + from[a1 + x]) +
      w2 * (from[b2 + x] + from[a2 + x]) +
      w3 * (from[b3 + x] + from[a3 + x]) +
      w4 * (from[b4 + x] + from[a4 + x]) +
      w5 * (from[b5 + x] + from[a5 + x]) +
      w6 * (from[b6 + x] + from[a6 + x]);
};

/** A row with the reflections that its blur may read. */
const pad = (view: Float32Array, start: number, side: number, padded: Float32Array): void => {
  for (let x = 0; x < side; x++) padded[maxBlurRadius + x] = view[start + x];
  for (let k = 1; k <= maxBlurRadius; k++) {
    padded[maxBlurRadius - k] = view[start + k];
    padded[maxBlurRadius + side - 1 + k] = view[start + side - 1 - k];
  }
};

/**
 * One pass of a separable Gaussian blur along x (axis 0) or y (axis 1): view f32 [B, 3, S, S] -> blurred, the same
 * shape. Images whose sigma is 0 are skipped: `blurred` keeps what it holds there. Two passes, view -> scratch -> view,
 * thus blur the chosen images in place and leave the others' bits alone. S must be greater than 6.
 */
export const blur = defineKernel({
  name: 'blur',
  code,
  bindings: { appearance: read('f32'), view: read('f32'), blurred: readWrite('f32') },
  uniforms: { batch: 'u32', side: 'u32', axis: 'u32' },
  constants: { MAX_RADIUS: maxBlurRadius },
  grid: ({ batch, side }) => [Math.ceil((3 * side * side) / 64), batch],
  twin({ appearance, view, blurred }, { batch, side, axis }) {
    const reflected = reflections(side);
    const before = new Int32Array(maxBlurRadius + 1);
    const after = new Int32Array(maxBlurRadius + 1);
    // Along x, a row with its reflections; along y the plane's own rows, reflected by their offsets.
    const padded = new Float32Array(side + 2 * maxBlurRadius);
    for (let image = 0; image < batch; image++) {
      const sigma = appearance[image * appearanceStride + at.sigma];
      if (sigma <= 0) continue;
      const { radius, weights } = gaussian(sigma);
      const blurRow = radius <= 3 ? blurNarrow : blurWide;
      for (let row = 3 * image * side; row < 3 * (image + 1) * side; row++) {
        const start = row * side;
        if (axis === 0) {
          pad(view, start, side, padded);
          for (let k = 0; k <= maxBlurRadius; k++) {
            before[k] = maxBlurRadius - k;
            after[k] = maxBlurRadius + k;
          }
          blurRow(padded, blurred, start, side, weights, before, after);
        } else {
          const y = row % side;
          const plane = start - y * side;
          for (let k = 0; k <= maxBlurRadius; k++) {
            before[k] = plane + reflected[maxBlurRadius + y - k] * side;
            after[k] = plane + reflected[maxBlurRadius + y + k] * side;
          }
          blurRow(view, blurred, start, side, weights, before, after);
        }
      }
    }
  },
});
