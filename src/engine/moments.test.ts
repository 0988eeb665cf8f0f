import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tabulate } from '../metrics/candidates.ts';
import { candidateRow } from '../metrics/testing/candidate-row.ts';
import { Moments, packed } from './moments.ts';
import type { CandidateSurvey } from './protocol/pseudo-labels.ts';

const side = 8;

const row = (step: number) =>
  candidateRow({
    image: 3,
    step,
    objectness: 0.9,
    teacherQuality: 0.8,
    classQuality: 0.75,
    maskQuality: 0.5,
    teacherCategory: 1,
    category: 2,
    opinionCategory: 2,
    opinionQuality: 0.9,
  });

const surveyAt = (step: number): CandidateSurvey => ({
  step,
  images: 1,
  table: tabulate([{ rows: [row(step)], objects: undefined }]),
  thresholds: { class: Float32Array.of(0.8), mask: Float32Array.of(0.9) },
});

function masksAt(step: number) {
  const logits = new Float32Array(side * side).fill(-4);
  logits.fill(3, 0, 1 + (step % 7));
  const facts = { category: 1, classQuality: 0.5, maskQuality: 0.6, logits };
  return packed(
    [
      { ...facts, score: 0.4 },
      { ...facts, score: 0.01 },
    ],
    side,
  );
}

const glimpse = (step: number) => ({ survey: surveyAt(step), masks: new Map([[5, masksAt(step)]]) });

function filled(count: number, limits = { most: 10, bytes: 2 ** 20 }): Moments {
  const moments = new Moments(limits);
  for (let i = 1; i <= count; i++) moments.add({ step: 100 * i, ap: i }, glimpse(100 * i));
  return moments;
}

test('a film goes on another time as if it had never stopped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 40 }), (before, after) => {
      const whole = filled(before + after);
      const left = filled(before);
      const again = new Moments({ most: 10, bytes: 2 ** 20 });
      again.bringBack(structuredClone(left.filmUpTo(100 * before)));
      for (let i = before + 1; i <= before + after; i++)
        again.add({ step: 100 * i, ap: i }, glimpse(100 * i));
      expect(again.facts).toEqual(whole.facts);
      const { step } = whole.facts[0];
      expect(again.survey(step)).toEqual(whole.survey(step));
      expect(again.masks(step, 5, side)).toEqual(whole.masks(step, 5, side));
    }),
  );
});

test('what training had not come to when it was kept is in no film', () => {
  expect(
    filled(3)
      .filmUpTo(250)
      .moments.map(({ step }) => step),
  ).toEqual([100, 200]);
});

test('a moment is seen again as it was', () => {
  const moments = filled(3);
  expect(moments.facts).toEqual([
    { step: 100, ap: 1 },
    { step: 200, ap: 2 },
    { step: 300, ap: 3 },
  ]);
  const [mask, ...others] = moments.masks(200, 5, side) ?? [];
  // What is hardly seen is not kept.
  expect(others).toEqual([]);
  expect([...(mask?.logits ?? [])].filter((logit) => logit > 0)).toHaveLength(1 + (200 % 7));
  const survey = moments.survey(200);
  expect(survey?.step).toBe(200);
  expect(survey?.table.classQuality[0]).toBeCloseTo(0.75, 4);
  expect(survey?.table.iou[0]).toBeNaN();
  expect(moments.masks(200, 6, side)).toBeUndefined();
  expect(moments.survey(250)).toBeUndefined();
});

test('what is handed over is there again the next time', () => {
  const moments = filled(1);
  const seen = surveyAt(200);
  moments.add({ step: 200, ap: 1 }, { survey: { ...seen, validation: seen.table }, masks: new Map() });
  const first = moments.survey(200) as CandidateSurvey;
  const columns = [first.table, first.validation ?? {}].flatMap((one) => Object.values(one));
  const transfer = columns.filter((column) => ArrayBuffer.isView(column)).map(({ buffer }) => buffer);
  structuredClone(first, { transfer });
  const again = moments.survey(200);
  expect([again?.table.image[0], again?.validation?.image[0]]).toEqual([3, 3]);
});

test('however long the run, memory is bounded, and all of it is covered evenly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 3, max: 20 }), (count, most) => {
      const steps = filled(count, { most, bytes: 2 ** 20 }).facts.map(({ step }) => step);
      expect(steps.length).toBeLessThanOrEqual(most);
      expect([steps[0], steps.at(-1)]).toEqual([100, 100 * count]);
      const gaps = steps.slice(1, -1).map((step, i) => step - (steps[i] ?? 0));
      // All alike but the last, which ends where training stands.
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
      if (count > most) expect(steps.length).toBeGreaterThanOrEqual(most / 2);
    }),
  );
});

test('bytes are bounded too', () => {
  const { bytes } = filled(1);
  const moments = filled(50, { most: 1000, bytes: 6.5 * bytes });
  expect(moments.bytes).toBeLessThanOrEqual(6.5 * bytes);
  expect(moments.facts.length).toBeGreaterThan(3);
});

test('where training goes back, what came after is forgotten', () => {
  const moments = filled(5);
  moments.rewind(300);
  expect(moments.facts.map(({ step }) => step)).toEqual([100, 200, 300]);
  moments.add({ step: 200, ap: 9 }, glimpse(200));
  expect(moments.facts).toEqual([
    { step: 100, ap: 1 },
    { step: 200, ap: 9 },
  ]);
});
