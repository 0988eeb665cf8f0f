import { describe, expect, it } from 'vitest';
import { initialParameters, PARAMETER_ALIGNMENT, type ParameterLayout } from './parameters.ts';
import { trainingNetwork } from './segmenter.ts';

const { layout } = trainingNetwork({ side: 128, classes: 5, maskChannels: 16, slots: 4 }, 1);

/** Vitest's own comparison of a million numbers takes seconds. */
const sameBits = (a: Float32Array, b: Float32Array): boolean =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

const moments = (values: Float32Array): { mean: number; deviation: number; kurtosis: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const central = (power: number): number =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
  return { mean, deviation: Math.sqrt(central(2)), kurtosis: central(4) / central(2) ** 2 };
};

describe('the layout of the segmenter', () => {
  it('puts every parameter at a place of its own that a GPU can bind', () => {
    let end = 0;
    for (const { offset, size, shape } of layout.specs) {
      expect(offset % PARAMETER_ALIGNMENT).toBe(0);
      expect(offset).toBeGreaterThanOrEqual(end);
      expect(size).toBe(shape.reduce((product, dimension) => product * dimension, 1));
      end = offset + size;
    }
    expect(layout.size).toBeGreaterThanOrEqual(end);
    expect(new Set(layout.specs.map(({ name }) => name)).size).toBe(layout.specs.length);
  });

  it('does not depend on the batch or the input side', () => {
    const other = trainingNetwork({ side: 192, classes: 5, maskChannels: 16, slots: 9 }, 3).layout;
    expect(other).toEqual(layout);
  });

  it('has only the class head follow the number of classes', () => {
    const other = trainingNetwork({ side: 128, classes: 8, maskChannels: 16, slots: 4 }, 1).layout;
    const changed = layout.specs.filter(({ size }, i) => size !== other.specs[i]?.size);
    expect(changed.map(({ group }) => group)).toEqual(changed.map(() => 'class'));
    expect(changed).not.toEqual([]);
  });

  it('shrinks matrices, not biases and normalisation', () => {
    for (const { name, decay } of layout.specs)
      expect([name, decay]).toEqual([name, name.endsWith('.weight')]);
  });
});

describe('start values', () => {
  const start = initialParameters(layout, 7);

  it('are the same bits for the same seed, others for another', () => {
    expect(sameBits(initialParameters(layout, 7), start)).toBe(true);
    expect(sameBits(initialParameters(layout, 8), start)).toBe(false);
  });

  it.each(layout.specs.filter(({ size, initial }) => initial.kind === 'normal' && size >= 500))(
    'of $name have their mean and deviation',
    ({ initial, offset, size }) => {
      const deviation = initial.kind === 'normal' ? initial.deviation : 0;
      const values = start.subarray(offset, offset + size);
      const found = moments(values);
      // Five standard errors: of the mean s / sqrt(n), of the deviation s / sqrt(2 n).
      expect(Math.abs(found.mean)).toBeLessThan((5 * deviation) / Math.sqrt(size));
      expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(5 / Math.sqrt(2 * size));
    },
  );

  it('are what is said where that is a constant or a list', () => {
    for (const { initial, offset, size } of layout.specs) {
      const values = [...start.subarray(offset, offset + size)];
      if (initial.kind === 'constant') expect(values).toEqual(values.map(() => Math.fround(initial.value)));
      if (initial.kind === 'values') expect(values).toEqual([...initial.values].map(Math.fround));
    }
  });

  it('leave the gaps between parameters at zero', () => {
    const gaps = start.slice();
    for (const { offset, size } of layout.specs) gaps.fill(0, offset, offset + size);
    expect(gaps.every((value) => value === 0)).toBe(true);
  });

  it('begin as a blob at their own cell', () => {
    const bias = layout.specs.find(({ name }) => name === 'kernels.bias');
    const values = start.subarray(bias?.offset, (bias?.offset ?? 0) + (bias?.size ?? 0));
    // Channels, then dx, dy, dx^2, dy^2, dx dy, 1.
    expect([...values]).toEqual([...Array.from({ length: 16 }, () => 0), 0, 0, -4, -4, 0, 1]);
  });
});

describe('normal numbers', () => {
  const one: ParameterLayout = {
    size: 200_000,
    specs: [
      {
        name: 'w',
        shape: [200_000],
        size: 200_000,
        offset: 0,
        group: 'trunk',
        decay: true,
        initial: { kind: 'normal', deviation: 1 },
      },
    ],
  };
  const values = initialParameters(one, 3);

  it('have the tails of the normal distribution', () => {
    // Its kurtosis is 3, with standard error sqrt(24 / n) = .011; two of 31.6 lie beyond two deviations.
    expect(Math.abs(moments(values).kurtosis - 3)).toBeLessThan(0.055);
    const beyond = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(5 * Math.sqrt((0.0455 * 0.9545) / values.length));
  });

  it('do not follow from their neighbours', () => {
    let product = 0;
    let product2 = 0;
    for (let i = 1; i < values.length; i++) {
      product += values[i] * values[i - 1];
      product2 += values[i] ** 2 * values[i - 1] ** 2 - 1;
    }
    expect(Math.abs(product / values.length)).toBeLessThan(5 / Math.sqrt(values.length));
    // var(x^2 y^2) = 9 - 1.
    expect(Math.abs(product2 / values.length)).toBeLessThan(5 * Math.sqrt(8 / values.length));
  });
});
