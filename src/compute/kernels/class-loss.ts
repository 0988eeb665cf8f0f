import code from '../../../shaders/class-loss.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

const threads = 64;

/**
 * Weighted softmax cross-entropy of logits [R, K] against goals [R, K] (distributions) with its gradient [R, K]; the
 * equations are in the shader's header. `count` is R, `classes` K, `normaliser` the number of instances (not 0),
 * `smoothing` in 0..1. A row that weighs 0 has loss and gradient 0 whatever its logits.
 */
export const classLoss = defineKernel({
  name: 'class-loss',
  code,
  bindings: {
    logits: read('f32'),
    goals: read('f32'),
    weights: read('f32'),
    gradient: readWrite('f32'),
    losses: readWrite('f32'),
  },
  uniforms: { count: 'u32', classes: 'u32', normaliser: 'f32', smoothing: 'f32' },
  grid: ({ count }) => [Math.ceil(count / threads)],
  elements: ({ count, classes }) => ({
    logits: count * classes,
    goals: count * classes,
    weights: count,
    gradient: count * classes,
    losses: count,
  }),
  twin({ logits, goals, weights, gradient, losses }, { count, classes, normaliser, smoothing }) {
    const spread = smoothing / classes;
    for (let row = 0; row < count; row++) {
      const start = row * classes;
      const end = start + classes;
      const weight = weights[row] / normaliser;
      if (weight === 0) {
        gradient.fill(0, start, end);
        losses[row] = 0;
        continue;
      }
      let largest = logits[start];
      for (let i = start + 1; i < end; i++) largest = Math.max(largest, logits[i]);
      let sum = 0;
      for (let i = start; i < end; i++) sum += Math.exp(logits[i] - largest);
      const logSum = Math.log(sum);
      let loss = 0;
      for (let i = start; i < end; i++) {
        const logP = logits[i] - largest - logSum;
        const goal = (1 - smoothing) * goals[i] + spread;
        loss -= goal * logP;
        gradient[i] = weight * (Math.exp(logP) - goal);
      }
      losses[row] = weight * loss;
    }
  },
});
