import { expect, test } from 'vitest';
import { OutOfMemoryError } from '../compute/errors.ts';
import { firstSentence, noticeOf } from './notices.ts';

test('the advice of a device error stands apart from what happened', () => {
  const error = new OutOfMemoryError('The GPU has no memory left.');
  expect(error.message).not.toBe('The GPU has no memory left.');
  expect(noticeOf(error, 'step 3', 'never said')).toEqual({
    level: 'error',
    what: 'The GPU has no memory left.',
    where: 'step 3',
    advice: error.advice,
  });
});

test('whatever is thrown becomes a sentence', () => {
  expect(noticeOf('broken', 'step 3', 'Reset.')).toMatchObject({ what: 'broken.', advice: 'Reset.' });
});

test.each([
  ['Diverged: the loss is 1.23e+5. Go back.', 'Diverged: the loss is 1.23e+5.'],
  ['Only this', 'Only this.'],
  ['One! Two.', 'One!'],
])('the first sentence of "%s"', (message, first) => {
  expect(firstSentence(new Error(message))).toBe(first);
});
