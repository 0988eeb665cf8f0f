import code from '../../../shaders/mask-kernel-gradient.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import type { Rows } from '../simd/row-operations.ts';
import { geometryTerms, layQuadratic, offsetFromCell, quadraticRows } from './cell-geometry.ts';
import { planeVectors } from './pixel-vectors.ts';
import { dotAllRows, reserveRows } from './row-arithmetic.ts';

/**
 * dKernels [B, C+6, G, G] from dLogits [N, M*M] and features [B, C, M, M]; `count` is N, M a multiple of 4. Writes
 * only the cells of the rows, so dKernels must come zeroed; no two rows may share image and cell.
 */
export const maskKernelGradient = defineKernel({
  name: 'mask-kernel-gradient',
  code,
  bindings: { dLogits: read('f32'), features: read('f32'), cells: read('u32'), dKernels: readWrite('f32') },
  uniforms: { count: 'u32', channels: 'u32', gridSide: 'u32', maskSide: 'u32' },
  grid({ count, maskSide }) {
    planeVectors('mask-kernel-gradient', maskSide);
    return [count];
  },
  elements: ({ count, maskSide }) => ({ cells: count * 4, dLogits: count * maskSide * maskSide }),
  twin({ dLogits, features, cells, dKernels }, { count, channels, gridSide, maskSide }) {
    const pixels = maskSide * maskSide;
    const cellsPerImage = gridSide * gridSide;
    const width = channels + geometryTerms;
    // The features of one image, one row of dLogits, the powers of dx, sums.
    const at = channels * pixels;
    const powers = at + pixels;
    const sums = powers + quadraticRows * maskSide;
    const rows = reserveRows(sums + Math.ceil(channels / 4) * 4);
    const { values } = rows;
    let laid = -1;
    for (let row = 0; row < count; row++) {
      const image = cells[row * 4];
      const cell = cells[row * 4 + 1];
      const kernel = image * width * cellsPerImage + cell;
      if (image !== laid) values.set(features.subarray(image * at, (image + 1) * at));
      laid = image;
      values.set(dLogits.subarray(row * pixels, (row + 1) * pixels), at);
      dotAllRows(rows, sums, pixels, at, 0, channels);
      for (let c = 0; c < channels; c++) dKernels[kernel + c * cellsPerImage] = values[sums + c];
      layQuadratic(values, powers, cell, gridSide, maskSide);
      const byGeometry = sumQuadratic(rows, sums, at, powers, maskSide, gridSide, cell);
      for (let j = 0; j < geometryTerms; j++)
        dKernels[kernel + (channels + j) * cellsPerImage] = byGeometry[j];
    }
  },
});

/** Sums over the pixels of the row at `at` times (dx, dy, dx^2, dy^2, dx dy, 1). */
function sumQuadratic(
  rows: Rows,
  sums: number,
  at: number,
  powers: number,
  maskSide: number,
  gridSide: number,
  cell: number,
): Float64Array {
  const y = offsetFromCell(Math.floor(cell / gridSide), gridSide, maskSide);
  const total = new Float64Array(geometryTerms);
  for (let v = 0; v < maskSide; v++) {
    dotAllRows(rows, sums, maskSide, at + v * maskSide, powers, quadraticRows);
    const sum = rows.values[sums];
    const sumDx = rows.values[sums + 1];
    const dy = y.offset + y.step * v;
    total[0] += sumDx;
    total[1] += sum * dy;
    total[2] += rows.values[sums + 2];
    total[3] += sum * dy * dy;
    total[4] += sumDx * dy;
    total[5] += sum;
  }
  return total;
}
