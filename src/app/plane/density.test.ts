import { expect, test } from 'vitest';
import { tabulate } from '../../metrics/candidates.ts';
import { candidateRow } from '../../metrics/testing/candidate-row.ts';
import { along } from './axes.ts';
import { densityContours } from './density.ts';

const candidate = (classQuality: number, maskQuality: number) => candidateRow({ classQuality, maskQuality });

test('lines lie around where candidates crowd, the tighter the smaller their share', () => {
  const rows = Array.from({ length: 4000 }, (_, i) =>
    candidate(0.5 + 0.02 * Math.sin(i), 0.8 + 0.02 * Math.cos(3 * i)),
  );
  const contours = densityContours(tabulate([{ rows, objects: undefined }]));
  const reach = contours.map(({ pieces }) => {
    expect(pieces.length).toBeGreaterThan(0);
    expect(pieces.length % 4).toBe(0);
    let furthest = 0;
    for (let i = 0; i < pieces.length; i += 2)
      furthest = Math.max(furthest, Math.hypot(pieces[i] - along(0.5), pieces[i + 1] - along(0.8)));
    return furthest;
  });
  expect(reach).toEqual([...reach].sort((a, b) => a - b));
  expect(reach.at(-1)).toBeLessThan(0.2);
});

test('of nothing, and of what is no number, there is no line', () => {
  const broken = tabulate([{ rows: [candidate(Number.NaN, 0.5)], objects: undefined }]);
  for (const table of [tabulate([]), broken])
    expect(densityContours(table).map(({ pieces }) => pieces.length)).toEqual([0, 0, 0, 0]);
});

test('50,000 candidates take less than two frames', () => {
  const rows = Array.from({ length: 50_000 }, (_, i) => candidate((i % 997) / 997, (i % 991) / 991));
  const table = tabulate([{ rows, objects: undefined }]);
  // Of the processor, and the best of a few: the machine may have other work to do.
  const times = Array.from({ length: 5 }, () => {
    const begun = process.cpuUsage();
    densityContours(table);
    return process.cpuUsage(begun).user / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(32);
});
