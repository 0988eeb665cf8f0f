import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReserveRows } from '../simd/row-operations.ts';
import { rowFunctions, simdRows } from '../simd/simd-rows.ts';
import { plainRows } from './plain-rows.ts';
import { addAllWeightedRows, dotAllRows } from './row-arithmetic.ts';
import { maskScene, plainMaskLogits } from './testing/mask-scene.ts';
import { distance, drawn } from './testing/values.ts';

const simd = simdRows();
if (!simd)
  throw new Error(
    'WebAssembly has no SIMD here, without which these tests say little: use Node 20 or later.',
  );
const kinds: readonly [string, ReserveRows][] = [
  ['SIMD', simd],
  ['plain TypeScript', plainRows()],
];
/** Less than a block of sums, more than one, a plane. */
const lengths = [4, 12, 68, 4096];
const worst = (ours: ArrayLike<number>, exact: readonly number[]) =>
  Math.max(...exact.map((value, i) => Math.abs(ours[i] / value - 1)));

describe.each(kinds)('row operations in %s', (_, reserve) => {
  it.each([...lengths, 3, 5])('add weighted rows of %i elements, and touch no others', (length) => {
    const rows = reserve(8000 * 7);
    const data = drawn(length, 6 * length, -1, 1);
    const weights = Float32Array.of(0.5, -2, 0.25, 3, 1.5, -0.75);
    const [start, out] = [16, 50_000];
    rows.values.set(data, start);
    rows.values.fill(7, out - 4, out + length + 8);
    addAllWeightedRows(rows, out, length, start, 6, weights);
    const exact = Array.from({ length }, (_, i) =>
      weights.reduce((sum, w, j) => sum + w * data[j * length + i], 7),
    );
    const ours = rows.values.subarray(out, out + length);
    expect(distance(ours, exact).difference).toBeLessThan(3e-6);
    expect(rows.values[out - 1]).toBe(7);
    expect(rows.values[out + Math.ceil(length / 4) * 4]).toBe(7);
  });

  it.each([...lengths, 25_600])('dot rows of %i elements as exactly as doubles do', (length) => {
    const rows = reserve(6 * length + 8);
    const [row, start, sums] = [0, length, 6 * length];
    // All of one sign: nothing cancels, so that the sum's own error shows.
    const data = drawn(length, 6 * length, 0.1, 1);
    rows.values.set(data);
    dotAllRows(rows, sums, length, row, start, 5);
    const exact = [1, 2, 3, 4, 5].map((j) => {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += data[i] * data[j * length + i];
      return sum;
    });
    expect(worst(rows.values.subarray(sums, sums + 5), exact)).toBeLessThan(3e-7);
  });

  it('have a sigmoid and a cross-entropy that are right to 1e-6 wherever floats are normal', () => {
    const x = Float32Array.from({ length: 8000 }, (_, i) => (i - 4000) * 0.02137);
    const n = x.length;
    const rows = reserve(4 * n + 8);
    rows.values.set(x);
    rows.values.fill(0, n, 2 * n);
    rows.values.fill(1, 2 * n, 3 * n);
    const exactSigmoid = Array.from(x, (value) => 1 / (1 + Math.exp(-value)));
    rows.sumMaskLoss(4 * n, n, 0, n, 2 * n, 2 * n, 3 * n);
    expect(worst(rows.values.subarray(3 * n, 4 * n), exactSigmoid)).toBeLessThan(1e-6);
    // Four equal pixels at a time, so that the sum is the cross-entropy of one.
    const losses = x
      .filter((_, i) => i % 16 === 0)
      .map((value) => {
        rows.values.fill(value, 0, 4);
        rows.sumMaskLoss(4 * n, 4, 0, n, 2 * n, 2 * n, 3 * n);
        return rows.values[4 * n] / 4;
      });
    const exactLosses = Array.from(
      x.filter((_, i) => i % 16 === 0),
      (value) => (value > 0 ? value + Math.log1p(Math.exp(-value)) : Math.log1p(Math.exp(value))),
    );
    expect(worst(losses, exactLosses)).toBeLessThan(1e-6);
  });

  it.each(lengths)('sum the mask loss of %i pixels, with its slopes', (n) => {
    const data = [drawn(1, n, -9, 9), drawn(2, n, 0, 1), drawn(3, n, 0, 1), drawn(4, n, 0, 1)];
    const [x, y, w, wDice] = data;
    const rows = reserve(6 * n + 8);
    data.forEach((row, i) => {
      rows.values.set(row, i * n);
    });
    rows.sumMaskLoss(6 * n, n, 0, n, 2 * n, 3 * n, 4 * n);
    rows.slopeMaskLoss(5 * n, n, 4 * n, n, 2 * n, 3 * n, 0.7, 0.4, 0.9);
    const s = Array.from(x, (value) => 1 / (1 + Math.exp(-value)));
    const total = (of: (p: number) => number) => s.reduce((sum, _, p) => sum + of(p), 0);
    const exact = [
      total((p) => -w[p] * (y[p] * Math.log(s[p]) + (1 - y[p]) * Math.log1p(-s[p]))),
      total((p) => w[p]),
      total((p) => wDice[p] * s[p] * y[p]),
      total((p) => wDice[p] * s[p]),
      total((p) => wDice[p] * y[p]),
      total((p) => Number(x[p] > 0 && y[p] >= 0.5)),
      total((p) => Number(x[p] > 0)),
      total((p) => Number(y[p] >= 0.5)),
    ];
    const sums = rows.values.subarray(6 * n, 6 * n + 8);
    expect(
      distance(
        sums.map((sum, j) => sum / (exact[j] || 1)),
        exact.map((sum) => (sum ? 1 : 0)),
      ).difference,
    ).toBeLessThan(1e-6);
    expect([...sums.subarray(5)]).toEqual(exact.slice(5));
    const slopes = s.map(
      (_, p) => 0.7 * w[p] * (s[p] - y[p]) + wDice[p] * (0.4 - 0.9 * y[p]) * s[p] * (1 - s[p]),
    );
    expect(distance(rows.values.subarray(5 * n, 6 * n), slopes).difference).toBeLessThan(3e-7);
  });

  it.each([
    [1, 0],
    [0, 1],
    [0, 0],
  ])('make pseudo-masks weighted by %i tents and %i entropies', (tent, entropy) => {
    const q = Float32Array.of(...drawn(5, 60, -12, 12), 0, -0, 300, -300);
    const n = q.length;
    const rows = reserve(3 * n);
    rows.values.set(q);
    rows.makePseudoMask(n, 2 * n, n, 0, tent, entropy);
    const weights = Array.from(q, (value) => {
      const doubt = 1 / (1 + Math.exp(Math.abs(value)));
      const bits = doubt > 0 ? -(doubt * Math.log2(doubt) + (1 - doubt) * Math.log2(1 - doubt)) : 0;
      return 1 - tent * 2 * doubt - entropy * bits;
    });
    expect([...rows.values.subarray(n, 2 * n)]).toEqual(Array.from(q, (value) => Number(value > 0)));
    expect(distance(rows.values.subarray(2 * n, 3 * n), weights).difference).toBeLessThan(3e-7);
  });

  it.each(lengths)('sum the quality of %i logits', (n) => {
    const q = drawn(6, n, -6, 6);
    const rows = reserve(n + 4);
    rows.values.set(q);
    rows.sumMaskQuality(n, n, 0);
    const s = Array.from(q, (value) => 1 / (1 + Math.exp(-value)));
    const total = (of: (s: number) => number) => s.reduce((sum, value) => sum + of(value), 0);
    const exact = [
      total((value) => (value > 0.5 ? value : 0)),
      total((value) => Number(value > 0.5)),
      total((value) => Math.min(value, 1 - value)),
      total((value) => value),
    ];
    expect(worst(rows.values.subarray(n, n + 4), exact)).toBeLessThan(1e-6);
  });

  it('let NaN and infinity be seen', () => {
    const rows = reserve(64);
    rows.values.fill(1);
    rows.values.set([1, NaN, -1, 0]);
    rows.sumMaskLoss(40, 4, 0, 4, 8, 8, 12);
    rows.slopeMaskLoss(16, 4, 12, 4, 8, 8, 1, 1, 1);
    rows.sumMaskQuality(50, 4, 0);
    rows.makePseudoMask(20, 24, 4, 0, 1, 0);
    const nanAt = (start: number) => Array.from(rows.values.subarray(start, start + 4), Number.isNaN);
    expect(nanAt(12)).toEqual([false, true, false, false]);
    expect(nanAt(16)).toEqual([false, true, false, false]);
    expect(nanAt(24)).toEqual([false, true, false, false]);
    expect([rows.values[40], rows.values[43], rows.values[52], rows.values[53]]).toEqual([
      NaN,
      NaN,
      NaN,
      NaN,
    ]);
    rows.values.set([1, Number.POSITIVE_INFINITY, -1, 0]);
    rows.dotRows(40, 4, 0, 4, 4, 4, 4);
    expect(rows.values[40]).toBe(Number.POSITIVE_INFINITY);
  });

  it('repeat themselves bit for bit', () => {
    const once = () => {
      const rows = reserve(6000);
      rows.values.fill(0);
      rows.values.set(drawn(8, 4000, -3, 3));
      rows.sumMaskLoss(5000, 1000, 0, 1000, 2000, 3000, 4000);
      rows.dotRows(5010, 1000, 0, 1000, 2000, 3000, 4000);
      return [...rows.values.subarray(4000, 5014)];
    };
    const first = once();
    // Often enough for the engine to compile better code in between.
    for (let i = 0; i < 200; i++) once();
    expect(once()).toEqual(first);
  });
});

