import { expect, it } from 'vitest';
import { maskQuality, maskQualityColumns } from './mask-quality.ts';
import { drawn } from './testing/values.ts';

function run(logits: Float32Array, count: number) {
  const quality = new Float32Array(count * 4).fill(Number.NaN);
  maskQuality.twin({ logits, quality }, { count, pixels: logits.length / count });
  return (row: number, column: keyof typeof maskQualityColumns) =>
    quality[row * 4 + maskQualityColumns[column]];
}

it("equals PL-DC's mean foreground probability", () => {
  const pixels = 64;
  const logits = drawn(41, 3 * pixels, -4, 3);
  const of = run(logits, 3);
  for (let row = 0; row < 3; row++) {
    const s = Array.from(logits.subarray(row * pixels, (row + 1) * pixels), (q) => 1 / (1 + Math.exp(-q)));
    const foreground = s.filter((p) => p > 0.5);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(foreground.length).toBeGreaterThan(9);
    expect(of(row, 'quality')).toBeCloseTo(mean(foreground), 6);
    expect(of(row, 'area')).toBe(foreground.length);
    expect(of(row, 'uncertainty')).toBeCloseTo(mean(s.map((p) => 1 - 2 * Math.abs(p - 0.5))), 6);
    expect(of(row, 'softArea') / pixels).toBeCloseTo(mean(s), 6);
  }
});

it('an empty mask has quality 0, and a logit of 0 is outside', () => {
  const of = run(Float32Array.of(-1, -2, 0, -900), 1);
  expect(of(0, 'quality')).toBe(0);
  expect(of(0, 'area')).toBe(0);
  expect(of(0, 'softArea')).toBeGreaterThan(0.5);
});
