import { describe, expect, it } from 'vitest';
import { maskLoss, maskLossNormaliser, maskLossSums } from './mask-loss.ts';
import { type UncertaintyVariant, uncertaintyVariant } from './pixel-uncertainty.ts';
import { centralDifference, drawn } from './testing/values.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** PL-DC's pixel uncertainty (arXiv 2505.11075, pixel level), written out. */
function plainUncertainty(q: number, variant: UncertaintyVariant): number {
  const s = sigmoid(q);
  if (variant === 'none') return 0;
  if (variant === 'tent') return 1 - 2 * Math.abs(s - 0.5);
  return -(s * Math.log2(s) + (1 - s) * Math.log2(1 - s));
}

interface Variant {
  readonly uncertainty: UncertaintyVariant;
  readonly normaliser: keyof typeof maskLossNormaliser;
  readonly weightDice: boolean;
}

const bceWeight = 5;
const diceWeight = 2;

interface Row {
  readonly rowWeight: number;
  readonly pseudo: boolean;
  readonly given: ArrayLike<number>;
}

/** The loss of one row, literally. */
function plainLoss(x: ArrayLike<number>, row: Row, variant: Variant) {
  let bce = 0;
  let weights = 0;
  let overlap = 0;
  let predicted = 0;
  let target = 0;
  for (let p = 0; p < x.length; p++) {
    const y = row.pseudo ? Number(row.given[p] > 0) : row.given[p];
    const w = row.pseudo ? 1 - plainUncertainty(row.given[p], variant.uncertainty) : 1;
    const s = sigmoid(x[p]);
    const wDice = variant.weightDice ? w : 1;
    bce -= w * (y * Math.log(s) + (1 - y) * Math.log(1 - s));
    weights += w;
    overlap += wDice * s * y;
    predicted += wDice * s;
    target += wDice * y;
  }
  bce /= variant.normaliser === 'pixels' ? x.length : weights;
  const dice = 1 - (2 * overlap + 1) / (predicted + target + 1);
  return { bce, dice, weights, loss: row.rowWeight * (bceWeight * bce + diceWeight * dice) };
}

const pixels = 16;
const truth = drawn(5, pixels, -1, 2).map((y) => Math.min(Math.max(y, 0), 1));
const teacher = drawn(6, pixels, -5, 5);
const targets = Float32Array.of(...truth, ...teacher);
const logits = drawn(7, 4 * pixels, -4, 4);
/** A row of truth, two that share a pseudo-label, and one that weighs nothing. */
const rows = Float32Array.of(0.7, 0, 0, 0, 1.3, 1, 0, 0, 0.4, 1, 0, 0, 0, 0, 0, 0);
const cells = Uint32Array.of(0, 3, 0, 0, 0, 4, 1, 0, 1, 2, 1, 0, 1, 5, 0, 0);
const plainRows: readonly Row[] = [
  { rowWeight: 0.7, pseudo: false, given: truth },
  { rowWeight: 1.3, pseudo: true, given: teacher },
  { rowWeight: 0.4, pseudo: true, given: teacher },
  { rowWeight: 0, pseudo: false, given: truth },
];

function run(variant: Variant, given = { logits, targets, rows, cells, pixels, count: 4 }) {
  const dLogits = new Float32Array(given.logits.length).fill(Number.NaN);
  const sums = new Float32Array(given.count * 8).fill(Number.NaN);
  maskLoss.twin(
    { ...given, dLogits, sums },
    {
      count: given.count,
      pixels: given.pixels,
      uncertainty: uncertaintyVariant[variant.uncertainty],
      normaliser: maskLossNormaliser[variant.normaliser],
      weightDice: Number(variant.weightDice),
      bceWeight,
      diceWeight,
    },
  );
  return { dLogits, sums };
}

const variants: Variant[] = [];
for (const uncertainty of ['none', 'tent', 'entropy'] as const) {
  for (const normaliser of ['pixels', 'weights'] as const) {
    for (const weightDice of [false, true]) variants.push({ uncertainty, normaliser, weightDice });
  }
}

