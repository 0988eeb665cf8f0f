import code from '../../../shaders/mask-loss.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';
import { uncertaintyVariant } from './pixel-uncertainty.ts';
import { pixelVectors } from './pixel-vectors.ts';
import { reserveRows } from './row-arithmetic.ts';

/** Values of the uniform `normaliser`: what the weighted cross-entropy is divided by. */
export const maskLossNormaliser = { pixels: 0, weights: 1 } as const;

/** Columns of `sums`. Areas in mask pixels; `loss` includes the row's and the terms' weights. */
export const maskLossSums = {
  bce: 0,
  dice: 1,
  weight: 2,
  uncertainty: 3,
  iou: 4,
  area: 5,
  targetArea: 6,
  loss: 7,
} as const;
const columns = 8;

/** What `sumMaskLoss` adds up. */
const rowSums = 8;

/**
 * Weighted BCE + dice of mask logits [N, P] against targets [T, P] with their gradient dLogits [N, P]: the equations
 * are in the shader's header. `rows` [N, 4] = (row weight, 1 for a pseudo-label and 0 for truth, 0, 0); the target of
 * a row is cells[n][2]: coverage in 0..1 for truth, the teacher's logits for a pseudo-label. `uncertainty` is a value
 * of `uncertaintyVariant`. P must be a multiple of 4. On the CPU, rows of one target are best kept together: what is
 * made of the target is kept from row to row.
 */
export const maskLoss = defineKernel({
  name: 'mask-loss',
  code,
  bindings: {
    logits: read('f32'),
    targets: read('f32'),
    rows: read('f32'),
    cells: read('u32'),
    dLogits: readWrite('f32'),
    sums: readWrite('f32'),
  },
  uniforms: {
    count: 'u32',
    pixels: 'u32',
    uncertainty: 'u32',
    normaliser: 'u32',
    weightDice: 'u32',
    bceWeight: 'f32',
    diceWeight: 'f32',
  },
  grid({ count, pixels }) {
    pixelVectors('mask-loss', pixels);
    return [count];
  },
  elements: ({ count, pixels }) => ({
    logits: count * pixels,
    rows: count * 4,
    cells: count * 4,
    dLogits: count * pixels,
    sums: count * columns,
  }),
  twin({ logits, targets, rows, cells, dLogits, sums }, uniforms) {
    const { count, pixels, uncertainty, normaliser, weightDice, bceWeight, diceWeight } = uniforms;
    // Rows of pixels, one behind the other, and eight sums.
    const [x, teacher, target, weight, ones, predicted, sumsAt] = [0, 1, 2, 3, 4, 5, 6].map(
      (i) => i * pixels,
    );
    const arithmetic = reserveRows(sumsAt + rowSums);
    const { values } = arithmetic;
    const diceWeights = weightDice ? weight : ones;
    values.fill(1, ones, ones + pixels);
    const tent = Number(uncertainty === uncertaintyVariant.tent);
    const entropy = Number(uncertainty === uncertaintyVariant.entropy);
    let made = -1;
    let madePseudo = false;
    for (let row = 0; row < count; row++) {
      const rowWeight = rows[row * 4];
      const pseudo = rows[row * 4 + 1] !== 0;
      const index = cells[row * 4 + 2];
      if (index !== made || pseudo !== madePseudo) {
        const given = targets.subarray(index * pixels, (index + 1) * pixels);
        if (pseudo) {
          values.set(given, teacher);
          arithmetic.makePseudoMask(target, weight, pixels, teacher, tent, entropy);
        } else {
          values.set(given, target);
          values.fill(1, weight, weight + pixels);
        }
        made = index;
        madePseudo = pseudo;
      }
      values.set(logits.subarray(row * pixels, (row + 1) * pixels), x);
      arithmetic.sumMaskLoss(sumsAt, pixels, x, target, weight, diceWeights, predicted);
      const [bceSum, weightSum, overlap, predictedSum, targetSum, intersection, area, targetArea] =
        values.subarray(sumsAt, sumsAt + rowSums);
      const z = normaliser === maskLossNormaliser.pixels ? pixels : Math.max(weightSum, 1e-12);
      const n = 2 * overlap + 1;
      const d = predictedSum + targetSum + 1;
      const byBce = (rowWeight * bceWeight) / z;
      const byDice = (rowWeight * diceWeight) / (d * d);
      // The gradient takes the place of the logits.
      const [byOverlap, byTarget] = [byDice * n, byDice * 2 * d];
      arithmetic.slopeMaskLoss(x, pixels, predicted, target, weight, diceWeights, byBce, byOverlap, byTarget);
      dLogits.set(values.subarray(x, x + pixels), row * pixels);

      const bce = bceSum / z;
      const dice = 1 - n / d;
      const union = area + targetArea - intersection;
      const out = row * columns;
      sums[out + maskLossSums.bce] = bce;
      sums[out + maskLossSums.dice] = dice;
      sums[out + maskLossSums.weight] = weightSum;
      sums[out + maskLossSums.uncertainty] = (pixels - weightSum) / pixels;
      sums[out + maskLossSums.iou] = intersection / Math.max(union, 1);
      sums[out + maskLossSums.area] = area;
      sums[out + maskLossSums.targetArea] = targetArea;
      sums[out + maskLossSums.loss] = rowWeight * (bceWeight * bce + diceWeight * dice);
    }
  },
});
