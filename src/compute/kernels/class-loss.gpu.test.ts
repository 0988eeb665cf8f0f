import { describe, it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { classLoss } from './class-loss.ts';
import { classQuality } from './class-quality.ts';
import { distributions, drawn, draws } from './testing/values.ts';

/** One workgroup and more; few classes and many. */
describe.each([
  [3, 5],
  [70, 6],
  [65, 80],
])('shader and twin agree, %d rows of %d classes', (count, classes) => {
  const draw = draws(31);
  const logits = drawn(32, count * classes, -8, 8);

  it.each([0, 0.1])('on the class loss, smoothing %d', async (smoothing) => {
    const inputs = {
      logits,
      goals: distributions(count, classes, draw),
      weights: Float32Array.from({ length: count }, (_, row) => (row % 5 === 2 ? 0 : draw(0.1, 2))),
      gradient: new Float32Array(count * classes).fill(9),
      losses: new Float32Array(count).fill(9),
    };
    const uniforms = { count, classes, normaliser: 4, smoothing };
    await expectKernelMatchesTwin(classLoss, inputs, uniforms, { absolute: 1e-6, relative: 1e-5 });
  });

  it('on class qualities', async () => {
    const probabilities = new Float32Array(count * classes);
    const best = new Float32Array(count * 2);
    await expectKernelMatchesTwin(classQuality, { logits, probabilities, best }, { count, classes });
  });
});
