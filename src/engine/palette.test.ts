import { expect, test } from 'vitest';
import { categoryColours, rgbOf } from './palette.ts';
import { distance, seen, sight } from './testing/colour-vision.ts';

test.each(Object.keys(sight))('colours stay apart under %s', (kind) => {
  const colours = categoryColours(8).map((colour) => seen(colour, kind));
  for (const [i, one] of colours.entries()) {
    for (const other of colours.slice(0, i)) expect(distance(one, other)).toBeGreaterThan(0.07);
    // The demo's confusable pairs: 0 and 1, 2 and 3, ...
    if (i % 2 === 1) expect(distance(one, colours[i - 1] ?? one)).toBeGreaterThan(0.11);
  }
});

test('many categories get as many colours, those of the first round unchanged', () => {
  const many = categoryColours(40);
  expect(new Set(many).size).toBe(40);
  expect(many.slice(0, 8)).toEqual(categoryColours(8));
  for (const colour of many) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
});

test('what is no colour is refused', () => {
  expect(() => rgbOf('red')).toThrow(/"red" is no colour/);
});
