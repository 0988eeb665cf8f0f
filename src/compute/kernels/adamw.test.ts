import { describe, expect, it } from 'vitest';
import { adamw, biasCorrections } from './adamw.ts';
import reference from './fixtures/adamw.json' with { type: 'json' };
import { gradientPartial } from './gradient-partial.ts';
import { gradientTotal } from './gradient-total.ts';
import { packParameterGroups } from './parameter-groups.ts';
import { distance, drawn } from './testing/values.ts';

const statusOf = (gradient: Float32Array, maxNorm: number, workgroups = 3): Float32Array => {
  const partials = new Float32Array(2 * workgroups).fill(NaN);
  const status = new Float32Array(4).fill(NaN);
  gradientPartial.twin({ gradient, partials }, { count: gradient.length, workgroups });
  gradientTotal.twin({ partials, status }, { workgroups, maxNorm });
  return status;
};

const settings = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.05 };

/** Buffers of a model of `size` parameters, moments at zero. */
const fresh = (parameters: Float32Array) => ({
  parameters: parameters.slice(),
  first: new Float32Array(parameters.length),
  second: new Float32Array(parameters.length),
  teacher: parameters.slice(),
});

describe('gradient norm', () => {
  it.each([
    [1, 3],
    [1000, 3],
    [1001, 256],
    [7, 256],
  ])('of %i elements in %i chunks is the root of the sum of squares', (size, workgroups) => {
    const gradient = drawn(size, size, -2, 2);
    const norm = Math.hypot(...gradient);
    const [measured, scale, finite, unsound] = statusOf(gradient, 0.5, workgroups);
    expect(measured / norm).toBeCloseTo(1, 6);
    expect(scale).toBeCloseTo(Math.min(1, 0.5 / norm), 6);
    expect([finite, unsound]).toEqual([1, 0]);
  });

  it('leaves small gradients and maxNorm 0 unclipped', () => {
    expect(statusOf(Float32Array.of(0.3, 0.4), 1)[1]).toBe(1);
    expect(statusOf(Float32Array.of(300, 400), 0)[1]).toBe(1);
  });

  it('counts NaN, infinities and absurdly large elements', () => {
    const gradient = Float32Array.of(3, NaN, Infinity, -Infinity, 4, 1e15, -3e38);
    expect([...statusOf(gradient, 0)]).toEqual([5, 1, 0, 5]);
    const huge = statusOf(new Float32Array(9).fill(9e14), 0);
    expect(huge[0] / 2.7e15).toBeCloseTo(1, 6);
    expect([huge[2], huge[3]]).toEqual([1, 0]);
  });
});

describe('adamw', () => {
  it("takes torch.optim.AdamW's steps, with two groups and clipping", () => {
    const { groups, rates } = packParameterGroups([
      { count: 4, learningRate: 1, weightDecay: 1 },
      { count: 2, learningRate: 2, weightDecay: 0 },
    ]);
    const model = fresh(Float32Array.from(reference.start));
    reference.gradients.forEach((figures, i) => {
      const gradient = Float32Array.from(figures);
      const status = statusOf(gradient, reference.maxNorm);
      expect(status[0] / reference.norms[i]).toBeCloseTo(1, 6);
      adamw.twin(
        { ...model, gradient, status, groups, rates },
        { ...settings, ...biasCorrections(0.9, 0.999, i + 1), count: 6, emaDecay: 0 },
      );
      expect(distance(model.parameters, reference.parameters[i]).difference).toBeLessThan(3e-7);
    });
    expect(distance(model.first, reference.first).difference).toBeLessThan(1e-7);
    expect(distance(model.second, reference.second).difference).toBeLessThan(1e-9);
    expect(model.teacher).toEqual(model.parameters);
  });

  it('equals a restatement in doubles over five steps, the moving average included', () => {
    const size = 101;
    const start = drawn(20, size, -1, 1);
    const segments = [
      { count: 50, learningRate: 1, weightDecay: 1 },
      { count: 1, learningRate: 0.5, weightDecay: 0 },
      { count: 50, learningRate: 0, weightDecay: 1 },
    ];
    const { groups, rates } = packParameterGroups(segments);
    const model = fresh(start);
    const p = Float64Array.from(start);
    const m = new Float64Array(size);
    const v = new Float64Array(size);
    const ema = Float64Array.from(start);
    const a = 0.7;
    for (let t = 1; t <= 5; t++) {
      const gradient = drawn(20 + t, size, -1, 1);
      const norm = Math.hypot(...gradient);
      adamw.twin(
        { ...model, gradient, status: statusOf(gradient, 2), groups, rates },
        { ...settings, ...biasCorrections(0.9, 0.999, t), count: size, emaDecay: a },
      );
      for (let i = 0; i < size; i++) {
        const segment = segments[i < 50 ? 0 : i < 51 ? 1 : 2];
        const lr = settings.learningRate * segment.learningRate;
        const g = (gradient[i] * 2) / (norm + 1e-6);
        p[i] -= lr * settings.weightDecay * segment.weightDecay * p[i];
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        p[i] -= (lr * (m[i] / (1 - 0.9 ** t))) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
        ema[i] = a * ema[i] + (1 - a) * p[i];
      }
    }
    expect(distance(model.parameters, p).difference).toBeLessThan(5e-7);
    expect(distance(model.teacher, ema).difference).toBeLessThan(5e-7);
    expect(model.parameters.subarray(51)).toEqual(start.subarray(51));
    expect(distance(model.teacher, start).difference).toBeGreaterThan(0.01);
  });

  it('writes nothing where the gradient is not finite', () => {
    const model = fresh(drawn(30, 9, -1, 1));
    model.teacher.fill(3);
    model.first.fill(0.1);
    model.second.fill(0.2);
    const before = structuredClone(model);
    const gradient = drawn(31, 9, -1, 1);
    gradient[8] = NaN;
    const { groups, rates } = packParameterGroups([{ count: 9, learningRate: 1, weightDecay: 1 }]);
    adamw.twin(
      { ...model, gradient, status: statusOf(gradient, 1), groups, rates },
      { ...settings, ...biasCorrections(0.9, 0.999, 1), count: 9, emaDecay: 0 },
    );
    expect(model).toEqual(before);
  });
});

describe('parameter groups', () => {
  it('pack one byte per element and share equal rates', () => {
    const { groups, rates } = packParameterGroups([
      { count: 3, learningRate: 1, weightDecay: 1 },
      { count: 2, learningRate: 1, weightDecay: 0 },
      { count: 1, learningRate: 1, weightDecay: 1 },
    ]);
    expect([...groups]).toEqual([0x01000000, 0x00000001]);
    expect([...rates]).toEqual([1, 1, 1, 0]);
  });

  it('refuse more groups than a byte tells apart, and none', () => {
    const many = Array.from({ length: 257 }, (_, i) => ({ count: 1, learningRate: i, weightDecay: 0 }));
    expect(() => packParameterGroups(many)).toThrow(/257 parameter groups are too many/);
    expect(() => packParameterGroups([])).toThrow(/no parameters/);
  });
});
