import { describe, expect, it } from 'vitest';
import { maskFeatureGradient } from './mask-feature-gradient.ts';
import { maskKernelGradient } from './mask-kernel-gradient.ts';
import { maskLogits } from './mask-logits.ts';
import { type MaskScene, maskScene, plainMaskLogits } from './testing/mask-scene.ts';
import { centralDifference, distance } from './testing/values.ts';

/** Channels that are and are not a multiple of four; images with none, one and several rows. */
const scenes: readonly [string, MaskScene][] = [
  ['16 channels', maskScene(1, [5, 0, 4], 16, 3, 8)],
  ['6 channels', maskScene(2, [1, 9], 6, 4, 12)],
  ['3 channels', maskScene(3, [0, 2, 0], 3, 2, 4)],
];

/** A loss whose gradient by the logits is the scene's dLogits. */
const loss = (scene: MaskScene, kernels: ArrayLike<number>, features: ArrayLike<number>) =>
  plainMaskLogits(scene, kernels, features).reduce((sum, logit, i) => sum + logit * scene.dLogits[i], 0);

describe.each(scenes)('mask logits, %s', (_, scene) => {
  it('equal the equation, pixel by pixel', () => {
    const logits = new Float32Array(scene.dLogits.length);
    maskLogits.twin({ ...scene, logits }, scene);
    const { difference, scale } = distance(logits, plainMaskLogits(scene));
    expect(scale).toBeGreaterThan(1);
    expect(difference).toBeLessThan(1e-5);
  });

  it('leave rows past the count alone', () => {
    const logits = new Float32Array(scene.dLogits.length).fill(7);
    maskLogits.twin({ ...scene, logits }, { ...scene, count: scene.count - 1 });
    expect(logits.at(-1)).toBe(7);
    expect(logits[0]).not.toBe(7);
  });
});

describe.each(scenes)('gradients of mask logits, %s', (_, scene) => {
  it('by the kernels equal central differences of the equation', () => {
    const dKernels = new Float32Array(scene.kernels.length);
    maskKernelGradient.twin({ ...scene, dKernels }, scene);
    const kernels = Float64Array.from(scene.kernels);
    const expected = kernels.map((_, i) =>
      centralDifference((x) => loss(scene, x, scene.features), kernels, i),
    );
    expect(distance(dKernels, expected).difference).toBeLessThan(2e-5);
  });

  it('by the features equal central differences of the equation', () => {
    const dFeatures = new Float32Array(scene.features.length).fill(NaN);
    maskFeatureGradient.twin({ ...scene, dFeatures }, scene);
    expect(dFeatures.every(Number.isFinite)).toBe(true);
    const features = Float64Array.from(scene.features);
    for (let i = 0; i < features.length; i += 7) {
      const expected = centralDifference((x) => loss(scene, scene.kernels, x), features, i);
      expect(Math.abs(dFeatures[i] - expected)).toBeLessThan(1e-5);
    }
  });
});

it('a kernel made of its quadratic terms draws a blob at its own cell', () => {
  const gridSide = 4;
  const maskSide = 16;
  const kernels = new Float32Array(7 * gridSide * gridSide);
  const cell = 2 * gridSide + 1;
  kernels[3 * 16 + cell] = -4;
  kernels[4 * 16 + cell] = -4;
  kernels[6 * 16 + cell] = 1;
  const logits = new Float32Array(maskSide * maskSide);
  const features = new Float32Array(maskSide * maskSide);
  const cells = Uint32Array.of(0, cell, 0, 0);
  maskLogits.twin({ kernels, features, cells, logits }, { count: 1, channels: 1, gridSide, maskSide });
  // The cell covers columns 4 to 7 and rows 8 to 11; 1 - 4 (dx^2 + dy^2) > 0 within a quarter of the image's half side.
  const inside = Array.from(logits.keys()).filter((p) => logits[p] > 0);
  const mean = (of: (p: number) => number) => inside.reduce((sum, p) => sum + of(p), 0) / inside.length;
  expect(mean((p) => p % maskSide)).toBeCloseTo(5.5, 5);
  expect(mean((p) => Math.floor(p / maskSide))).toBeCloseTo(9.5, 5);
  expect(inside.length).toBe(12);
});