it('SIMD and plain TypeScript offer the same operations with the same parameters', () => {
  const [ofSimd, ofPlain] = kinds.map(([, reserve]) =>
    Object.entries(reserve(4)).flatMap(([name, operation]) =>
      typeof operation === 'function' ? [`${name} ${operation.length}`] : [],
    ),
  );
  expect(ofSimd.toSorted()).toEqual(ofPlain.toSorted());
  expect(rowFunctions.length).toBe(ofPlain.length);
});

it('memory grows, and keeps to the longest need', () => {
  const fresh = simdRows();
  if (!fresh) throw new Error('There was SIMD a moment ago.');
  expect(fresh(100).values.length).toBeGreaterThanOrEqual(100);
  const { values } = fresh(1_000_000);
  expect(values.length).toBeGreaterThanOrEqual(1_000_000);
  expect(fresh(10).values).toBe(values);
  expect(() => fresh(2 ** 33)).toThrow(/has no 32768 MiB for the rows of a kernel\. Use a smaller batch/);
});

describe('where there is no SIMD', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['no WebAssembly at all', undefined],
    ['WebAssembly without it', { validate: () => false }],
  ])('plain TypeScript takes its place: %s', async (_, webAssembly) => {
    vi.stubGlobal('WebAssembly', webAssembly);
    vi.resetModules();
    expect(simdRows()).toBeUndefined();
    const { maskLogits } = await import('./mask-logits.ts');
    const scene = maskScene(4, [3, 2], 5, 3, 8);
    const logits = new Float32Array(scene.dLogits.length);
    maskLogits.twin({ ...scene, logits }, scene);
    expect(distance(logits, plainMaskLogits(scene)).difference).toBeLessThan(1e-5);
  });
});
