import { expect, test } from 'vitest';
import { TOUR } from './steps.ts';
import { cardPlace } from './tour.tsx';

const window = { width: 1440, height: 900 };

test('words stand beside what they are about, on whichever side there is room, within the window', () => {
  expect(cardPlace({ left: 10, top: 110, width: 236, height: 500 }, window)).toEqual({ left: 258, top: 110 });
  expect(cardPlace({ left: 1110, top: 110, width: 320, height: 500 }, window)).toEqual({
    left: 738,
    top: 110,
  });
  const low = cardPlace({ left: 10, top: 860, width: 200, height: 30 }, window);
  expect(low.top + 240).toBeLessThanOrEqual(900);
});

test('beside what fills the width they stand above or below', () => {
  expect(cardPlace({ left: 10, top: 630, width: 1420, height: 220 }, window).top).toBe(390);
  expect(cardPlace({ left: 10, top: 60, width: 1420, height: 220 }, window).top).toBe(292);
});

test('there are five steps, each about a part of its own', () => {
  expect(new Set(TOUR.map(({ target }) => target)).size).toBe(5);
});
