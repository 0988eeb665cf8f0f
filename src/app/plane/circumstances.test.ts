import { expect, test } from 'vitest';
import { type CandidateRow, tabulate } from '../../metrics/candidates.ts';
import { candidateRow } from '../../metrics/testing/candidate-row.ts';
import { circumstances, perClassInWords, whyEmpty } from './circumstances.ts';

const row = (changes: Partial<CandidateRow> = {}) => candidateRow({ step: 4, ...changes });
const blind = tabulate([{ rows: [row()], objects: undefined }]);
const survey = { step: 9, images: 1, table: blind, thresholds: undefined };
const usual = {
  survey,
  running: { rule: 'dual', burnIn: 20 },
  unlabelled: 3,
  validation: 5,
  classes: 2,
} as const;

test('without candidates it says why, and what can be done', () => {
  expect(whyEmpty({ ...usual, unlabelled: 0 }, 0)).toMatch(/no unlabelled images.*Label fewer/);
  expect(whyEmpty({ ...usual, running: { rule: 'off', burnIn: 20 } }, 0)).toMatch(/rule is off/);
  expect(whyEmpty(usual, 20)).toMatch(/after 20 steps of burn-in/);
  expect(whyEmpty(usual, 21)).toMatch(/appear again as training goes on/);
});

test('figures say what they are measured against', () => {
  const known = { ...survey, table: tabulate([{ rows: [row({ iou: 0.5, object: 0 })], objects: 1 }]) };
  expect(circumstances({ ...usual, survey: known })).toEqual([
    '1 of 3 unlabelled images seen, the oldest 5 steps ago.',
    'Percent against hidden truth, which training never sees.',
  ]);
  const against = (changes: Partial<Parameters<typeof circumstances>[0]>) =>
    circumstances({ ...usual, ...changes })[1];
  expect(against({ survey: { ...survey, validation: known.table } })).toMatch(
    /against the labelled validation images, by 1 candidate there/,
  );
  expect(against({})).toMatch(/from the next evaluation on/);
  expect(against({ validation: 0 })).toMatch(/no validation images.*more labelled images/);
});

test('what is odd about the candidates is said', () => {
  const odd = tabulate([{ rows: [row(), row({ maskQuality: Number.NaN })], objects: undefined }]);
  const said = circumstances({ ...usual, survey: { ...survey, table: odd }, classes: 1 }).join(' ');
  expect(said).toMatch(/1 candidate has no quality/);
  expect(said).toMatch(/With one class/);
  expect(circumstances({ ...usual, running: { rule: 'soft', burnIn: 0 } }).at(-1)).toMatch(/Another rule/);
});

test('classes with thresholds of their own are told of', () => {
  const alike = { class: Float32Array.of(0.2, 0.2), mask: Float32Array.of(0.75, 0.75) };
  expect(perClassInWords(alike, { class: 0.2, mask: 0.75 })).toBeUndefined();
  const apart = { ...alike, class: Float32Array.of(0.53, 0.6) };
  expect(perClassInWords(apart, { class: 0.5, mask: 0.75 })).toMatch(/class 0\.53 to 0\.60, mask 0\.75\./);
});
