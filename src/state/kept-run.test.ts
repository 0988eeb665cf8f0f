import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { type KeptRun, readKeptRun } from './kept-run.ts';

const run: KeptRun = {
  id: 'a',
  ended: 1_700_000_000_000,
  settings: { ...defaultSettings, seed: 4 },
  steps: 20,
  seconds: 12,
  device: 'WebAssembly',
  ablation: { id: 'x', step: 'one threshold' },
  project: { id: 'p', name: 'nuclei' },
  scores: { step: [10, 20], ap: [1, Number.NaN], ap50: [2, 3], ap75: [0, 1] },
};

test('a run of this version is read as it was kept', () => {
  expect(readKeptRun(structuredClone(run))).toEqual(run);
});

test('a run of an older version gets the defaults of settings that it did not know', () => {
  const { seconds: _, ablation: __, project: ____, ...older } = run;
  const { rule: ___, ...settings } = { ...run.settings, momentum: 0.9 };
  const scores = { step: [10, 20], ap: [1, 2] };
  expect(readKeptRun({ ...older, settings, scores })).toEqual({
    ...run,
    seconds: undefined,
    ablation: undefined,
    project: undefined,
    scores: { ...scores, ap50: [Number.NaN, Number.NaN], ap75: [Number.NaN, Number.NaN] },
  });
});

test.each([
  [{ ...run, scores: undefined }, /^A run of .*2023.* cannot be read: its curve is missing\./],
  [{ ...run, settings: 'all' }, /its settings are missing/],
  [{ ...run, scores: { step: [1, 2], ap: [1] } }, /its curve is damaged/],
  [{ ...run, scores: { step: [1], ap: ['1'] } }, /its curve is damaged/],
  [undefined, /no run at all/],
])('what cannot be read is said in a sentence', (value, sentence) => {
  expect(readKeptRun(value)).toMatch(sentence);
});
