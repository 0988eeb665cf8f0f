import { describe, it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { maskFeatureGradient } from './mask-feature-gradient.ts';
import { maskKernelGradient } from './mask-kernel-gradient.ts';
import { maskLogits } from './mask-logits.ts';
import { type MaskScene, maskScene } from './testing/mask-scene.ts';

/** Planes of several workgroups; channels that are no multiple of four; images without rows; the widest kernel. */
const scenes: readonly [string, MaskScene][] = [
  ['16 channels, 64 x 64', maskScene(1, [3, 0, 2], 16, 8, 64)],
  ['6 channels, 12 x 12', maskScene(2, [1, 9], 6, 4, 12)],
  ['3 channels, 4 x 4', maskScene(3, [0, 2, 0], 3, 2, 4)],
  ['128 channels, 8 x 8', maskScene(4, [2], 128, 2, 8)],
];

describe.each(scenes)('shader and twin agree, %s', (_, scene) => {
  const { images, channels, gridSide, maskSide, count } = scene;
  const { kernels, features, cells, imageStart, dLogits } = scene;
  const rowUniforms = { count, channels, gridSide, maskSide };
  /** Sums of up to 128 products of either sign, of size 1. */
  const tolerance = { absolute: 2e-5, relative: 1e-5 };

  it('on mask logits', async () => {
    const logits = new Float32Array(dLogits.length);
    await expectKernelMatchesTwin(maskLogits, { kernels, features, cells, logits }, rowUniforms, tolerance);
  });

  it('on the gradient by the kernels', async () => {
    const dKernels = new Float32Array(kernels.length);
    const inputs = { dLogits, features, cells, dKernels };
    // Sums over all pixels, of either sign: their rounding grows like the side of the plane.
    const perPlane = { absolute: 2e-6 * maskSide, relative: 1e-5 };
    await expectKernelMatchesTwin(maskKernelGradient, inputs, rowUniforms, perPlane);
  });

  it('on the gradient by the features', async () => {
    const dFeatures = new Float32Array(features.length).fill(9);
    const inputs = { dLogits, kernels, cells, imageStart, dFeatures };
    await expectKernelMatchesTwin(
      maskFeatureGradient,
      inputs,
      { images, channels, gridSide, maskSide },
      tolerance,
    );
  });
});
