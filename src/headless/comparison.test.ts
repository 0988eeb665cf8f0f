import { expect, it } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { compare, comparisonTable } from './comparison.ts';
import { comparisonFigure } from './comparison-figure.ts';
import type { RunResult } from './results.ts';

const run = (method: string, seed: number, ap: number | null): RunResult => ({
  method,
  seed,
  settings: defaultSettings,
  measuredOn: 'test',
  ap,
  ap50: ap,
  ap75: ap,
  studentAp: ap,
  seconds: 100 * seed,
  labelledImagesSeen: 4000,
  unlabelledImagesSeen: method === 'pldc' ? 2000 : 0,
  curve: [],
});

const runs = [
  run('supervised', 1, 20),
  run('supervised', 2, 24),
  run('coupled', 1, 22),
  run('coupled', 2, 25),
  run('pldc', 1, 26),
  run('pldc', 2, 28),
  run('full', 1, 41),
  run('full', 2, 43),
];

it('differences are taken seed by seed, and the gap between the means', () => {
  const [supervised, coupled, pldc, full] = compare(runs);
  expect(pldc).toMatchObject({
    overSupervised: { mean: 5, margin: expect.closeTo(12.7062, 3) },
    overCoupled: { mean: 3.5, margin: expect.closeTo(12.7062 * 0.5, 3) },
    gapClosed: 0.25,
    seconds: 150,
    unlabelledSeen: 2000,
  });
  expect(coupled?.gapClosed).toBeCloseTo(1.5 / 20, 12);
  expect([supervised?.gapClosed, full?.gapClosed]).toEqual([0, 1]);
  expect(supervised?.overSupervised).toBeUndefined();
});

it('seeds that one method lacks are no pairs, and runs without truth no runs', () => {
  const [, pldc] = compare([
    run('supervised', 1, 20),
    run('pldc', 1, 25),
    run('pldc', 2, 40),
    run('pldc', 3, null),
  ]);
  expect(pldc).toMatchObject({ aps: [25, 40], overSupervised: { mean: 5, margin: null } });
  expect(pldc?.gapClosed).toBeUndefined();
});

it('the gap is that of the seeds that were trained by all three', () => {
  const [, , , more] = compare([
    ...runs.slice(0, 4),
    run('pldc', 2, 28.75),
    run('full', 2, 43),
    run('pldc', 3, 99),
  ]);
  expect(more?.gapClosed).toBe(1);
  const pldc = compare([...runs, run('pldc', 3, 99)]).find(({ method }) => method === 'pldc');
  expect(pldc?.gapClosed).toBe(0.25);
});

it('the table says it in words', () => {
  const lines = comparisonTable(runs).split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[4]).toBe(
    '| pldc | 2 | 27.0 ± 1.4 | +5.0 [-7.7, +17.7] | +3.5 [-2.9, +9.9] | 25 % | 4000 | 2000 | 150 |',
  );
});

it('the figure has a dot per run, in order of AP from left to right, and escapes names', () => {
  const svg = comparisonFigure('A & B', [...runs, run('dual+<x>', 1, 30)]);
  const places = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, cx]) => Number(cx));
  expect(places).toHaveLength(9);
  const aps = [20, 24, 22, 25, 26, 28, 41, 43, 30];
  const byPlace = aps.map((ap, i) => ({ ap, place: places[i] ?? 0 })).sort((a, b) => a.place - b.place);
  expect(byPlace.map(({ ap }) => ap)).toEqual([...aps].sort((a, b) => a - b));
  expect(places.every((place) => place > 190 && place < 640)).toBe(true);
  expect(svg).toContain('A &amp; B');
  expect(svg).toContain('dual+&lt;x&gt;');
  expect(svg).not.toMatch(/NaN|undefined/);
});
