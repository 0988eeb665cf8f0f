import { expect, test } from 'vitest';
import { type CandidateRow, tabulate } from '../../metrics/candidates.ts';
import { candidateRow } from '../../metrics/testing/candidate-row.ts';
import { correctionInWords, truthInWords, verdictInWords } from './in-words.ts';

const names = ['hex nut', 'lock nut'];
const thresholds = { class: [0.8, 0.7], mask: [0.9, 0.9] };
const row = (changes: Partial<CandidateRow>): CandidateRow =>
  candidateRow({
    teacherQuality: 0.55,
    classQuality: 0.71,
    maskQuality: 0.95,
    teacherCategory: 0,
    fate: 'class',
    iou: 0.8,
    object: 0,
    trueCategory: 0,
    ...changes,
  });
const table = (changes: Partial<CandidateRow>) => tabulate([{ rows: [row(changes)], objects: 1 }]);
const verdict = (changes: Partial<CandidateRow>) => verdictInWords(table(changes), 0, thresholds, names);

test('a verdict names what was too low, by the thresholds of its class', () => {
  expect(verdict({})).toBe('Refused as hex nut: class 0.71 < 0.80.');
  expect(verdict({ maskQuality: 0.5 })).toBe('Refused as hex nut: class 0.71 < 0.80 and mask 0.50 < 0.90.');
  // Nobody is told that 0.80 is less than 0.80.
  expect(verdict({ classQuality: 0.7993 })).toBe('Refused as hex nut: class 0.799 < 0.800.');
  expect(verdict({ category: 1 })).toBe('Kept: class 0.71 and mask 0.95 reach what lock nut is asked for.');
  expect(verdict({ classQuality: Number.NaN })).toBe('Refused as hex nut: class unknown < 0.80.');
  expect(verdict({ fate: 'area' })).toBe('Refused: its mask is too small.');
});

test('a correction names both opinions', () => {
  expect(correctionInWords(table({}), 0, names)).toBe('');
  expect(correctionInWords(table({ category: 1, opinionCategory: 1, opinionQuality: 0.83 }), 0, names)).toBe(
    'Corrected from hex nut to lock nut: the teacher says hex nut 0.55, the second opinion says lock nut 0.83.',
  );
});

test('truth is told where it is known', () => {
  expect(truthInWords(table({}), 0, names)).toBe('In truth it is that, with an IoU of 0.80.');
  expect(truthInWords(table({ trueCategory: 1 }), 0, names)).toBe(
    'In truth it is a lock nut, with an IoU of 0.80.',
  );
  expect(truthInWords(table({ iou: 0.2 }), 0, names)).toBe('It shows no true object (best IoU 0.20).');
  expect(truthInWords(table({ iou: Number.NaN }), 0, names)).toBe('');
});
