import { describe, expect, it } from 'vitest';
import { expectKernelMatchesTwin } from '../testing/index.ts';
import { maskLoss, maskLossSums } from './mask-loss.ts';
import { drawn } from './testing/values.ts';

/** 64 x 64 fits into registers exactly, 80 x 80 does not, 4 x 4 leaves most threads idle. */
describe.each([4, 64, 80])('shader and twin agree on the mask loss of %d pixels a side', (side) => {
  const pixels = side * side;
  const truth = drawn(5, pixels, -1, 2).map((y) => Math.min(Math.max(y, 0), 1));
  const inputs = {
    logits: drawn(7, 3 * pixels, -6, 6),
    targets: Float32Array.of(...truth, ...drawn(6, pixels, -6, 6)),
    rows: Float32Array.of(0.7, 0, 0, 0, 1.3, 1, 0, 0, 0, 1, 0, 0),
    cells: Uint32Array.of(0, 3, 0, 0, 0, 4, 1, 0, 1, 2, 1, 0),
    dLogits: new Float32Array(3 * pixels).fill(9),
    sums: new Float32Array(3 * 8).fill(9),
  };

  for (const uncertainty of [0, 1, 2]) {
    for (const normaliser of [0, 1]) {
      for (const weightDice of [0, 1]) {
        it(`uncertainty ${uncertainty}, normaliser ${normaliser}, weightDice ${weightDice}`, async () => {
          const uniforms = {
            count: 3,
            pixels,
            uncertainty,
            normaliser,
            weightDice,
            bceWeight: 5,
            diceWeight: 2,
          };
          // Slopes are of the size of bceWeight / pixels.
          const made = await expectKernelMatchesTwin(maskLoss, inputs, uniforms, {
            absolute: 5e-6 / pixels,
            relative: 2e-5,
          });
          expect(made.sums[maskLossSums.loss]).toBeGreaterThan(1);
        });
      }
    }
  }
});

it('extreme logits are finite on the GPU too', async () => {
  const inputs = {
    logits: Float32Array.of(300, -300, 300, -300, 300, -300, 300, -300),
    targets: Float32Array.of(1, 0, 0, 1, 300, -300, -300, 300),
    rows: Float32Array.of(1, 0, 0, 0, 1, 1, 0, 0),
    cells: Uint32Array.of(0, 0, 0, 0, 0, 1, 1, 0),
    dLogits: new Float32Array(8),
    sums: new Float32Array(16),
  };
  const uniforms = {
    count: 2,
    pixels: 4,
    uncertainty: 2,
    normaliser: 1,
    weightDice: 1,
    bceWeight: 5,
    diceWeight: 2,
  };
  const made = await expectKernelMatchesTwin(maskLoss, inputs, uniforms, { absolute: 1e-6, relative: 1e-5 });
  expect(made.sums.every(Number.isFinite)).toBe(true);
});
