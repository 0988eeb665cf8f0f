import { describe, expect, it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { blur } from './blur.ts';
import { colourJitter } from './colour-jitter.ts';
import { eraseNormalise } from './erase-normalise.ts';
import { imageMean } from './image-mean.ts';
import { pictures, variedAppearance } from './testing/pictures.ts';
import { drawn } from './testing/values.ts';
import { warpImage } from './warp-image.ts';

/** Not a multiple of the workgroup; smaller than an erased rectangle. */
const side = 21;
const batch = 6;
const values = batch * 3 * side * side;
const appearance = variedAppearance();
const view = drawn(40, values, 0, 1);

describe('augmentation on the GPU', () => {
  it('warps as the twin does', async () => {
    const geometry = new Float32Array(batch * 8);
    [
      [1, 0, 0, 0, 1, 0],
      [-1, 0, side - 1, 0, 1, 0],
      [0, -0.8, 17.3, 0.8, 0, 1.2],
      [1.25, 0, -3.1, 0, -1.25, 23],
      [0.7, 0.6, -4, -0.6, 0.7, 11],
      [1, 0, 1e7, 0, 1, -1e7],
    ].forEach((map, i) => {
      geometry.set(map, 8 * i);
    });
    const source = pictures(41, batch, side);
    const made = await expectKernelMatchesTwin(
      warpImage,
      { source, geometry, view: new Float32Array(values) },
      { batch, side },
      { absolute: 2e-5 },
    );
    expect(new Set(made.view.subarray(-side)).size).toBe(1);
  });

  it('means as the twin does', async () => {
    await expectKernelMatchesTwin(
      imageMean,
      { appearance, view, mean: new Float32Array(batch).fill(5) },
      { batch, side },
      { absolute: 1e-6 },
    );
  });

  it('jitters as the twin does', async () => {
    await expectKernelMatchesTwin(
      colourJitter,
      { appearance, mean: drawn(42, batch, 0.2, 0.8), view },
      { batch, side },
      { absolute: 5e-6 },
    );
  });

  it.each([0, 1])('blurs along axis %i as the twin does, and leaves the others', async (axis) => {
    const made = await expectKernelMatchesTwin(
      blur,
      { appearance, view, blurred: new Float32Array(values).fill(-7) },
      { batch, side, axis },
      { absolute: 2e-6 },
    );
    expect(made.blurred[0]).toBe(-7);
  });

  it('erases and normalises as the twin does, noise included, to the bit', async () => {
    await expectKernelMatchesTwin(
      eraseNormalise,
      { appearance, view, input: new Float32Array(values) },
      { batch, side },
      {},
    );
  });
});
