import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Example, fitRidge, solve } from './ridge.ts';

/** Gaussian elimination, to compare with. */
function solved(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let c = 0; c < rows.length; c++) {
    const pivot = rows
      .slice(c)
      .reduce((best, row, i) => (Math.abs(row[c]) > Math.abs(rows[best][c]) ? c + i : best), c);
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    for (let r = 0; r < rows.length; r++) {
      if (r === c) continue;
      const factor = rows[r][c] / rows[c][c];
      rows[r] = rows[r].map((value, k) => value - factor * rows[c][k]);
    }
  }
  return rows.map((row, i) => row[row.length - 1] / row[i]);
}

const point = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 });

test('what the rows of an object are given without it is what a fit to the others gives them', () => {
  const row = fc.tuple(point, fc.double({ min: -1, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 3, maxLength: 7 }), (drawn) => {
      const n = drawn.length;
      const penalty = 0.3;
      const k = (i: number, j: number) =>
        drawn[i][0].reduce((sum, value, d) => sum + value * drawn[j][0][d], 0);
      const kernel = Float64Array.from({ length: n * n }, (_, i) => k(Math.floor(i / n), i % n));
      const targets = drawn.map(([, y]) => Float64Array.of(y));
      const all = [...drawn.keys()];
      // The first two rows are of the same object.
      const objects = [[0, 1], ...all.slice(2).map((i) => [i])];
      const { leftOut, dual } = solve(kernel, targets, penalty, objects);
      const fitted = (some: readonly number[]) =>
        solved(
          some.map((i) => some.map((j) => k(i, j) + (i === j ? penalty : 0))),
          some.map((i) => drawn[i][1]),
        );
      const whole = fitted(all);
      for (const rows of objects) {
        const others = all.filter((j) => !rows.includes(j));
        const weights = fitted(others);
        for (const i of rows) {
          expect(dual[i][0]).toBeCloseTo(whole[i], 6);
          const without = others.reduce((sum, j, at) => sum + weights[at] * k(i, j), 0);
          expect(leftOut[i][0]).toBeCloseTo(without, 6);
        }
      }
    }),
  );
});

/** Two figures that tell classes 0 and 2 apart, and one of noise. */
const examples = (count: number, apart: number): Example[] =>
  Array.from({ length: count }, (_, i) => {
    const noise = (salt: number) => Math.sin(i * 12.9898 + salt * 78.233) % 1;
    const category = i % 2 === 0 ? 0 : 2;
    const place = category === 0 ? -apart : apart;
    return { category, descriptors: [Float32Array.of(place + noise(1), place / 2 + noise(2), noise(3))] };
  });

test('classes that lie apart are told apart, and one that was never shown is never named', () => {
  const classifier = fitRidge(examples(40, 3), 3);
  const first = classifier?.probabilities(Float32Array.of(-3, -1.5, 0)) ?? [];
  expect(first[0]).toBeGreaterThan(0.95);
  expect(first[1]).toBe(0);
  expect(first[0] + first[2]).toBeCloseTo(1, 6);
});

test('where nothing tells classes apart, it is not sure', () => {
  const classifier = fitRidge(examples(200, 0), 3);
  const chances = classifier?.probabilities(Float32Array.of(0.3, -0.4, 0.2)) ?? [];
  expect(Math.max(...chances)).toBeLessThan(0.65);
});

test('more examples than it takes are thinned out, not cut off', () => {
  // Those of class 1 come last.
  const late = Array.from({ length: 300 }, (_, i) => ({
    category: 1,
    descriptors: [Float32Array.of(9 + (i % 3), 9, 0)],
  }));
  const classifier = fitRidge([...examples(700, 3), ...late], 3);
  expect(classifier?.probabilities(Float32Array.of(9, 9, 0))[1]).toBeGreaterThan(0.9);
});

test.each([
  ['none', []],
  ['of one class', examples(10, 3).filter(({ category }) => category === 0)],
  ['one of each class', examples(2, 3)],
])('with examples %s there is nothing to tell apart', (_, few) => {
  expect(fitRidge(few, 3)).toBeUndefined();
});
