import { expect, test } from 'vitest';
import { defaultSettings } from '../../settings/settings.ts';
import type { KeptRun } from '../../state/runs.ts';
import { ABLATION, ablationQueue, ablationRows, latestAblation } from './ablation.ts';

const names = ABLATION.map(({ name }) => name);

test('every step runs with the same seeds, seed by seed', () => {
  const queue = ablationQueue(
    { ...defaultSettings, seed: 7 },
    { steps: ['two thresholds', 'labels alone'], seeds: 2 },
  );
  expect(queue.map(({ settings, ablation }) => [settings.seed, settings.rule, ablation?.step])).toEqual([
    [7, 'off', 'labels alone'],
    [7, 'dual', 'two thresholds'],
    [8, 'off', 'labels alone'],
    [8, 'dual', 'two thresholds'],
  ]);
  expect(new Set(queue.map(({ ablation }) => ablation?.id)).size).toBe(1);
});

test('steps differ by one part at a time', () => {
  const [, ...later] = ablationQueue(defaultSettings, { steps: names, seeds: 1 }).map(
    ({ settings }) => settings,
  );
  later.slice(1).forEach((settings, i) => {
    const before = later[i] ?? settings;
    const differ = Object.entries(settings).filter(([name, value]) => Reflect.get(before, name) !== value);
    expect(differ).toHaveLength(1);
  });
});

const run = (step: string, seed: number, ap: number, done = true): KeptRun => ({
  id: `${step} ${seed}`,
  ended: 1,
  settings: { ...defaultSettings, seed, steps: 20 },
  steps: 20,
  device: '',
  ablation: { id: 'x', step },
  scores: { step: [10, done ? 20 : 15], ap: [0, ap], ap50: [0, 0], ap75: [0, 0] },
});

test('rows have means with their intervals, and gains over the first step pair by pair', () => {
  const rows = ablationRows(
    [
      run('two thresholds', 2, 16),
      run('labels alone', 1, 10),
      run('labels alone', 2, 12),
      run('two thresholds', 1, 12),
      run('+ per class', 1, 20, false),
      { ...run('+ per class', 1, 20), ablation: { id: 'other', step: '+ per class' } },
      run('+ correction', 3, Number.NaN),
    ],
    'x',
  );
  expect(rows.map(({ step, aps }) => [step, aps])).toEqual([
    ['labels alone', [10, 12]],
    ['two thresholds', [12, 16]],
  ]);
  // Standard error 1, t with one degree of freedom 12.706.
  expect(rows[0]?.ap).toEqual({ mean: 11, margin: expect.closeTo(12.706, 2) });
  expect(rows[0]?.gain).toBeUndefined();
  expect(rows[1]?.gain).toEqual({ mean: 3, margin: expect.closeTo(12.706, 2) });
  expect(ablationRows([], 'x')).toEqual([]);
});

test('the latest ablation is that of the latest run that has one', () => {
  const { ablation: _, ...plain } = run('labels alone', 1, 1);
  expect(latestAblation([plain, run('labels alone', 1, 1)])).toBe('x');
  expect(latestAblation([plain])).toBeUndefined();
});
