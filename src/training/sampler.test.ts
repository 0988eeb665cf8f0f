import { expect, test } from 'vitest';
import { Sampler } from './sampler.ts';

test('every item is seen once per epoch, and epochs differ in order', () => {
  const sampler = new Sampler(20, 7);
  const epochs = [0, 1].map((epoch) => [0, 1, 2, 3, 4].flatMap((i) => sampler.draw(epoch * 5 + i, 4)));
  for (const epoch of epochs) expect([...epoch].sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
  expect(epochs[0]).not.toEqual(epochs[1]);
});

test('a resumed run draws what an uninterrupted one draws', () => {
  const whole = new Sampler(13, 3);
  for (let step = 0; step < 40; step++) whole.draw(step, 4);
  expect(new Sampler(13, 3).draw(40, 4)).toEqual(whole.draw(40, 4));
});

test('nothing to draw from is a sentence', () => {
  expect(() => new Sampler(0, 1)).toThrow(/no images to draw from/);
});