describe.each(variants)(
  'mask loss, $uncertainty, over $normaliser, dice weighted: $weightDice',
  (variant) => {
    const { dLogits, sums } = run(variant);

    it('equals the equations', () => {
      plainRows.forEach((row, n) => {
        const plain = plainLoss(logits.subarray(n * pixels, (n + 1) * pixels), row, variant);
        const of = (column: keyof typeof maskLossSums) => sums[n * 8 + maskLossSums[column]];
        expect(of('bce')).toBeCloseTo(plain.bce, 5);
        expect(of('dice')).toBeCloseTo(plain.dice, 5);
        expect(of('weight')).toBeCloseTo(plain.weights, 5);
        expect(of('uncertainty')).toBeCloseTo(1 - plain.weights / pixels, 5);
        expect(of('loss')).toBeCloseTo(plain.loss, 5);
      });
    });

    it('has the gradient that central differences of the equations have', () => {
      plainRows.forEach((row, n) => {
        const x = Float64Array.from(logits.subarray(n * pixels, (n + 1) * pixels));
        for (let p = 0; p < pixels; p++) {
          const expected = centralDifference((at) => plainLoss(at, row, variant).loss, x, p);
          expect(dLogits[n * pixels + p]).toBeCloseTo(expected, 5);
        }
      });
    });
  },
);

const plainest: Variant = { uncertainty: 'tent', normaliser: 'pixels', weightDice: false };

it('tells areas and IoU of the hard masks', () => {
  const given = {
    logits: Float32Array.of(1, 2, -1, 0, 3, -2, -3, -4),
    targets: Float32Array.of(1, 0.5, 0.5, 0.4, 0, 0, 1, 0),
    rows: Float32Array.of(1, 0, 0, 0),
    cells: Uint32Array.of(0, 0, 0, 0),
    pixels: 8,
    count: 1,
  };
  const { sums } = run(plainest, given);
  expect(sums[maskLossSums.area]).toBe(3);
  expect(sums[maskLossSums.targetArea]).toBe(4);
  expect(sums[maskLossSums.iou]).toBeCloseTo(2 / 5, 6);
});

it('has an IoU of 0 where prediction and target are both empty', () => {
  const given = {
    logits: new Float32Array(4).fill(-3),
    targets: new Float32Array(4),
    rows: Float32Array.of(1, 0, 0, 0),
    cells: new Uint32Array(4),
    pixels: 4,
    count: 1,
  };
  expect(run(plainest, given).sums[maskLossSums.iou]).toBe(0);
});

it.each(variants)(
  'stays finite and right for logits of +-300 ($uncertainty, $normaliser, $weightDice)',
  (variant) => {
    const given = {
      logits: Float32Array.of(300, -300, 300, -300, 300, -300, 300, -300),
      targets: Float32Array.of(1, 0, 0, 1, 300, -300, -300, 300),
      rows: Float32Array.of(1, 0, 0, 0, 1, 1, 0, 0),
      cells: Uint32Array.of(0, 0, 0, 0, 0, 1, 1, 0),
      pixels: 4,
      count: 2,
    };
    const { dLogits, sums } = run(variant, given);
    for (const row of [0, 1]) {
      // Two of four pixels are wrong by 300: a mean cross-entropy of 150 with slopes of 1 per pixel, weighted by 5 / 4.
      expect(sums[row * 8 + maskLossSums.bce]).toBeCloseTo(150, 3);
      const slopes = Array.from(dLogits.subarray(row * 4, row * 4 + 4));
      [0, 0, 1.25, -1.25].forEach((slope, p) => {
        expect(slopes[p]).toBeCloseTo(slope, 5);
      });
    }
  },
);

it('a teacher in perfect doubt teaches nothing', () => {
  const given = {
    logits: Float32Array.of(1, -2, 3, -4),
    targets: new Float32Array(4),
    rows: Float32Array.of(1, 1, 0, 0),
    cells: new Uint32Array(4),
    pixels: 4,
    count: 1,
  };
  for (const normaliser of ['pixels', 'weights'] as const) {
    const { dLogits, sums } = run({ uncertainty: 'tent', normaliser, weightDice: true }, given);
    expect(Array.from(dLogits)).toEqual([0, 0, 0, 0].map((zero) => expect.closeTo(zero, 10)));
    expect(sums[maskLossSums.bce]).toBe(0);
    expect(sums[maskLossSums.uncertainty]).toBe(1);
  }
});

it('a row that weighs nothing has no gradient and no loss', () => {
  const { dLogits, sums } = run(plainest);
  expect(dLogits.subarray(3 * pixels).every((slope) => slope === 0)).toBe(true);
  expect(sums[3 * 8 + maskLossSums.loss]).toBe(0);
});
