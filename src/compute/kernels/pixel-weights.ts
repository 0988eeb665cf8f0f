import code from '../../../shaders/pixel-weights.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { uncertaintyOf } from './pixel-uncertainty.ts';
import { pixelVectors } from './pixel-vectors.ts';

const threads = 256;

/**
 * Uncertainty and weight [T, P] of every pixel, from the teacher's logits [T, P], as the mask loss uses them; `size`
 * is T * P, a multiple of 4. `uncertainty` is a value of `uncertaintyVariant`.
 */
export const pixelWeights = defineKernel({
  name: 'pixel-weights',
  code,
  bindings: { logits: read('f32'), pixelUncertainty: readWrite('f32'), weights: readWrite('f32') },
  uniforms: { size: 'u32', uncertainty: 'u32' },
  grid: ({ size }) => [Math.ceil(pixelVectors('pixel-weights', size) / threads)],
  elements: ({ size }) => ({ logits: size, pixelUncertainty: size, weights: size }),
  twin({ logits, pixelUncertainty, weights }, { size, uncertainty }) {
    for (let i = 0; i < size; i++) {
      const u = uncertaintyOf(logits[i], uncertainty);
      pixelUncertainty[i] = u;
      weights[i] = 1 - u;
    }
  },
});
