import { expect, test } from 'vitest';
import { type CandidateRow, tabulate } from '../../metrics/candidates.ts';
import { nearest, thresholdsAt, WHAT_IFS, whatIf } from './what-if.ts';

const candidate = (
  category: number,
  classQuality: number,
  maskQuality: number,
  right = true,
): CandidateRow => ({
  image: 1,
  step: 3,
  objectness: 0.9,
  teacherQuality: classQuality,
  classQuality,
  maskQuality,
  teacherCategory: category,
  category,
  fate: 'kept',
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
  const found = whatIf(table, { class: [0.8, 0.8], mask: [0.85, 0.85] });
  expect(named(found.fates)).toEqual(['kept', 'mask', 'class', 'both', 'other']);
  expect([found.pair.kept, found.coupled.kept]).toEqual([1, 1]);
  expect(found.product).toBeCloseTo(0.81, 6);
  expect(found.pair.classPrecision).toBe(1);
});

test('thresholds per class move with the slider', () => {
  const survey = { thresholds: { class: Float32Array.of(0.7, 0.95), mask: Float32Array.of(0.8, 0.9) } };
  const inForce = { rule: 'adaptive', classThreshold: 0.8, maskThreshold: 0.9 } as const;
  const moved = thresholdsAt(survey, 2, inForce, { class: 0.9, mask: 0.85 });
  expect([...Array.from(moved.class), ...Array.from(moved.mask)]).toEqual(
    [0.8, 1, 0.75, 0.85].map((value) => expect.closeTo(value, 6)),
  );
  const fixed = thresholdsAt(survey, 2, { ...inForce, rule: 'dual' }, { class: 0.9, mask: 0.85 });
  expect(Array.from(fixed.class)).toEqual([0.9, 0.9].map((value) => expect.closeTo(value, 6)));
  const before = thresholdsAt({ thresholds: undefined }, 3, inForce, { class: 0.9, mask: 0.85 });
  expect(before.mask).toHaveLength(3);
});

test('the nearest candidate within reach', () => {
  const same = (quality: number) => 100 * quality;
  expect(nearest(table, same, same, { x: 72, y: 94 }, 9)).toBe(2);
  expect(nearest(table, same, same, { x: 20, y: 20 }, 9)).toBeUndefined();
});

test('5,000 candidates are judged anew within a frame', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => candidate(i % 2, (i % 97) / 97, (i % 89) / 89));
  const many = tabulate([{ rows, objects: 5000 }]);
  const thresholds = { class: [0.5, 0.5], mask: [0.5, 0.5] };
  whatIf(many, thresholds);
  const begun = performance.now();
  whatIf(many, thresholds);
  expect(performance.now() - begun).toBeLessThan(16);
});
