import { expect, test } from 'vitest';
import { createTimeStore, forgetMoments, placeOf, setMoments, showPlace } from './time.ts';

const at = (...steps: number[]) => steps.map((step) => ({ step, ap: undefined }));

function looking(place: number) {
  const store = createTimeStore();
  setMoments(store, at(10, 20, 30));
  showPlace(store, place);
  return store;
}

test('beyond the last moment is now, before the first the first', () => {
  expect(looking(1).getState().at).toBe(20);
  expect(looking(-3).getState().at).toBe(10);
  const now = looking(3);
  expect(now.getState().at).toBeUndefined();
  expect(placeOf(now.getState())).toBe(3);
});

test('who looks at now goes on looking at now; who looks back stays there', () => {
  const now = looking(3);
  setMoments(now, at(10, 20, 30, 40));
  expect(now.getState().at).toBeUndefined();
  const back = looking(1);
  setMoments(back, at(10, 20, 30, 40));
  expect(back.getState().at).toBe(20);
});

test('where a moment is thinned out, the next one stands for it', () => {
  const store = looking(1);
  setMoments(store, at(10, 30, 50));
  expect(store.getState().at).toBe(30);
  forgetMoments(store);
  expect(store.getState()).toMatchObject({ moments: [], at: undefined });
});
