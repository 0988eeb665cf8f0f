import { it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { objectnessLoss } from './objectness-loss.ts';
import { draws } from './testing/values.ts';

it.each([9, 400])('shader and twin agree on the objectness loss of %d cells an image', async (cells) => {
  const images = 3;
  const draw = draws(21);
  const logits = Float32Array.from({ length: images * cells }, () => draw(-7, 7));
  logits.set([150, -150, 60, -60]);
  const heat = logits.map(() => (draw(0, 1) < 0.3 ? 1 : draw(0, 1)));
  heat.set([0, 1, 1, 0]);
  const weights = logits.map(() => (draw(0, 1) < 0.2 ? 0 : draw(0.2, 1.5)));
  const gradient = new Float32Array(images * cells).fill(9);
  const losses = new Float32Array(images).fill(9);
  const inputs = { logits, heat, weights, gradient, losses };
  await expectKernelMatchesTwin(
    objectnessLoss,
    inputs,
    { images, cells, normaliser: 5 },
    { absolute: 1e-7, relative: 1e-5 },
  );
});
