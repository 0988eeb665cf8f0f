import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CandidateRow, FATES, tabulate } from './candidates.ts';
import { confusion, countFlips } from './flips.ts';
import {
  keptByPair,
  keptByProduct,
  keptByRule,
  keptFigures,
  productKeeping,
  sortedProducts,
} from './kept-figures.ts';
import { candidateRow } from './testing/candidate-row.ts';

const row = (changes: Partial<CandidateRow> = {}): CandidateRow =>
  candidateRow({
    step: 10,
    objectness: 0.9,
    teacherQuality: 0.8,
    classQuality: 0.8,
    iou: 0.8,
    object: 0,
    trueCategory: 0,
    ...changes,
  });

/** Two images: three true instances, of which two are shown, one of them twice. */
const table = tabulate([
  {
    objects: 2,
    rows: [
      row(),
      row({ category: 1, teacherCategory: 1, iou: 0.6, object: 1, classQuality: 0.95 }),
      row({ fate: 'class', iou: 0.55, classQuality: 0.4 }),
    ],
  },
  {
    objects: 1,
    rows: [
      row({ image: 2, iou: 0.1, object: 0, fate: 'mask-only', maskQuality: 0.85 }),
      row({ image: 2, iou: 0, object: -1, trueCategory: -1, fate: 'objectness', objectness: 0.1 }),
    ],
  },
]);

describe('kept candidates against truth', () => {
  it('figures of what the rule kept, by hand', () => {
    const figures = keptFigures(table, keptByRule(table));
    expect(figures.kept).toBe(3);
    expect(figures.classPrecision).toBe(1 / 2);
    expect(figures.precision).toBe(1 / 3);
    expect(figures.maskPrecision50).toBe(2 / 3);
    expect(figures.maskPrecision75).toBe(1 / 3);
    expect(figures.meanIou).toBeCloseTo((0.8 + 0.6 + 0.1) / 3, 6);
    expect(figures.recall).toBe(1 / 3);
  });

  it('an instance that two candidates show is found once', () => {
    expect(keptFigures(table, [1, 0, 1, 0, 0]).recall).toBe(1 / 3);
  });

  it('of nothing, shares are undefined', () => {
    const { kept, ...shares } = keptFigures(tabulate([]), []);
    expect(kept).toBe(0);
    expect(Object.values(shares)).toEqual(Array(6).fill(undefined));
  });

  it('without truth, candidates are counted and nothing else is claimed', () => {
    const blind = tabulate([
      { objects: undefined, rows: [row({ iou: Number.NaN, object: -1, trueCategory: -1 })] },
    ]);
    expect(keptFigures(blind, [1])).toMatchObject({ kept: 1, precision: undefined, recall: undefined });
  });
});

const quality = fc.float({ min: 0, max: 1, noNaN: true });
const anyRow = fc
  .record({
    classQuality: quality,
    maskQuality: quality,
    category: fc.integer({ min: 0, max: 2 }),
    fate: fc.constantFrom(...FATES),
  })
  .map(row);

describe('thresholds', () => {
  it('keep what a loop over the rows keeps', () => {
    fc.assert(
      fc.property(fc.array(anyRow), fc.array(quality, { minLength: 6, maxLength: 6 }), (rows, limits) => {
        const thresholds = { class: limits.slice(0, 3), mask: limits.slice(3) };
        const expected = rows.map((one) =>
          one.fate !== 'objectness' &&
          one.fate !== 'area' &&
          one.classQuality >= limits[one.category] &&
          one.maskQuality >= limits[3 + one.category]
            ? 1
            : 0,
        );
        expect([...keptByPair(tabulate([{ rows, objects: 1 }]), thresholds)]).toEqual(expected);
      }),
    );
  });

  it('on the product keep as many as wanted, where products differ', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), fc.nat(50), (rows, wanted) => {
        const many = tabulate([{ rows, objects: 1 }]);
        const kept = keptByProduct(many, productKeeping(sortedProducts(many), wanted));
        const products = rows
          .filter(({ fate }) => fate !== 'objectness' && fate !== 'area')
          .map(({ classQuality, maskQuality }) => classQuality * maskQuality);
        fc.pre(new Set(products).size === products.length && !products.includes(1));
        expect(kept.reduce((sum, flag) => sum + flag, 0)).toBe(Math.min(wanted, products.length));
      }),
    );
  });

  it('leave candidates without a quality out, wherever they stand', () => {
    const broken = tabulate([
      {
        objects: 1,
        rows: [
          row({ classQuality: Number.NaN }),
          row(),
          row({ maskQuality: Number.NaN }),
          row({ classQuality: 0.5 }),
        ],
      },
    ]);
    const products = sortedProducts(broken);
    expect([...products]).toEqual([expect.closeTo(0.45, 6), expect.closeTo(0.72, 6)]);
    expect([...keptByProduct(broken, productKeeping(products, 1))]).toEqual([0, 1, 0, 0]);
    expect([...keptByPair(broken, { class: [0], mask: [0] })]).toEqual([0, 1, 0, 1]);
    expect(productKeeping(sortedProducts(tabulate([])), 3)).toBe(Number.POSITIVE_INFINITY);
    const sure = tabulate([{ objects: 1, rows: [row({ classQuality: 1, maskQuality: 1 })] }]);
    expect([...keptByProduct(sure, productKeeping(sortedProducts(sure), 0))]).toEqual([0]);
  });

  it('5,000 candidates are judged and measured within a frame', () => {
    const rows = Array.from({ length: 5000 }, (_, i) =>
      row({ image: i, object: i % 8, classQuality: (i % 97) / 97, maskQuality: (i % 89) / 89 }),
    );
    const many = tabulate([{ rows, objects: 8 }]);
    const thresholds = { class: [0.5], mask: [0.5] };
    keptFigures(many, keptByPair(many, thresholds));
    const begun = performance.now();
    keptFigures(many, keptByPair(many, thresholds));
    expect(performance.now() - begun).toBeLessThan(16);
  });
});

describe('corrections', () => {
  const corrected = tabulate([
    {
      objects: 2,
      rows: [
        row(),
        row({ teacherCategory: 1, category: 0 }),
        row({ teacherCategory: 0, category: 2 }),
        row({ teacherCategory: 1, category: 2 }),
        row({ teacherCategory: 1, category: 2, iou: 0.3 }),
      ],
    },
  ]);

  it('are counted by what they did', () => {
    expect(countFlips(corrected)).toEqual({ corrected: 4, mended: 1, spoilt: 1, vain: 1, unknown: 1 });
  });

  it('move candidates within the row of their true class', () => {
    const all = [1, 1, 1, 1, 1];
    expect([...confusion(corrected, corrected.teacherCategory, 3, all)].slice(0, 3)).toEqual([2, 2, 0]);
    expect([...confusion(corrected, corrected.category, 3, all)].slice(0, 3)).toEqual([2, 0, 2]);
  });
});
