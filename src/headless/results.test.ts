import { expect, test } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { type RunResult, summarize, table } from './results.ts';

const run = (seed: number, ap: number | null): RunResult => ({
  method: 'supervised',
  seed,
  settings: defaultSettings,
  measuredOn: 'test',
  ap,
  ap50: ap === null ? null : ap + 20,
  ap75: ap,
  studentAp: ap,
  seconds: 61.4,
  labelledImagesSeen: 400,
  unlabelledImagesSeen: 0,
  curve: [],
});

test('mean and sample standard deviation over seeds', () => {
  const [summary] = summarize([run(1, 30), run(2, 34), run(3, 38)]);
  expect(summary).toEqual({ method: 'supervised', apMean: 34, apSd: 4 });
});

test('a single seed has no deviation', () => {
  expect(summarize([run(1, 30)])).toEqual([{ method: 'supervised', apMean: 30, apSd: null }]);
});

test('runs without truth do not count towards the mean', () => {
  expect(summarize([run(1, 30), run(2, null)])).toEqual([{ method: 'supervised', apMean: 30, apSd: null }]);
});

test('the table has a row per run and one per method', () => {
  const runs = [run(1, 30), run(2, 34)];
  const text = table({ runs, summary: summarize(runs) });
  expect(text.split('\n')).toEqual([
    '| method | seed | AP | AP50 | AP75 | seconds | labelled seen | unlabelled seen |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    '| supervised | 1 | 30.0 | 50.0 | 30.0 | 61 | 400 | 0 |',
    '| supervised | 2 | 34.0 | 54.0 | 34.0 | 61 | 400 | 0 |',
    '| **supervised** | mean | 32.0 +- 2.8 |  |  |  |  |  |',
  ]);
});
