import code from '../../../shaders/objectness-loss.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { expNegative, logOnePlus } from './logistic.ts';

/**
 * Penalty-reduced focal loss of objectness logits [B, g] against heat [B, g], alpha 2 and beta 4, with its gradient;
 * the equations are in the shader's header. A positive is a cell whose heat is exactly 1. `images` is B, `cells` is g,
 * `normaliser` the number of instances (not 0). losses [B] are sums over each image's cells.
 */
export const objectnessLoss = defineKernel({
  name: 'objectness-loss',
  code,
  bindings: {
    logits: read('f32'),
    heat: read('f32'),
    weights: read('f32'),
    gradient: readWrite('f32'),
    losses: readWrite('f32'),
  },
  uniforms: { images: 'u32', cells: 'u32', normaliser: 'f32' },
  grid: ({ images }) => [images],
  elements: ({ images, cells }) => ({
    logits: images * cells,
    heat: images * cells,
    weights: images * cells,
    gradient: images * cells,
    losses: images,
  }),
  twin({ logits, heat, weights, gradient, losses }, { images, cells, normaliser }) {
    for (let image = 0; image < images; image++) {
      let sum = 0;
      for (let i = image * cells; i < (image + 1) * cells; i++) {
        const weight = weights[i] / normaliser;
        if (weight === 0) {
          gradient[i] = 0;
          continue;
        }
        const positive = heat[i] === 1;
        /** The logit of being wrong. */
        const margin = positive ? -logits[i] : logits[i];
        const e = expNegative(Math.abs(margin));
        const wrong = (margin >= 0 ? 1 : e) / (1 + e);
        const right = (margin >= 0 ? e : 1) / (1 + e);
        const entropy = Math.max(margin, 0) + logOnePlus(e);
        const cool = positive ? 1 : (1 - heat[i]) ** 2;
        const factor = weight * wrong * wrong * cool * cool;
        const slope = factor * (2 * right * entropy + wrong);
        gradient[i] = positive ? -slope : slope;
        sum += factor * entropy;
      }
      losses[image] = sum;
    }
  },
});
