import { describe, it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { noSlot, poolMode, poolWeights } from './pool-weights.ts';
import { drawn } from './testing/values.ts';

describe.each([4, 12, 64])('shader and twin agree on pooling weights of %d pixels a side', (maskSide) => {
  const pixels = maskSide * maskSide;

  it.each(Object.entries(poolMode))('from %s', async (_, mode) => {
    const planes = mode === poolMode.logits ? drawn(51, 4 * pixels, -5, 1) : drawn(52, 4 * pixels, 0, 1);
    // An empty mask and one of the whole image.
    planes.fill(mode === poolMode.logits ? -1 : 0, pixels, 2 * pixels).fill(1, 2 * pixels, 3 * pixels);
    const inputs = {
      planes: Float32Array.of(...planes, ...planes.subarray(0, pixels)),
      slots: Uint32Array.of(4, 0, 3, 1, noSlot),
      inside: new Float32Array((6 * pixels) / 4),
      ring: new Float32Array((6 * pixels) / 4),
    };
    const uniforms = { count: 5, maskSide, mode };
    await expectKernelMatchesTwin(poolWeights, inputs, uniforms, { absolute: 1e-8, relative: 1e-5 });
  });
});
