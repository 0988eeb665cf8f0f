import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPeaks, type PackedCandidate, removeDuplicates, sharedPixels } from './decode.ts';

const SIDE = 6;
const all = { limit: 100, threshold: 0.05 };

/** Logits -10 everywhere but where said: [x, y, logit]. */
function grid(...spots: readonly (readonly [x: number, y: number, logit: number])[]): Float32Array {
  const logits = new Float32Array(SIDE * SIDE).fill(-10);
  for (const [x, y, logit] of spots) logits[y * SIDE + x] = logit;
  return logits;
}

const cellsOf = (logits: Float32Array, options = all): number[] =>
  findPeaks(logits, SIDE, options).map(({ cell }) => cell);

describe('peaks', () => {
  it('are the highest of their neighbourhood, best first, with their probability', () => {
    const peaks = findPeaks(grid([1, 1, 0], [2, 2, -0.5], [4, 4, 2], [4, 3, 1.9]), SIDE, all);
    expect(peaks.map(({ cell }) => cell)).toEqual([4 * SIDE + 4, SIDE + 1]);
    expect(peaks[0]?.objectness).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect(peaks[1]?.objectness).toBe(0.5);
  });

  it('may lie in a corner, and do not reach round the border', () => {
    // (5, 0) and (0, 1) follow one another in memory but are no neighbours.
    expect(cellsOf(grid([5, 0, 1], [0, 1, 2], [5, 5, 3]))).toEqual([35, 6, 5]);
  });

  it('two cells apart are both kept', () => {
    expect(cellsOf(grid([1, 1, 1], [3, 1, 1], [1, 3, 1]))).toEqual([7, 9, 19]);
  });

  it('of equal neighbours are the first', () => {
    expect(cellsOf(grid([2, 2, 1], [3, 2, 1], [2, 3, 1], [3, 3, 1]))).toEqual([2 * SIDE + 2]);
    // Diagonally down to the left: still after, in row-major order.
    expect(cellsOf(grid([3, 2, 1], [2, 3, 1]))).toEqual([2 * SIDE + 3]);
  });

  it('of a flat grid are one', () => {
    expect(cellsOf(new Float32Array(SIDE * SIDE))).toEqual([0]);
  });

  it('are at most as many as allowed: the best', () => {
    const logits = grid([0, 0, 1], [2, 0, 3], [4, 0, 2], [0, 2, 4]);
    expect(cellsOf(logits, { ...all, limit: 2 })).toEqual([12, 2]);
    expect(cellsOf(logits, { ...all, limit: 0 })).toEqual([]);
  });

  it('reach the threshold', () => {
    const threshold = 0.3;
    const logit = Math.log(threshold / (1 - threshold));
    expect(cellsOf(grid([1, 1, logit + 1e-4], [4, 4, logit - 1e-4]), { ...all, threshold })).toEqual([7]);
  });

  it('are never where the network gave no number', () => {
    expect(cellsOf(new Float32Array(SIDE * SIDE).fill(Number.NaN))).toEqual([]);
    expect(cellsOf(grid([1, 1, Number.NaN], [4, 4, 1]))).toEqual([28]);
  });

  it('are what a direct search finds', () => {
    const values = fc.array(fc.integer({ min: -4, max: 3 }), { minLength: 36, maxLength: 36 });
    fc.assert(
      fc.property(values, (numbers) => {
        const expected = numbers.flatMap((value, cell) => {
          const rivals = numbers.flatMap((other, at) => {
            const dx = Math.abs((at % SIDE) - (cell % SIDE));
            const dy = Math.abs(Math.floor(at / SIDE) - Math.floor(cell / SIDE));
            return at !== cell && Math.max(dx, dy) === 1 ? [{ other, at }] : [];
          });
          const beaten = rivals.some(({ other, at }) => other > value || (other === value && at < cell));
          return beaten || value < Math.log(0.05 / 0.95) ? [] : [cell];
        });
        expect(cellsOf(Float32Array.from(numbers)).toSorted((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
});

/** A mask of 64 pixels from rows of # and other letters. */
function packed(score: number, pixels: string): PackedCandidate {
  const bits = new Uint32Array(2);
  let area = 0;
  [...pixels].forEach((pixel, i) => {
    if (pixel !== '#') return;
    bits[i >> 5] |= 1 << (i & 31);
    area++;
  });
  return { score, area, bits };
}

describe('shared pixels', () => {
  it('are counted bit by bit, whatever the words', () => {
    const word = fc.nat(0xffffffff);
    const pairs = fc.array(fc.tuple(word, word), { maxLength: 5 });
    fc.assert(
      fc.property(pairs, (words) => {
        let expected = 0;
        for (const [a, b] of words)
          for (let bit = 0; bit < 32; bit++) expected += (a >>> bit) & (b >>> bit) & 1;
        const side = (which: 0 | 1) => Uint32Array.from(words, (pair) => pair[which]);
        expect(sharedPixels(side(0), side(1))).toBe(expected);
      }),
    );
  });
});

describe('duplicates', () => {
  it('go, and the better scored stays', () => {
    expect(removeDuplicates([packed(0.3, '####'), packed(0.9, '####.'), packed(0.5, '....####')])).toEqual([
      1, 2,
    ]);
  });

  it('overlap by more than the limit: IoU of exactly .6 is none', () => {
    // 3 shared of 5.
    expect(removeDuplicates([packed(0.9, '####.'), packed(0.8, '.####')])).toEqual([0, 1]);
    expect(removeDuplicates([packed(0.9, '####.'), packed(0.8, '.####')], 0.59)).toEqual([0]);
  });

  it('are judged against what is kept only', () => {
    // The second falls to the first; the third overlaps the second by 4 of 6, but the first by 3 of 7.
    const masks = [packed(0.9, '#####..'), packed(0.8, '.#####.'), packed(0.7, '..#####')];
    expect(removeDuplicates(masks, 0.6)).toEqual([0, 2]);
  });

  it('of equal scores: the first stays', () => {
    expect(removeDuplicates([packed(0.5, '###'), packed(0.5, '###')])).toEqual([0]);
  });

  it('leave no empty mask', () => {
    expect(removeDuplicates([packed(0.9, ''), packed(0.1, '#')])).toEqual([1]);
  });
});
