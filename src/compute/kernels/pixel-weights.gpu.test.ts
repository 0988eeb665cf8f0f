import { expect, it } from 'vitest';

import { expectKernelMatchesTwin, testDevice } from '../testing/index.ts';
import { maskLoss } from './mask-loss.ts';
import { pixelWeights } from './pixel-weights.ts';
import { drawn } from './testing/values.ts';

it.each([0, 1, 2])('shader and twin agree on pixel weights, variant %d', async (uncertainty) => {
  const size = 2052;
  const inputs = {
    logits: Float32Array.of(0, 1e30, -1e30, 200, ...drawn(11, size - 4, -9, 9)),
    pixelUncertainty: new Float32Array(size),
    weights: new Float32Array(size),
  };
  await expectKernelMatchesTwin(pixelWeights, inputs, { size, uncertainty });
});

it.each([1, 2])(
  'on the GPU, they are what the mask loss weighs its pixels by, variant %d',
  async (uncertainty) => {
    const device = await testDevice();
    const pixels = 64;
    const teacher = device.upload('f32', [1, pixels], drawn(12, pixels, -5, 5));
    const pixelUncertainty = device.create('f32', [1, pixels]);
    const weights = device.create('f32', [1, pixels]);
    const logits = device.create('f32', [1, pixels]);
    const rows = device.upload('f32', [1, 4], Float32Array.of(1, 1, 0, 0));
    const cells = device.create('u32', [1, 4]);
    const dLogits = device.create('f32', [1, pixels]);
    const sums = device.create('f32', [1, 8]);
    const uniforms = { count: 1, pixels, normaliser: 0, weightDice: 0, bceWeight: pixels, diceWeight: 0 };
    device.run(pixelWeights, { logits: teacher, pixelUncertainty, weights }, { size: pixels, uncertainty });
    device.run(
      maskLoss,
      { logits, targets: teacher, rows, cells, dLogits, sums },
      { ...uniforms, uncertainty },
    );
    const [q, w, slopes] = await device.read(teacher, weights, dLogits);
    // The student's logits are 0: slopes are w (1/2 - y).
    q.forEach((logit, p) => {
      expect(slopes[p]).toBeCloseTo(logit > 0 ? -w[p] / 2 : w[p] / 2, 6);
    });
    for (const tensor of [teacher, pixelUncertainty, weights, logits, rows, cells, dLogits, sums])
      tensor.dispose();
  },
);
