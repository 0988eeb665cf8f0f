import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

test('of two tabs with the same link the first keeps its run; the second says so, and takes nothing from it', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const link = { labelled: '4', rule: 'off', batch: 1, evaluateEvery: 1000 };
  const copy = 'Another tab has this very run open and keeps it.';
  const first = await Playground.open(page, link);
  for (const step of [1, 2]) {
    await first.singleStep.click();
    await expect.poll(() => first.step()).toBe(step);
  }

  const tab = await context.newPage();
  const second = await Playground.open(tab, link);
  await expect(second.notices).toContainText(copy);
  await expect.poll(() => second.step()).toBe(2);
  await second.singleStep.click();
  await expect.poll(() => second.step()).toBe(3);
  await second.reset.click();
  await expect.poll(() => second.step()).toBe(0);
  await second.singleStep.click();
  await expect.poll(() => second.step()).toBe(1);

  // Neither the copy's steps nor its reset reached what the first one has; a reload is no second tab.
  await page.reload();
  await expect.poll(() => first.step(), { timeout: 90_000 }).toBe(2);
  await expect(first.notices).toContainText('at step 2.');
  await expect(first.notices).not.toContainText(copy);
  await tab.close();
});
