import { beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { addToCurves, createCurveStore } from './curves.ts';
import {
  createRunsStore,
  forgetKeptRun,
  type KeptRun,
  keepRun,
  MOST_COMPARED,
  MOST_KEPT,
  type RunsStore,
  runName,
  scoresOf,
  toggleCompared,
} from './runs.ts';

let store: RunsStore;
const run = (id: string): KeptRun => ({
  id,
  ended: 5,
  settings: { ...defaultSettings, rule: 'dual', seed: 4 },
  steps: 100,
  device: 'WebAssembly',
  scores: { step: [], ap: [], ap50: [], ap75: [] },
});

beforeEach(() => {
  store = createRunsStore();
});

test('keeps the latest first, one of each, and no more than fit', () => {
  for (let i = 0; i < MOST_KEPT + 5; i++) keepRun(store, run(String(i)));
  keepRun(store, run('50'));
  const { runs } = store.getState();
  expect(runs.map(({ id }) => id).slice(0, 3)).toEqual(['50', String(MOST_KEPT + 4), String(MOST_KEPT + 3)]);
  expect(runs).toHaveLength(MOST_KEPT);
});

test('compares a few: of too many the one chosen first goes', () => {
  for (let i = 0; i <= MOST_COMPARED; i++) toggleCompared(store, String(i));
  expect(store.getState().compared).toEqual(Array.from({ length: MOST_COMPARED }, (_, i) => String(i + 1)));
  toggleCompared(store, '3');
  expect(store.getState().compared).not.toContain('3');
});

test('a forgotten run is not compared either', () => {
  keepRun(store, run('a'));
  toggleCompared(store, 'a');
  forgetKeptRun(store, 'a');
  expect(store.getState()).toMatchObject({ runs: [], compared: [] });
});

test('copies curves, which change in place', () => {
  const curves = createCurveStore();
  addToCurves(curves, { type: 'evaluation', step: 100, teacher: { ap: 10, ap50: 20, ap75: undefined } });
  const scores = scoresOf(curves.getState().scores);
  addToCurves(curves, { type: 'evaluation', step: 200, teacher: { ap: 11, ap50: 21, ap75: 1 } });
  expect(scores).toEqual({ step: [100], ap: [10], ap50: [20], ap75: [Number.NaN] });
});

test('is named by what it was asked for', () => {
  expect(runName(run('a'))).toBe('seed 4, rule dual');
  expect(runName({ settings: defaultSettings })).toBe('all defaults');
});
