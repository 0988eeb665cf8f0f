import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTimeStore, setMoments } from '../../state/time.ts';
import { createFilm } from './film.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function setUp(calm = false) {
  const time = createTimeStore();
  setMoments(
    time,
    [10, 20, 30].map((step) => ({ step, ap: undefined })),
  );
  return { time, film: createFilm(time, () => calm) };
}

test('a film shows every moment in turn and ends with now', () => {
  const { time, film } = setUp();
  const seen: (number | undefined)[] = [];
  time.subscribe(({ at }, before) => at !== before.at && seen.push(at));
  film.toggleFilm();
  vi.advanceTimersByTime(10_000);
  expect(seen).toEqual([10, 20, 30, undefined]);
  expect(time.getState().playing).toBe(false);
});

test('it goes on from where one looks, and stops where one takes hold of it', () => {
  const { time, film } = setUp();
  film.scrub(1);
  film.toggleFilm();
  expect(time.getState()).toMatchObject({ at: 20, playing: true });
  film.earlier();
  expect(time.getState()).toMatchObject({ at: 10, playing: false });
  vi.advanceTimersByTime(10_000);
  expect(time.getState().at).toBe(10);
  film.toggleFilm();
  film.toggleFilm();
  vi.advanceTimersByTime(10_000);
  expect(time.getState()).toMatchObject({ at: 10, playing: false });
});

test('who wants less motion sees one picture after another', () => {
  const { time, film } = setUp(true);
  film.toggleFilm();
  vi.advanceTimersByTime(1900);
  expect(time.getState().at).toBe(10);
  vi.advanceTimersByTime(200);
  expect(time.getState().at).toBe(20);
  vi.advanceTimersByTime(4000);
  expect(time.getState()).toMatchObject({ at: undefined, playing: false });
});

test('without moments there is no film', () => {
  const time = createTimeStore();
  createFilm(time, () => false).toggleFilm();
  expect(time.getState().playing).toBe(false);
});
