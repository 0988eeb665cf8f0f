import { it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { maskQuality } from './mask-quality.ts';
import { packMask } from './pack-mask.ts';
import { drawn } from './testing/values.ts';

/** The last row is an empty mask; some logits are exactly 0 or far out. */
function masks(pixels: number): Float32Array {
  const logits = drawn(41, 3 * pixels, -4, 4);
  logits.set([0, 500, -500, -0]);
  return logits.fill(-2, 2 * pixels);
}

it.each([64, 6400])('shader and twin agree on mask qualities of %d pixels', async (pixels) => {
  const inputs = { logits: masks(pixels), quality: new Float32Array(12).fill(9) };
  await expectKernelMatchesTwin(
    maskQuality,
    inputs,
    { count: 3, pixels },
    { absolute: 1e-6, relative: 1e-5 },
  );
});

it.each([64, 6400])('shader and twin agree on packed masks of %d pixels', async (pixels) => {
  const words = (3 * pixels) / 32;
  const bits = new Uint32Array(words).fill(9);
  await expectKernelMatchesTwin(packMask, { logits: masks(pixels), bits }, { words });
});
