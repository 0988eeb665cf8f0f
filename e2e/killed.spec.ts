import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { labellingOf, markedIn, squaresFolder, stroke, takeIn } from './own-pictures.ts';
import { Playground } from './playground.ts';

let folder = '';
test.beforeAll(async () => {
  folder = await squaresFolder(3);
});
test.afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

/** The process of the page dies at once, with no word to it. The page that takes its place is of the same browser. */
async function kill(page: Page): Promise<Page> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  void session.send('Page.crash').catch(() => {});
  await crashed;
  const next = await page.context().newPage();
  await page.close();
  return next;
}

/** Milliseconds, another number in each run of the test; told, so that a failure can be had again. */
function anyMoment(most: number): number {
  const chosen = Math.round(Math.random() * most);
  console.log(`killed after ${chosen} ms more`);
  return chosen;
}

/** Begins to label the first image that has no labels yet, with a brush. */
async function label(page: Page): Promise<void> {
  await page.getByRole('tab', { name: /Unlabelled/ }).click();
  await page.keyboard.press('m');
  await expect(labellingOf(page)).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  // A key counts from the moment that the tools can be seen.
  await page.keyboard.press('b');
  await expect(labellingOf(page).getByRole('button', { name: 'Brush' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
}

for (const meanwhile of ['', ' while a network trains'])
  test(`a tab that dies at any moment of labelling${meanwhile} loses its last second at most`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    const playground = await Playground.visit(page, { dataset: 'own' });
    await takeIn(page, folder, 3);
    if (meanwhile) {
      await label(page);
      await stroke(page, [30, 30], [50, 50]);
      await page.keyboard.press('m');
      await expect(page.getByText('1 labelled, 2 unlabelled and 0 validation images')).toBeVisible();
      await playground.play.click();
      await playground.stepsBeyond(1);
    }
    await label(page);
    const drawn: number[] = [];
    let end = Number.POSITIVE_INFINITY;
    for (let i = 0; Date.now() < end; i++) {
      await page.keyboard.press('n');
      await stroke(page, [10 + 9 * (i % 20), 10 + 16 * Math.floor(i / 20)], [12 + 9 * (i % 20), 12]);
      drawn.push(Date.now());
      if (i === 0) end = Date.now() + 2000 + anyMoment(3000);
    }
    const died = Date.now();
    const next = await kill(page);
    await Playground.open(next, { dataset: 'own', labelled: '100%' });
    const labelled = meanwhile ? 2 : 1;
    await expect(
      next.getByText(`${labelled} labelled, ${3 - labelled} unlabelled and 0 validation images`),
    ).toBeVisible({ timeout: 90_000 });
    await next.getByRole('tab', { name: /Labelled/ }).click();
    if (meanwhile) await next.keyboard.press('d');
    await next.keyboard.press('m');
    await expect(labellingOf(next)).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
    const safe = drawn.filter((at) => died - at > 1000).length;
    expect(safe).toBeGreaterThan(0);
    await expect.poll(() => markedIn(next).count()).toBeGreaterThanOrEqual(safe);
    expect(await markedIn(next).count()).toBeLessThanOrEqual(drawn.length);
  });

test('a tab that dies at any moment of training goes on from what was kept last', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = await Playground.open(page, { evaluateEvery: 1000, labelled: '4' });
  const kept = page.locator('p.kept');
  await playground.play.click();
  // A run that goes on is kept every ten seconds.
  await expect(kept).toHaveAttribute('data-step', /^[1-9]/, { timeout: 60_000 });
  await page.waitForTimeout(anyMoment(6000));
  const last = Number(await kept.getAttribute('data-step'));
  const link = page.url();
  const next = await kill(page);
  const again = new Playground(next);
  await next.goto(link);
  await expect(again.notices).toContainText(/The run stands where it was kept on .*: at step \d+\./, {
    timeout: 90_000,
  });
  await expect(again.play).toBeEnabled({ timeout: 90_000 });
  await expect.poll(() => again.step()).toBeGreaterThanOrEqual(last);
  const stands = await again.step();
  await again.singleStep.click();
  await expect.poll(() => again.step()).toBe(stands + 1);
});
