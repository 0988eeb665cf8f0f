import { describe, expect, it } from 'vitest';
import lossShader from '../../../shaders/mask-loss.wgsl?raw';
import weightsShader from '../../../shaders/pixel-weights.wgsl?raw';
import { maskLoss } from './mask-loss.ts';
import { type UncertaintyVariant, uncertaintyVariant } from './pixel-uncertainty.ts';
import { pixelWeights } from './pixel-weights.ts';
import { drawn } from './testing/values.ts';

const teacher = drawn(11, 64, -8, 8);

function weigh(logits: Float32Array, variant: UncertaintyVariant) {
  const pixelUncertainty = new Float32Array(logits.length);
  const weights = new Float32Array(logits.length);
  pixelWeights.twin(
    { logits, pixelUncertainty, weights },
    { size: logits.length, uncertainty: uncertaintyVariant[variant] },
  );
  return { pixelUncertainty, weights };
}

it('no uncertainty weighs every pixel fully', () => {
  const { pixelUncertainty, weights } = weigh(teacher, 'none');
  expect(pixelUncertainty.every((u) => u === 0)).toBe(true);
  expect(weights.every((w) => w === 1)).toBe(true);
});

it('the tent is 1 - 2 |sigmoid(q) - 1/2|', () => {
  const { pixelUncertainty } = weigh(teacher, 'tent');
  teacher.forEach((q, p) => {
    expect(pixelUncertainty[p]).toBeCloseTo(1 - 2 * Math.abs(1 / (1 + Math.exp(-q)) - 0.5), 6);
  });
});

it('the entropy is in bits: 1 where the teacher is undecided, that of a coin with p = 1/4 at q = -ln 3', () => {
  const { pixelUncertainty } = weigh(Float32Array.of(0, -Math.log(3), Math.log(3), 40), 'entropy');
  const quarter = 0.25 * Math.log2(4) + 0.75 * Math.log2(4 / 3);
  [1, quarter, quarter, 0].forEach((bits, p) => {
    expect(pixelUncertainty[p]).toBeCloseTo(bits, 6);
  });
});

it('extreme logits are certain', () => {
  for (const variant of ['tent', 'entropy'] as const) {
    const { weights } = weigh(Float32Array.of(1e4, -1e4, 1e30, -1e30), variant);
    expect(Array.from(weights)).toEqual([1, 1, 1, 1]);
  }
});

describe.each(['none', 'tent', 'entropy'] as const)('variant %s', (variant) => {
  it('is what the mask loss weighs its pixels by', () => {
    const logits = drawn(12, 64, -3, 3);
    const dLogits = new Float32Array(64);
    maskLoss.twin(
      {
        logits,
        targets: teacher,
        rows: Float32Array.of(1, 1, 0, 0),
        cells: new Uint32Array(4),
        dLogits,
        sums: new Float32Array(8),
      },
      {
        count: 1,
        pixels: 64,
        uncertainty: uncertaintyVariant[variant],
        normaliser: 0,
        weightDice: 0,
        bceWeight: 1,
        diceWeight: 0,
      },
    );
    const { weights } = weigh(teacher, variant);
    // The gradient is w (s - y) / P.
    logits.forEach((x, p) => {
      const slope = 1 / (1 + Math.exp(-x)) - Number(teacher[p] > 0);
      expect((dLogits[p] * 64) / slope).toBeCloseTo(weights[p], 5);
    });
  });
});

it.each(['log_one_plus', 'uncertainty_of'])('both shaders have the same %s', (name) => {
  const text = (shader: string) => new RegExp(`fn ${name}\\([\\s\\S]*?\\n}`).exec(shader)?.[0];
  expect(text(weightsShader)).toContain('return');
  expect(text(lossShader)).toBe(text(weightsShader));
});
