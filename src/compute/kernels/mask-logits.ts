import code from '../../../shaders/mask-logits.wgsl?raw';
import { KernelError } from '../errors.ts';
import { defineKernel, read, readWrite } from '../kernel.ts';
import type { Rows } from '../simd/row-operations.ts';
import { geometryTerms, layQuadratic, offsetFromCell, quadraticRows } from './cell-geometry.ts';
import { planeVectors } from './pixel-vectors.ts';
import { addAllWeightedRows, reserveRows } from './row-arithmetic.ts';

const threads = 64;
const constants = { WIDEST_KERNEL: 134, VECTORS_PER_THREAD: 4 };

/**
 * Mask logits [N, M*M] of N cells from kernels [B, C+6, G, G] and features [B, C, M, M]; `count` is N.
 * At most 128 channels; M a multiple of 4. Rows from `count` on are left alone.
 */
export const maskLogits = defineKernel({
  name: 'mask-logits',
  code,
  bindings: { kernels: read('f32'), features: read('f32'), cells: read('u32'), logits: readWrite('f32') },
  uniforms: { count: 'u32', channels: 'u32', gridSide: 'u32', maskSide: 'u32' },
  constants,
  grid({ count, channels, maskSide }) {
    if (channels + geometryTerms > constants.WIDEST_KERNEL) {
      throw new KernelError(
        `Kernel "mask-logits" was given ${channels} mask features.`,
        `It takes at most ${constants.WIDEST_KERNEL - geometryTerms}: choose fewer.`,
      );
    }
    const vectors = planeVectors('mask-logits', maskSide);
    return [Math.ceil(vectors / (threads * constants.VECTORS_PER_THREAD)), count];
  },
  elements: ({ count, maskSide }) => ({ cells: count * 4, logits: count * maskSide * maskSide }),
  twin({ kernels, features, cells, logits }, { count, channels, gridSide, maskSide }) {
    const pixels = maskSide * maskSide;
    const cellsPerImage = gridSide * gridSide;
    const width = channels + geometryTerms;
    // The features of one image, one row of logits, the powers of dx.
    const out = channels * pixels;
    const powers = out + pixels;
    const rows = reserveRows(powers + quadraticRows * maskSide);
    const k = new Float64Array(width);
    let laid = -1;
    for (let row = 0; row < count; row++) {
      const image = cells[row * 4];
      const cell = cells[row * 4 + 1];
      if (image !== laid) rows.values.set(features.subarray(image * out, (image + 1) * out));
      laid = image;
      for (let c = 0; c < width; c++) k[c] = kernels[(image * width + c) * cellsPerImage + cell];
      rows.values.fill(0, out, out + pixels);
      layQuadratic(rows.values, powers, cell, gridSide, maskSide);
      addQuadratic(rows, out, powers, maskSide, gridSide, cell, k.subarray(channels));
      addAllWeightedRows(rows, out, pixels, 0, channels, k);
      logits.set(rows.values.subarray(out, out + pixels), row * pixels);
    }
  },
});

/** out[p] += k[0] dx + k[1] dy + k[2] dx^2 + k[3] dy^2 + k[4] dx dy + k[5] */
function addQuadratic(
  rows: Rows,
  out: number,
  powers: number,
  maskSide: number,
  gridSide: number,
  cell: number,
  k: Float64Array,
): void {
  const y = offsetFromCell(Math.floor(cell / gridSide), gridSide, maskSide);
  const weights = new Float64Array(quadraticRows);
  for (let v = 0; v < maskSide; v++) {
    const dy = y.offset + y.step * v;
    weights[0] = (k[3] * dy + k[1]) * dy + k[5];
    weights[1] = k[0] + k[4] * dy;
    weights[2] = k[2];
    addAllWeightedRows(rows, out + v * maskSide, maskSide, powers, quadraticRows, weights);
  }
}
