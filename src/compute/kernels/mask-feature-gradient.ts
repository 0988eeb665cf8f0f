import code from '../../../shaders/mask-feature-gradient.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { geometryTerms } from './cell-geometry.ts';
import { planeVectors } from './pixel-vectors.ts';
import { addAllWeightedRows, reserveRows } from './row-arithmetic.ts';

const threads = 64;
const channelsPerThread = 4;

/**
 * dFeatures [B, C, M, M] from dLogits [N, M*M] and kernels [B, C+6, G, G]; `images` is B, M a multiple of 4.
 * Rows are sorted by image; rows imageStart[b] to imageStart[b+1] - 1 belong to image b. All of dFeatures is written.
 */
export const maskFeatureGradient = defineKernel({
  name: 'mask-feature-gradient',
  code,
  bindings: {
    dLogits: read('f32'),
    kernels: read('f32'),
    cells: read('u32'),
    imageStart: read('u32'),
    dFeatures: readWrite('f32'),
  },
  uniforms: { images: 'u32', channels: 'u32', gridSide: 'u32', maskSide: 'u32' },
  grid: ({ images, channels, maskSide }) => [
    Math.ceil(planeVectors('mask-feature-gradient', maskSide) / threads),
    Math.ceil(channels / channelsPerThread),
    images,
  ],
  elements: ({ images, channels, gridSide, maskSide }) => ({
    kernels: images * (channels + geometryTerms) * gridSide * gridSide,
    imageStart: images + 1,
    dFeatures: images * channels * maskSide * maskSide,
  }),
  twin({ dLogits, kernels, cells, imageStart, dFeatures }, { images, channels, gridSide, maskSide }) {
    const pixels = maskSide * maskSide;
    const cellsPerImage = gridSide * gridSide;
    for (let image = 0; image < images; image++) {
      const start = imageStart[image];
      const end = imageStart[image + 1];
      const count = end - start;
      // All rows of one image, one plane of dFeatures.
      const out = count * pixels;
      const rows = reserveRows(out + pixels);
      rows.values.set(dLogits.subarray(start * pixels, end * pixels));
      const weights = new Float64Array(count);
      for (let c = 0; c < channels; c++) {
        const plane = (image * (channels + geometryTerms) + c) * cellsPerImage;
        for (let j = 0; j < count; j++) weights[j] = kernels[plane + cells[(start + j) * 4 + 1]];
        rows.values.fill(0, out, out + pixels);
        addAllWeightedRows(rows, out, pixels, 0, count, weights);
        dFeatures.set(rows.values.subarray(out, out + pixels), (image * channels + c) * pixels);
      }
    }
  },
});
