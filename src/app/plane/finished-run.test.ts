import { expect, test } from 'vitest';
import { keptByPair, keptFigures } from '../../metrics/kept-figures.ts';
import { readFinishedRun } from './finished-run.ts';

test('the finished run has candidates that two thresholds tell apart, and truth to tell what that is worth', async () => {
  const { survey, words } = await readFinishedRun();
  const { table, thresholds, step } = survey;
  expect(words).toContain(`${step}`);
  expect(thresholds?.class).toHaveLength(8);
  expect(table.objects).toBeGreaterThan(100);
  const kept = [0.3, 0.5, 0.7].map((quality) => {
    const pair = { class: new Float32Array(8).fill(quality), mask: new Float32Array(8).fill(0.8) };
    return keptFigures(table, keptByPair(table, pair));
  });
  // Each place of the slider keeps another number, so that dragging it shows something.
  expect(kept[0]?.kept).toBeGreaterThan(kept[1]?.kept ?? 0);
  expect(kept[1]?.kept).toBeGreaterThan(kept[2]?.kept ?? 0);
  expect(kept[0]?.recall).toBeGreaterThan(0.1);
});
