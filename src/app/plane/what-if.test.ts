import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CandidateRow, type CandidateTable, FATES, tabulate } from '../../metrics/candidates.ts';
import { type ClassThresholds, sortedProducts } from '../../metrics/kept-figures.ts';
import { candidateRow } from '../../metrics/testing/candidate-row.ts';
import { thresholdsAt, WHAT_IFS, whatIf } from './what-if.ts';

const judge = (table: CandidateTable, thresholds: ClassThresholds, measured?: CandidateTable) =>
  whatIf({ table, products: sortedProducts(table), measured }, thresholds);

const candidate = (category: number, classQuality: number, maskQuality: number, right = true) =>
  candidateRow({
    category,
    classQuality,
    maskQuality,
    iou: 0.8,
    object: 0,
    trueCategory: right ? category : 1 - category,
  });

const table = tabulate([
  {
    objects: 4,
    rows: [
      candidate(0, 0.9, 0.9),
      candidate(0, 0.99, 0.8, false),
      candidate(1, 0.7, 0.95),
      candidate(1, 0.6, 0.6),
      { ...candidate(0, 1, 1), fate: 'objectness' },
    ],
  },
]);

const named = (fates: Uint8Array) => Array.from(fates, (fate) => WHAT_IFS[fate]);

test('every candidate has a fate, and both ways of choosing keep as many', () => {
  const found = judge(table, { class: [0.8, 0.8], mask: [0.85, 0.85] });
  expect(named(found.fates)).toEqual(['kept', 'mask', 'class', 'both', 'other']);
  expect([found.pair.kept, found.coupled.kept]).toEqual([1, 1]);
  expect(found.product).toBeCloseTo(0.81, 6);
  expect(found.pair.classPrecision).toBe(1);
});

test('thresholds per class move with the slider', () => {
  const survey = {
    thresholds: { class: Float32Array.of(0.7, 0.95), mask: Float32Array.of(0.8, 0.9) },
    centre: { class: 0.8, mask: 0.9 },
  };
  const moved = thresholdsAt(survey, 2, 'adaptive', { class: 0.9, mask: 0.85 });
  expect([...Array.from(moved.class), ...Array.from(moved.mask)]).toEqual(
    [0.8, 1, 0.75, 0.85].map((value) => expect.closeTo(value, 6)),
  );
  const fixed = thresholdsAt(survey, 2, 'dual', { class: 0.9, mask: 0.85 });
  expect(Array.from(fixed.class)).toEqual([0.9, 0.9].map((value) => expect.closeTo(value, 6)));
  const before = thresholdsAt({ thresholds: undefined }, 3, 'adaptive', { class: 0.9, mask: 0.85 });
  expect(before.mask).toHaveLength(3);
});

test.each([5_000, 50_000])('%i candidates are judged anew within a frame', (count) => {
  const rows = Array.from({ length: count }, (_, i) => candidate(i % 2, (i % 97) / 97, (i % 89) / 89));
  const many = tabulate([{ rows, objects: count }]);
  const evidence = { table: many, products: sortedProducts(many), measured: undefined };
  const thresholds = { class: [0.5, 0.5], mask: [0.5, 0.5] };
  // Of the processor, and the best of a few: the machine may have other work to do.
  const times = Array.from({ length: 6 }, () => {
    const begun = process.cpuUsage();
    whatIf(evidence, thresholds);
    return process.cpuUsage(begun).user / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(16);
});

test('where nobody knows the truth, the same thresholds are measured on other candidates', () => {
  const blind = tabulate([
    {
      objects: undefined,
      rows: [0.9, 0.7].map((quality) => ({
        ...candidate(0, quality, 0.9),
        iou: Number.NaN,
        object: -1,
        trueCategory: -1,
      })),
    },
  ]);
  const thresholds = { class: [0.8, 0.8], mask: [0.85, 0.85] };
  expect(judge(blind, thresholds).pair).toMatchObject({ kept: 1, precision: undefined, recall: undefined });
  const { pair, coupled } = judge(blind, thresholds, table);
  const { kept: _, ...shares } = judge(table, thresholds).pair;
  expect(pair).toEqual({ ...shares, kept: 1 });
  expect(coupled.kept).toBe(1);
});

test('one candidate, one without a quality, and none at all are judged too', () => {
  const thresholds = { class: [0.5], mask: [0.5] };
  const alone = (row: CandidateRow) => judge(tabulate([{ rows: [row], objects: 1 }]), thresholds);
  expect(alone(candidate(0, 0.9, 0.9)).pair).toMatchObject({ kept: 1, recall: 1 });
  const broken = alone(candidate(0, Number.NaN, 0.9));
  expect(named(broken.fates)).toEqual(['class']);
  expect([broken.pair.kept, broken.coupled.kept]).toEqual([0, 0]);
  expect(judge(tabulate([]), thresholds)).toMatchObject({ pair: { kept: 0 }, coupled: { kept: 0 } });
});

/** The figures as their definitions read, over rows: the slow way. */
function fromScratch(rows: readonly CandidateRow[], objects: number, keeps: (row: CandidateRow) => boolean) {
  const kept = rows.filter((row) => row.fate !== 'objectness' && row.fate !== 'area' && keeps(row));
  const known = kept.filter(({ iou }) => !Number.isNaN(iou));
  const matched = known.filter(({ iou }) => iou >= 0.5);
  const right = matched.filter(({ category, trueCategory }) => category === trueCategory);
  const part = (some: number, all: number) => (all > 0 ? expect.closeTo(some / all, 9) : undefined);
  return {
    kept: kept.length,
    classPrecision: part(right.length, matched.length),
    precision: part(right.length, known.length),
    maskPrecision50: part(matched.length, known.length),
    maskPrecision75: part(known.filter(({ iou }) => iou >= 0.75).length, known.length),
    meanIou: part(
      known.reduce((sum, { iou }) => sum + iou, 0),
      known.length,
    ),
    recall: part(new Set(right.map(({ object }) => object)).size, objects),
  };
}

test('for any thresholds the live figures are those that the definitions give', () => {
  const quality = fc.float({ min: 0, max: 1 });
  const place = fc.nat(1);
  const anyRow = fc
    .record({
      classQuality: quality,
      maskQuality: quality,
      iou: fc.float({ min: 0, max: 1 }),
      category: place,
      trueCategory: place,
      object: fc.nat(4),
      fate: fc.constantFrom(...FATES),
    })
    .map((changes): CandidateRow => ({ ...candidate(0, 0, 0), ...changes }));
  const limit = fc.float({ min: 0, max: 1, noNaN: true });
  const limits = fc.tuple(limit, limit);
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), limits, limits, (rows, classes, masks) => {
      const found = judge(tabulate([{ rows, objects: 5 }]), { class: classes, mask: masks });
      const pair = fromScratch(
        rows,
        5,
        ({ category, classQuality, maskQuality }) =>
          classQuality >= (classes[category] ?? 1) && maskQuality >= (masks[category] ?? 1),
      );
      expect(found.pair).toEqual(pair);
      expect(found.coupled).toEqual(
        fromScratch(rows, 5, ({ classQuality, maskQuality }) => classQuality * maskQuality >= found.product),
      );
      const enough = rows.filter(({ fate, classQuality, maskQuality }) => {
        const better = classQuality * maskQuality > found.product;
        return fate !== 'objectness' && fate !== 'area' && better;
      });
      // As many, but for equal products.
      expect(found.coupled.kept).toBeGreaterThanOrEqual(pair.kept);
      expect(enough.length).toBeLessThanOrEqual(Math.max(0, pair.kept - 1));
    }),
  );
});
