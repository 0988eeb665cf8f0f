/** Cases whose figures a person can work out; an image is one row of pixels wherever that will do. */
import { describe, expect, it } from 'vitest';
import { encodeMask } from '../masks/dense.ts';
import type { Rle } from '../masks/rle.ts';
import { rleFromCounts } from '../masks/rle.ts';
import { evaluateMasks, MaskEvaluation } from './evaluation.ts';
import type { Detection, Protocol, Truth } from './protocol.ts';

/** Pixels from..to of a row of 100. */
function row(from: number, to: number): Rle {
  return rleFromCounts([from, to - from, 100 - to], 100, 1);
}

function truth(mask: Rle, more: Partial<Truth> = {}): Truth {
  return { category: 0, mask, area: mask.counts[1] ?? 0, crowd: false, ...more };
}

function detection(mask: Rle, score: number, category = 0): Detection {
  return { category, mask, score };
}

function one(truths: Truth[], detections: Detection[], options: Partial<Protocol> = {}) {
  return new MaskEvaluation(1, options).add(1, truths, detections).summarize();
}

describe('mask AP', () => {
  it('is 1 for a perfect detection, and undefined for sizes that do not occur', () => {
    const figures = one([truth(row(10, 30))], [detection(row(10, 30), 0.1)]);
    expect(figures).toMatchObject({ ap: 1, ap50: 1, ap75: 1, small: 1 });
    expect(figures.medium).toBeUndefined();
    expect(figures.recall).toEqual({
      ar1: 1,
      ar10: 1,
      ar100: 1,
      small: 1,
      medium: undefined,
      large: undefined,
    });
  });

  it('is 0 where nothing is found, and undefined where there is nothing to find', () => {
    expect(one([truth(row(10, 30))], []).ap).toBe(0);
    expect(one([truth(row(10, 30))], [detection(row(50, 60), 1)]).ap).toBe(0);
    expect(one([], [detection(row(50, 60), 1)]).ap).toBeUndefined();
    expect(one([], []).ap).toBeUndefined();
  });

  it('reads precision at 101 recalls', () => {
    // Right, wrong, right: precision 1 up to recall 1/2 (51 of the recalls), then 2/3.
    const truths = [truth(row(0, 10)), truth(row(50, 60))];
    const found = [detection(row(0, 10), 0.9), detection(row(80, 90), 0.8), detection(row(50, 60), 0.7)];
    expect(one(truths, found).ap).toBeCloseTo((51 + (50 * 2) / 3) / 101, 12);
  });

  it('counts one threshold after the other', () => {
    // IoU .6 passes .50, .55 and .60 of ten thresholds.
    const figures = one([truth(row(0, 10))], [detection(row(0, 6), 1)]);
    expect(figures.ap).toBeCloseTo(0.3, 12);
    expect(figures).toMatchObject({ ap50: 1, ap75: 0 });
  });

  it('takes the second detection of the same truth for wrong', () => {
    const found = [detection(row(0, 10), 0.9), detection(row(0, 10), 0.8), detection(row(50, 60), 0.7)];
    const figures = one([truth(row(0, 10)), truth(row(50, 60))], found);
    expect(figures.ap).toBeCloseTo((51 + (50 * 2) / 3) / 101, 12);
  });

  it('forgives detections in a crowd, as many as there are', () => {
    const own = truth(row(0, 10));
    const region = row(40, 90);
    const found = [detection(row(50, 60), 0.9), detection(row(55, 70), 0.8), detection(row(0, 10), 0.7)];
    expect(one([own, truth(region, { crowd: true })], found).ap).toBe(1);
    expect(one([own], found).ap).toBeCloseTo(1 / 3, 12);
    // Half of the detection lies outside the region: forgiven at .50 only.
    expect(
      one([own, truth(region, { crowd: true })], [detection(row(30, 50), 0.9), detection(row(0, 10), 0.7)]),
    ).toMatchObject({
      ap50: 1,
      ap75: 0.5,
    });
  });

  it('prefers a truth that is to be found to a crowd that fits better', () => {
    // The detection lies wholly in the crowd (1.0), and overlaps the truth by .6.
    const truths = [truth(row(0, 50), { crowd: true }), truth(row(0, 10))];
    expect(one(truths, [detection(row(0, 6), 1)])).toMatchObject({ ap50: 1, ap75: 0 });
  });

  it('counts an area of exactly 32 x 32 as small and as medium', () => {
    const mask = encodeMask(new Uint8Array(32 * 32).fill(1), 32, 32);
    const figures = one([truth(mask, { area: 1024 })], [detection(mask, 1)]);
    expect(figures).toMatchObject({ small: 1, medium: 1 });
    expect(figures.large).toBeUndefined();
  });

  it('ignores a wrong detection of another size in the figures by size', () => {
    const large = encodeMask(new Uint8Array(100 * 100).fill(1), 100, 100);
    const small = encodeMask(
      Uint8Array.from({ length: 10000 }, (_, i) => (i < 50 ? 1 : 0)),
      100,
      100,
    );
    const figures = one([truth(small, { area: 50 })], [detection(large, 0.9), detection(small, 0.5)]);
    expect(figures.small).toBe(1);
    expect(figures.ap).toBe(0.5);
  });

  it('lets only the best 1, 10 and 100 detections count', () => {
    const truths = Array.from({ length: 20 }, (_, i) => truth(row(5 * i, 5 * i + 4)));
    const found = truths.map(({ mask }, i) => detection(mask, i));
    const { ar1, ar10, ar100 } = one(truths, found).recall;
    expect(ar1).toBeCloseTo(1 / 20, 12);
    expect(ar10).toBeCloseTo(10 / 20, 12);
    expect(ar100).toBeCloseTo(1, 12);
    expect(one(truths, found, { maxDetections: [1, 2, 5] }).recall.ar100).toBeCloseTo(5 / 20, 12);
  });

  it('ranks equal scores by image, then by place', () => {
    const evaluation = new MaskEvaluation(1)
      .add(2, [], [detection(row(0, 10), 0.5)])
      .add(1, [truth(row(0, 10))], [detection(row(0, 10), 0.5), detection(row(20, 30), 0.5)]);
    expect(evaluation.summarize().ap).toBe(1);
    expect(one([truth(row(0, 10))], [detection(row(20, 30), 0.5), detection(row(0, 10), 0.5)]).ap).toBe(0.5);
  });

  it('averages over the categories that have truth', () => {
    const mask = row(0, 10);
    const truths = new Map([[7, [truth(mask), truth(mask, { category: 2 })]]]);
    const found = new Map([[7, [detection(mask, 1), detection(mask, 1, 1)]]]);
    const figures = evaluateMasks(truths, found, 3);
    expect(figures.perCategory.map(({ ap }) => ap)).toEqual([1, undefined, 0]);
    expect(figures.ap).toBe(0.5);
  });

  it('leaves AP75 undefined where the protocol does not have that threshold', () => {
    const figures = one([truth(row(0, 10))], [detection(row(0, 6), 1)], { iouThresholds: [0.5] });
    expect(figures).toMatchObject({ ap: 1, ap50: 1 });
    expect(figures.ap75).toBeUndefined();
  });
});

