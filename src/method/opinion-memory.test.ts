import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpinionMemory } from './opinion-memory.ts';

const f = (...values: number[]) => Float32Array.from(values);
const nut = { x: 40, y: 50, reach: 20 };
const gear = { x: 70, y: 50, reach: 24 };

test('opinions on one object are averaged, wherever it stands in the list', () => {
  const memory = new OpinionMemory(2);
  expect(memory.observe(7, [nut], [f(0.75, 0.25)], 8)).toEqual([f(0.75, 0.25)]);
  const again = { x: 42, y: 47, reach: 23 };
  expect(memory.observe(7, [gear, again], [f(0, 1), f(0.25, 0.75)], 8)).toEqual([f(0, 1), f(0.5, 0.5)]);
  expect(memory.recall(7, [nut, gear])).toEqual([f(0.5, 0.5), f(0, 1)]);
});

test.each([
  ['another image', 8, nut],
  ['another place', 7, { ...nut, x: 49 }],
  ['another size', 7, { ...nut, reach: 31 }],
])('%s is another object', (_, image, place) => {
  const memory = new OpinionMemory(2);
  memory.observe(7, [nut], [f(1, 0)], 8);
  expect(memory.recall(image, [place])).toEqual([undefined]);
  expect(memory.observe(image, [place], [f(0, 1)], 8)).toEqual([f(0, 1)]);
});

test('two objects at one place do not share what is remembered', () => {
  const memory = new OpinionMemory(2);
  memory.observe(7, [nut], [f(1, 0)], 8);
  expect(memory.observe(7, [nut, nut], [f(0, 1), f(0, 1)], 8)).toEqual([f(0.5, 0.5), f(0, 1)]);
});

test('the mean goes back so many looks and no more; with a memory of one there is none', () => {
  const memory = new OpinionMemory(1);
  for (const p of [0, 0, 0]) memory.observe(1, [nut], [f(p)], 2);
  expect(memory.observe(1, [nut], [f(1)], 2)).toEqual([f(0.5)]);
  expect(memory.observe(1, [nut], [f(0.25)], 1)).toEqual([f(0.25)]);
});

test('without an opinion now, that of before counts', () => {
  const memory = new OpinionMemory(1);
  expect(memory.observe(1, [nut], [undefined], 4)).toEqual([undefined]);
  memory.observe(1, [nut], [f(0.5)], 4);
  expect(memory.observe(1, [nut], [undefined], 4)).toEqual([f(0.5)]);
});

test('what is missed a few times is known still, and forgotten then', () => {
  const memory = new OpinionMemory(1);
  memory.observe(1, [nut], [f(1)], 4);
  for (let look = 0; look < 3; look++) memory.observe(1, [gear], [f(0)], 4);
  expect(memory.recall(1, [nut])).toEqual([f(1)]);
  memory.observe(1, [], [], 4);
  expect(memory.recall(1, [nut])).toEqual([undefined]);
});

test('its state goes on exactly as it would have', () => {
  const look = fc.record({
    image: fc.integer({ min: 1, max: 3 }),
    places: fc.array(
      fc.record({
        x: fc.integer({ min: 0, max: 60 }),
        y: fc.constant(20),
        reach: fc.integer({ min: 8, max: 20 }),
      }),
      { maxLength: 4 },
    ),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 12 }), fc.nat(11), (looks, stop) => {
      let memory = new OpinionMemory(2);
      const whole = new OpinionMemory(2);
      looks.forEach(({ image, places }, i) => {
        if (i === stop) memory = new OpinionMemory(2, memory.state());
        const opinions = places.map(({ x }) => f(x / 61, 1 - x / 61));
        expect(memory.observe(image, places, opinions, 5)).toEqual(whole.observe(image, places, opinions, 5));
      });
      expect(memory.state()).toEqual(whole.state());
    }),
  );
});

test('a mask without a pixel is nobody, and nothing is remembered of it', () => {
  const memory = new OpinionMemory(1);
  const nowhere = { x: Number.NaN, y: Number.NaN, reach: 0 };
  for (const p of [1, 0]) expect(memory.observe(1, [nowhere], [f(p)], 4)).toEqual([f(p)]);
  expect(memory.state()).toHaveLength(0);
});

test('a state of other classes is refused', () => {
  expect(() => new OpinionMemory(3, new Float32Array(8))).toThrow(RangeError);
});
