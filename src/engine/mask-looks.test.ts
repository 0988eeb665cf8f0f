import { expect, test } from 'vitest';
import { looksOf, type MaskLayer } from './mask-looks.ts';

const of = { colour: '#112233', before: '#445566', score: 0.9, above: true };
const patternOf = (layer: MaskLayer): string =>
  looksOf(layer, of, 0.6, 512)
    .map(({ fill, outline, dash, hatch }) =>
      [fill > 0, outline > 0, dash > 0, hatch > 0].map(Number).join(''),
    )
    .join(' ');

test('fates of pseudo-labels can be told apart without colour', () => {
  const patterns = (['kept', 'corrected', 'refused'] as const).map(patternOf);
  expect(new Set(patterns).size).toBe(3);
  // Nothing hides what is beneath a refused mask.
  expect(looksOf('refused', of, 1, 512).every(({ fill }) => fill === 0)).toBe(true);
});

test('a corrected mask shows the class before and the class after', () => {
  expect(looksOf('corrected', of, 0.6, 512).map(({ colour }) => colour)).toEqual([of.colour, of.before]);
});

test('the student can be told from the teacher beneath, and stands alone as the teacher does', () => {
  expect(patternOf('student')).not.toBe(patternOf('teacher'));
  expect(looksOf('student', { ...of, above: false }, 0.6, 512)).toEqual(looksOf('teacher', of, 0.6, 512));
});

test('opacity reaches every part of a look', () => {
  for (const layer of ['teacher', 'student', 'kept', 'corrected', 'refused'] as const) {
    const [strong, faint] = [0.8, 0.2].map((opacity) =>
      looksOf(layer, of, opacity, 512).reduce((sum, { fill, outline }) => sum + fill + outline, 0),
    );
    expect(faint).toBeLessThan(strong);
  }
});