describe('an evaluation refuses', () => {
  const mask = row(0, 10);

  it('an image that it has had', () => {
    expect(() => new MaskEvaluation(1).add(4, [], []).add(4, [], [])).toThrow(
      'Image 4 was added to the evaluation twice',
    );
  });

  it('a category that it does not know', () => {
    expect(() => new MaskEvaluation(2).add(4, [truth(mask, { category: 2 })], [])).toThrow('has category 2');
    expect(() => new MaskEvaluation(2).add(4, [], [detection(mask, 1, -1)])).toThrow('has category -1');
  });

  it('a score that ranks nowhere, and keeps nothing of the image', () => {
    const evaluation = new MaskEvaluation(1);
    expect(() => evaluation.add(4, [], [detection(mask, Number.NaN)])).toThrow('has the score NaN');
    expect(evaluation.imageCount).toBe(0);
  });

  it('masks of different size', () => {
    const other = rleFromCounts([0, 50], 50, 1);
    expect(() => new MaskEvaluation(1).add(4, [truth(mask)], [detection(other, 1)])).toThrow(
      '100 x 1 and of 50 x 1',
    );
  });

  it('a protocol that cannot be followed', () => {
    expect(() => new MaskEvaluation(1, { iouThresholds: [] })).toThrow('1 to 16 IoU thresholds');
    expect(() => new MaskEvaluation(1, { iouThresholds: [0.7, 0.5] })).toThrow('ascending');
    expect(() => new MaskEvaluation(1, { iouThresholds: [0] })).toThrow('above 0');
    expect(() => new MaskEvaluation(1, { maxDetections: [10, 1, 100] })).toThrow('ascending');
  });
});
