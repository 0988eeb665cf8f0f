import { describe, expect, it } from 'vitest';
import { eraseNormalise, pcg } from './erase-normalise.ts';
import { appearanceRow } from './testing/pictures.ts';
import { distance, drawn } from './testing/values.ts';

const side = 32;
const values = 3 * side * side;

const finish = (appearance: Float32Array, view: Float32Array): Float32Array => {
  const input = new Float32Array(view.length).fill(NaN);
  eraseNormalise.twin({ appearance, view, input }, { batch: view.length / values, side });
  return input;
};

describe('erase-normalise', () => {
  it('normalises where nothing is erased', () => {
    const view = drawn(8, values, 0, 1);
    const expected = Array.from(view, (x) => (x - 0.5) / 0.25);
    expect(distance(finish(appearanceRow({ noise: 9 }), view), expected).difference).toBeLessThan(1e-6);
  });

  it('fills exactly the rectangles, cut to the picture, with noise uniform in 0..1', () => {
    const rectangles = [
      [4, 6, 28, 30],
      [-3, -3, 2, 2],
      [30, 1, 40, 3],
    ];
    const view = new Float32Array(values).fill(0.25);
    const input = finish(appearanceRow({ noise: 77 }, rectangles), view);
    const erased: number[] = [];
    input.forEach((value, i) => {
      const x = i % side;
      const y = Math.floor(i / side) % side;
      const inside = rectangles.some(([l, t, r, b]) => x >= l && y >= t && x < r && y < b);
      if (inside) erased.push(value / 4 + 0.5);
      else expect(value).toBe(-1);
    });
    expect(erased).toHaveLength(3 * (24 * 24 + 4 + 4));
    expect(Math.min(...erased)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...erased)).toBeLessThan(1);
    // Mean 1/2 and variance 1/12, each within four standard errors of 1,752 draws.
    const mean = erased.reduce((sum, x) => sum + x, 0) / erased.length;
    const variance = erased.reduce((sum, x) => sum + (x - mean) ** 2, 0) / erased.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.028);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.008);
  });

  it('draws other noise for another key, another rectangle and another channel', () => {
    const view = new Float32Array(values);
    const whole = [[0, 0, side, side]];
    const one = finish(appearanceRow({ noise: 1 }, whole), view);
    const two = finish(appearanceRow({ noise: 2 }, whole), view);
    const second = finish(appearanceRow({ noise: 1 }, [[0, 0, 0, 0], ...whole]), view);
    const plane = side * side;
    const same = (a: Float32Array, b: Float32Array) => a.filter((x, i) => x === b[i]).length;
    expect(same(one, two)).toBeLessThan(3);
    expect(same(one, second)).toBeLessThan(3);
    expect(same(one.subarray(0, plane), one.subarray(plane, 2 * plane))).toBeLessThan(3);
  });

  it('hashes as PCG-RXS-M-XS does in whole numbers of any length', () => {
    const word = 2n ** 32n;
    for (const n of [0, 1, 12345, 2 ** 31, 2 ** 32 - 1]) {
      const state = (BigInt(n) * 747796405n + 2891336453n) % word;
      const mixed = (((state >> ((state >> 28n) + 4n)) ^ state) * 277803737n) % word;
      expect(pcg(n)).toBe(Number(((mixed >> 22n) ^ mixed) % word));
    }
  });
});
