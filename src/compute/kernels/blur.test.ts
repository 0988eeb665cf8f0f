import { describe, expect, it } from 'vitest';
import { blur } from './blur.ts';
import { appearanceRow } from './testing/pictures.ts';
import { distance, drawn } from './testing/values.ts';

const side = 16;
const values = 3 * side * side;

const blurred = (appearance: Float32Array, before: Float32Array, batch = 1): Float32Array => {
  const view = before.slice();
  const scratch = new Float32Array(before.length).fill(NaN);
  blur.twin({ appearance, view, blurred: scratch }, { batch, side, axis: 0 });
  blur.twin({ appearance, view: scratch, blurred: view }, { batch, side, axis: 1 });
  return view;
};

/** Index of a picture continued by reflection, -1 -> 1 and S -> S - 2. */
const reflected = (i: number): number => (i < 0 ? -i : i >= side ? 2 * (side - 1) - i : i);

describe('blur', () => {
  it.each([0.1, 0.5, 1, 1.4, 2])(
    'is the two-dimensional Gaussian, reflected at the borders, at sigma %f',
    (sigma) => {
      const before = drawn(6, values, 0, 1);
      const after = blurred(appearanceRow({ sigma }), before);
      const radius = Math.ceil(3 * sigma);
      const expected = Array.from(after, (_, i) => {
        const x = i % side;
        const y = Math.floor(i / side) % side;
        const plane = Math.floor(i / (side * side)) * side * side;
        let sum = 0;
        let weights = 0;
        for (let dy = -radius; dy <= radius; dy++) {
          for (let dx = -radius; dx <= radius; dx++) {
            const weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
            sum += weight * before[plane + reflected(y + dy) * side + reflected(x + dx)];
            weights += weight;
          }
        }
        return sum / weights;
      });
      expect(distance(after, expected).difference).toBeLessThan(1e-6);
    },
  );

  it('skips images with sigma 0, bit for bit', () => {
    const before = drawn(7, 2 * values, 0, 1);
    const rows = new Float32Array(48);
    rows.set(appearanceRow({ sigma: 1 }), 24);
    const after = blurred(rows, before, 2);
    expect(after.subarray(0, values)).toEqual(before.subarray(0, values));
    expect(distance(after.subarray(values), before.subarray(values)).difference).toBeGreaterThan(0.1);
  });
});
