import { expect, test } from 'vitest';
import { misfit } from './check-stored-run.ts';
import { storedRun } from './testing/stored-run.ts';

const ground = { classes: ['class 0', 'class 1'], images: new Set([1, 2, 3]) };
const good = storedRun();
const { checkpoint } = good;
const { weights, labeller } = checkpoint;

test('a whole state goes on, also where classes were added since', () => {
  expect(misfit(good, ground)).toBeUndefined();
  expect(misfit(good, { ...ground, classes: [...ground.classes, 'new'] })).toBeUndefined();
  expect(misfit({ ...good, checkpoint: { ...checkpoint, labeller: undefined } }, ground)).toBeUndefined();
});

test.each([
  [['class 0', 'rod'], 'Class 2 of those it learnt is "class 1", and here it is "rod".'],
  // Merged, with another one added: as many as before, but not the same.
  [['class 1', 'rod', 'tip'], 'Class 1 of those it learnt is "class 0", and here it is "class 1".'],
  [['class 1', 'class 0'], 'Class 1 of those it learnt is "class 0", and here it is "class 1".'],
])('a run of other classes does not go on: %#', (classes, why) => {
  expect(misfit(good, { ...ground, classes })).toBe(why);
});

const spoilt = weights.student.slice();
spoilt[5] = Number.NaN;
test.each([
  [{ classes: ['a', 'b', 'c'] }, 'It was trained on 3 classes, and there are 2 now.'],
  [{ labelled: [1, 12345] }, 'Images that it learnt from are not there any more.'],
  [{ labelled: [] }, 'Images that it learnt from are not there any more.'],
  [{ checkpoint: { ...checkpoint, step: 1e6 } }, 'It stands at step 1000000 of 1500, which cannot be.'],
  [{ checkpoint: { ...checkpoint, step: 1.5 } }, 'It stands at step 1.5 of 1500, which cannot be.'],
  [
    { checkpoint: { ...checkpoint, weights: { ...weights, second: new Float32Array(3) } } },
    /^Its second has 3 weights, but the network has \d+\.$/,
  ],
  [
    { checkpoint: { ...checkpoint, weights: { ...weights, student: spoilt } } },
    'Its student holds what is no number.',
  ],
  [
    { checkpoint: { ...checkpoint, labeller: labeller && { ...labeller, counts: [1] } } },
    'What its teacher remembers does not fit its classes.',
  ],
])('what does not fit is told in a sentence: %#', (damage, why) => {
  expect(misfit({ ...good, ...damage }, ground)).toMatch(why);
});
