import { expect, it } from 'vitest';
import { maskLoss } from './mask-loss.ts';
import { type UncertaintyVariant, uncertaintyOf, uncertaintyVariant } from './pixel-uncertainty.ts';
import { drawn } from './testing/values.ts';

const teacher = drawn(11, 64, -8, 8);

const uncertainty = (logits: Float32Array, variant: UncertaintyVariant): number[] =>
  Array.from(logits, (q) => uncertaintyOf(q, uncertaintyVariant[variant]));

it('none is 0 everywhere', () => {
  expect(uncertainty(teacher, 'none').every((u) => u === 0)).toBe(true);
});

it('the tent is 1 - 2 |sigmoid(q) - 1/2|', () => {
  const tent = uncertainty(teacher, 'tent');
  teacher.forEach((q, p) => {
    expect(tent[p]).toBeCloseTo(1 - 2 * Math.abs(1 / (1 + Math.exp(-q)) - 0.5), 6);
  });
});

it('the entropy is in bits: 1 where the teacher is undecided, that of a coin with p = 1/4 at q = -ln 3', () => {
  const entropy = uncertainty(Float32Array.of(0, -Math.log(3), Math.log(3), 40), 'entropy');
  const quarter = 0.25 * Math.log2(4) + 0.75 * Math.log2(4 / 3);
  [1, quarter, quarter, 0].forEach((bits, p) => {
    expect(entropy[p]).toBeCloseTo(bits, 6);
  });
});

it('extreme logits are certain', () => {
  for (const variant of ['tent', 'entropy'] as const) {
    uncertainty(Float32Array.of(1e4, -1e4, 1e30, -1e30), variant).forEach((u) => {
      expect(u).toBeCloseTo(0, 12);
    });
  }
});

it.each(['none', 'tent', 'entropy'] as const)(
  'the mask loss weighs a pixel by 1 - u, variant %s',
  (variant) => {
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
    const doubt = uncertainty(teacher, variant);
    // The gradient is w (s - y) / P.
    logits.forEach((x, p) => {
      const slope = 1 / (1 + Math.exp(-x)) - Number(teacher[p] > 0);
      expect((dLogits[p] * 64) / slope).toBeCloseTo(1 - (doubt[p] ?? 0), 5);
    });
  },
);
