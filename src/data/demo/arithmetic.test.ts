import fc from 'fast-check';
import { expect, test } from 'vitest';
import { angleOf, cosine, decodeGamma, encodeGamma, sine } from './arithmetic.ts';
import { blur } from './blur.ts';
import { Random } from './random.ts';

test('sine, cosine and angle agree with the platform within their stated errors', () => {
  fc.assert(
    fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (turns) => {
      expect(Math.abs(cosine(turns) - Math.cos(turns * 2 * Math.PI))).toBeLessThan(1e-6);
      expect(Math.abs(sine(turns) - Math.sin(turns * 2 * Math.PI))).toBeLessThan(1e-6);
      const [x, y] = [Math.cos(turns), Math.sin(turns)];
      expect(Math.abs(angleOf(y, x) - Math.atan2(y, x) / (2 * Math.PI))).toBeLessThan(2e-6);
    }),
  );
});

test('gamma is that of sRGB to within a step of 8 bits', () => {
  for (let i = 0; i <= 255; i++) {
    const s = i / 255;
    const linear = s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    expect(Math.abs(decodeGamma(s) - linear)).toBeLessThan(0.004);
    // The square roots of the encoding have their say near black, where the standard is a straight line.
    if (linear > 0.01) expect(Math.abs(encodeGamma(linear) - s)).toBeLessThan(0.004);
  }
});

test('a blur keeps the sum and spreads as three running means do', () => {
  const spread = (radius: number) => {
    const line = new Float32Array(81);
    line[40] = 1;
    blur(line, 81, 1, 1, radius, 0);
    let sum = 0;
    let variance = 0;
    for (const [i, value] of line.entries()) {
      sum += value;
      variance += value * (i - 40) * (i - 40);
    }
    expect(sum).toBeCloseTo(1, 5);
    return variance;
  };
  // A box of 2r + 1 taps has variance ((2r + 1)^2 - 1) / 12.
  expect(spread(2)).toBeCloseTo(3 * (24 / 12), 4);
  expect(spread(5)).toBeCloseTo(3 * (120 / 12), 3);
  // Taps r, 1, r over 1 + 2r have variance 2r / (1 + 2r): the same through the single pass of slight blurs.
  expect(spread(0.05)).toBeCloseTo((3 * 0.1) / 1.1, 5);
  expect(spread(0.5)).toBeCloseTo(3 * 0.5, 5);
});

test('draws are uniform, and branches independent of the draws before them', () => {
  const draw = new Random(3, 1, 4);
  const branch = draw.branch(9).integer();
  let sum = 0;
  for (let i = 0; i < 4000; i++) sum += draw.between(0, 1);
  expect(sum / 4000).toBeCloseTo(0.5, 1);
  expect(draw.branch(9).integer()).toBe(branch);
  const shares = [0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const index = draw.weighted([1, 0, 3]);
    shares[index] = (shares[index] ?? 0) + 1;
  }
  expect(shares[1]).toBe(0);
  expect((shares[2] ?? 0) / 4000).toBeCloseTo(0.75, 1);
});
