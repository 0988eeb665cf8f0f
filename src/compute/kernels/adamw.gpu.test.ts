import { describe, expect, it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { adamw, biasCorrections } from './adamw.ts';
import { gradientPartial } from './gradient-partial.ts';
import { gradientTotal } from './gradient-total.ts';
import { packParameterGroups } from './parameter-groups.ts';
import { drawn } from './testing/values.ts';

const count = 1003;
const unsound = Float32Array.from(drawn(50, count, -1, 1), (x, i) =>
  i === 7 ? NaN : i === 600 ? Infinity : i === 601 ? -2e15 : x,
);

describe('optimizer on the GPU', () => {
  it.each([
    [1, drawn(51, count, -1, 1)],
    [7, drawn(52, count, -100, 100)],
    [256, drawn(53, count, -1e-4, 1e-4)],
    [5, unsound],
  ])('sums squares in %i chunks as the twin does', async (workgroups, gradient) => {
    const made = await expectKernelMatchesTwin(
      gradientPartial,
      { gradient, partials: new Float32Array(2 * workgroups).fill(-1) },
      { count, workgroups },
      { relative: 2e-6, absolute: 1e-30 },
    );
    for (const maxNorm of [0, 0.5, 1e6])
      await expectKernelMatchesTwin(
        gradientTotal,
        { partials: made.partials, status: new Float32Array(4) },
        { workgroups, maxNorm },
        { relative: 2e-6 },
      );
  });

  const { groups, rates } = packParameterGroups([
    { count: 501, learningRate: 1, weightDecay: 1 },
    { count: 2, learningRate: 2, weightDecay: 0 },
    { count: 500, learningRate: 0.1, weightDecay: 1 },
  ]);
  const model = {
    parameters: drawn(54, count, -1, 1),
    gradient: drawn(55, count, -1, 1),
    first: drawn(56, count, -0.1, 0.1),
    second: drawn(57, count, 0, 0.1),
    teacher: drawn(58, count, -1, 1),
    groups,
    rates,
  };
  const uniforms = {
    count,
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.1,
    ...biasCorrections(0.9, 0.999, 3),
  };

  it.each([0, 0.99])('steps as the twin does, with a moving average of %f', async (emaDecay) => {
    const made = await expectKernelMatchesTwin(
      adamw,
      { ...model, status: Float32Array.of(2, 0.25, 1, 0) },
      { ...uniforms, emaDecay },
      { absolute: 2e-7, relative: 2e-6 },
    );
    expect(made.parameters[0]).not.toBe(model.parameters[0]);
  });

  it('writes nothing where the gradient is not finite', async () => {
    const made = await expectKernelMatchesTwin(
      adamw,
      { ...model, gradient: unsound, status: Float32Array.of(2, 1, 0, 3) },
      { ...uniforms, emaDecay: 0 },
      {},
    );
    expect(made.parameters).toEqual(model.parameters);
    expect(made.teacher).toEqual(model.teacher);
  });
});
