import { expect, test } from 'vitest';
import type { Candidate } from '../training/predict.ts';
import { contentOf, type Judgement, layersOffered, type Sight } from './image-content.ts';

const candidate = (score: number, logits: number[]): Candidate => ({
  cell: 0,
  category: 0,
  score,
  objectness: 1,
  classQuality: 1,
  maskQuality: 1,
  probabilities: new Float32Array(1),
  features: new Float32Array(1),
  area: 1,
  logits: Float32Array.from(logits),
});
const sure = candidate(0.9, [9, 9, -9, -9]);
const unsure = candidate(0.05, [Math.log(3), -9, -9, -9]);

const judgement = (kept: boolean, corrected: boolean): Judgement => ({
  kept,
  corrected,
  category: corrected ? 1 : 0,
  reason: '',
  maskWeight: kept ? 1 : 0,
});

function sightOf(judged: readonly Judgement[] | undefined) {
  const asked: string[] = [];
  const sight: Sight = {
    truthKnown: true,
    studentKnown: true,
    weighing: 'tent',
    maskSide: 2,
    async see(who) {
      asked.push(who);
      return { step: 7, candidates: [sure, unsure] };
    },
    judge: judged && (() => judged),
  };
  return { sight, asked };
}

test('a layer that is not shown, or not there, asks no network', async () => {
  const { sight, asked } = sightOf(undefined);
  await contentOf(sight, 'image', {});
  await contentOf(sight, 'image', { truth: 1, teacher: 0, kept: 1, weights: 1 });
  expect(asked).toEqual([]);
  await contentOf(sight, 'image', { student: 1 });
  expect(asked).toEqual(['student']);
  await contentOf(sight, 'image', { uncertainty: 1 });
  expect(asked).toEqual(['student', 'teacher']);
});

test('only layers that make sense are offered', () => {
  const { sight } = sightOf(undefined);
  const plain = { ...sight, judged: false };
  const judged = { ...sight, judged: true };
  expect(layersOffered(plain, 'image')).toEqual(['truth', 'teacher', 'student', 'uncertainty']);
  expect(layersOffered({ ...plain, studentKnown: false }, 'image')).not.toContain('student');
  expect(layersOffered({ ...plain, truthKnown: false }, 'student')).toEqual(['student']);
  expect(layersOffered(judged, 'image')).toContain('weights');
  expect(layersOffered({ ...judged, weighing: 'none' }, 'image')).not.toContain('weights');
});

test('candidates are told apart by what becomes of them, doubtful ones included', async () => {
  const { sight } = sightOf([judgement(true, true), judgement(false, true)]);
  const { groups } = await contentOf(sight, 'image', { kept: 1, corrected: 0.5, refused: 0.2 });
  const listed = groups.map(({ layer, masks, opacity }) => [layer, masks.length, opacity]);
  expect(listed).toEqual([
    ['student', 0, 0],
    ['kept', 0, 1],
    ['corrected', 1, 0.5],
    ['refused', 1, 0.2],
  ]);
});

test('only kept pseudo-labels veil pixels, by what they take from their weight', async () => {
  const both = sightOf([judgement(true, false), judgement(true, false)]);
  const [veil] = (await contentOf(both.sight, 'image', { weights: 1 })).heats;
  // 1 - (1 - 2 |sigmoid(ln 3) - 1/2|) = 1/2 taken.
  expect(veil?.planes.values[0]).toBeCloseTo(0.5, 5);
  const one = sightOf([judgement(true, false), judgement(false, false)]);
  const [sureVeil] = (await contentOf(one.sight, 'image', { weights: 1 })).heats;
  expect(sureVeil?.planes.values[0]).toBeLessThan(0.001);
});
