import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';
import { pageTasks } from './tasks.ts';

/** Milliseconds: beyond this a person notices that the page does not answer. */
const longest = 50;

/**
 * Training takes every core, and on a machine with other work to do the page's thread can be left waiting for one in the
 * middle of a small task. The trace tells how much of a long task was work: more than half of the limit counts.
 */
test('no task on the page takes over 50 ms during 30 s of training', async ({ page, browser }) => {
  // The teacher labels from the start, so that the plane of its candidates grows meanwhile.
  const playground = await Playground.open(page, { evaluateEvery: 50, burnIn: 1 });
  await playground.play.click();
  await playground.stepsBeyond(2);
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
      document.documentElement.dataset.longTasks = JSON.stringify(tasks);
    }).observe({ type: 'longtask' });
  });
  const before = await playground.step();
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await page.waitForTimeout(30_000);
  const trace = await browser.stopTracing();
  expect(await playground.step()).toBeGreaterThan(before);

  const observed = JSON.parse(
    (await page.locator('html').getAttribute('data-long-tasks')) ?? '[]',
  ) as number[];
  const tasks = pageTasks(trace, new URL(page.url()).origin);
  const busiest = Math.max(...tasks.map(({ work }) => work));
  console.log(
    `tasks over ${longest} ms in 30 s of training: ${observed.join(', ') || 'none'}; most work in a task: ${busiest.toFixed(0)} ms`,
  );
  expect(tasks.length).toBeGreaterThan(0);
  if (observed.length > 0) {
    const long = tasks.filter(({ duration }) => duration > longest);
    expect(long.filter(({ work }) => work > longest / 2)).toEqual([]);
  }
  expect(tasks.filter(({ work }) => work > longest)).toEqual([]);
});
