import { expect, test } from 'vitest';
import type { Checkpoint } from '../training/trainer.ts';
import { Checkpoints } from './checkpoints.ts';

const none = new Float32Array();
const weights = { student: none, teacher: none, first: none, second: none };

/** As much of a trainer as checkpoints are taken from. */
const at = (step: number) => ({
  step,
  checkpoint: async (): Promise<Checkpoint> => ({
    step,
    weights,
    labelledImagesSeen: 0,
    unlabelledImagesSeen: 0,
  }),
});

test('a checkpoint is due every five seconds, from the start on', async () => {
  let now = 100;
  const checkpoints = new Checkpoints(() => now);
  checkpoints.note(6);
  now = 5099;
  expect(checkpoints.due).toBe(false);
  now = 5100;
  expect(checkpoints.due).toBe(true);
  expect(checkpoints.latest).toBeUndefined();
  await checkpoints.take(at(1));
  expect(checkpoints.latest?.step).toBe(1);
  expect(checkpoints.due).toBe(false);
});

test('weights that one step has spoilt do not replace good ones', async () => {
  const checkpoints = new Checkpoints(() => 0);
  for (const loss of [6, 5, 4]) checkpoints.note(loss);
  await checkpoints.take(at(3));
  for (const loss of [4, 13, 5]) checkpoints.note(loss);
  await checkpoints.take(at(6));
  expect(checkpoints.latest?.step).toBe(3);
  for (const loss of [5, 5]) checkpoints.note(loss);
  await checkpoints.take(at(8));
  expect(checkpoints.latest?.step).toBe(8);
});

test('a run whose first images were easy is kept, however much it wavers', async () => {
  const checkpoints = new Checkpoints(() => 0);
  for (const loss of [0.3, 0.5, 1.1]) checkpoints.note(loss);
  await checkpoints.take(at(3));
  expect(checkpoints.latest?.step).toBe(3);
  checkpoints.note(11);
  await checkpoints.take(at(4));
  expect(checkpoints.latest?.step).toBe(3);
});

test('a step that has a checkpoint is not read back again', async () => {
  const checkpoints = new Checkpoints(() => 0);
  checkpoints.note(6);
  await checkpoints.take(at(1));
  const kept = checkpoints.latest;
  await checkpoints.take(at(1));
  expect(checkpoints.latest).toBe(kept);
});
