import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CandidateRow, FATES, tabulate } from './candidates.ts';
import {
  bytesOfCandidates,
  quantise,
  readCandidates,
  restored,
  writeCandidates,
} from './quantised-candidates.ts';

const quality = fc.double({ min: 0, max: 1, noNaN: true });
const row: fc.Arbitrary<CandidateRow> = fc.record({
  image: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  step: fc.integer({ min: 0, max: 100_000 }),
  objectness: quality,
  teacherQuality: quality,
  classQuality: quality,
  maskQuality: quality,
  teacherCategory: fc.integer({ min: 0, max: 300 }),
  category: fc.integer({ min: 0, max: 300 }),
  opinionCategory: fc.integer({ min: -1, max: 300 }),
  opinionQuality: fc.oneof(quality, fc.constant(Number.NaN)),
  fate: fc.constantFrom(...FATES),
  iou: fc.oneof(quality, fc.constant(Number.NaN)),
  object: fc.integer({ min: -1, max: 5 }),
  trueCategory: fc.integer({ min: -1, max: 300 }),
});
const table = fc.array(row, { maxLength: 12 }).map((rows) =>
  tabulate([
    { rows, objects: 6 },
    { rows: [], objects: undefined },
  ]),
);

test('what is kept of a table is the table, its qualities to within 1e-5', () => {
  fc.assert(
    fc.property(table, (before) => {
      const after = restored(readCandidates(writeCandidates(quantise(before))));
      expect([after.count, after.objects]).toEqual([before.count, before.objects]);
      for (const name of [
        'image',
        'step',
        'place',
        'teacherCategory',
        'category',
        'opinionCategory',
        'fate',
        'object',
        'trueCategory',
      ] as const)
        expect(after[name]).toEqual(before[name]);
      for (const name of [
        'objectness',
        'teacherQuality',
        'classQuality',
        'maskQuality',
        'opinionQuality',
        'iou',
      ] as const)
        before[name].forEach((value, i) => {
          if (Number.isNaN(value)) expect(after[name][i]).toBeNaN();
          else expect(Math.abs(after[name][i] - value)).toBeLessThan(1e-5);
        });
    }),
  );
});

test('a candidate takes 35 bytes', () => {
  const [one] = fc.sample(row, 1);
  expect(bytesOfCandidates(quantise(tabulate([{ rows: [one, one], objects: 1 }])))).toBe(70);
});

test('a broken file is refused in a sentence', () => {
  const written = writeCandidates(quantise(tabulate([{ rows: fc.sample(row, 3), objects: 6 }])));
  expect(() => readCandidates({ ...written, image: '1 2' })).toThrow(/"image".* 2 values where 3/);
  expect(() => readCandidates({ ...written, iou: '1 2 x' })).toThrow(/"iou"/);
  expect(() => readCandidates({ ...written, fate: '0 0 99' })).toThrow(/fate/);
});
