import code from '../../../shaders/class-quality.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

const threads = 64;

/**
 * probabilities [R, K] = softmax of logits [R, K]; best [R, 2] = (class quality, its class, the first of equals).
 * `count` is R, `classes` K.
 */
export const classQuality = defineKernel({
  name: 'class-quality',
  code,
  bindings: { logits: read('f32'), probabilities: readWrite('f32'), best: readWrite('f32') },
  uniforms: { count: 'u32', classes: 'u32' },
  grid: ({ count }) => [Math.ceil(count / threads)],
  elements: ({ count, classes }) => ({
    logits: count * classes,
    probabilities: count * classes,
    best: count * 2,
  }),
  twin({ logits, probabilities, best }, { count, classes }) {
    for (let row = 0; row < count; row++) {
      const start = row * classes;
      let winner = 0;
      for (let k = 1; k < classes; k++) {
        if (logits[start + k] > logits[start + winner]) winner = k;
      }
      const largest = logits[start + winner];
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += Math.exp(logits[start + k] - largest);
      for (let k = 0; k < classes; k++) {
        probabilities[start + k] = Math.exp(logits[start + k] - largest) / sum;
      }
      best[row * 2] = 1 / sum;
      best[row * 2 + 1] = winner;
    }
  },
});
