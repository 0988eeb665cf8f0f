import { expect, type Page, test } from '@playwright/test';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';

/** Small and often evaluated, so that all there is to see is seen within a minute. */
const quick = { labelled: '20', evaluateEvery: 10, steps: 400 };

test('the first step comes within ten seconds of Play, on a cold load', async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.play.click();
  await playground.stepsBeyond(0, 10_000);
});

test.describe('on one page', () => {
  let page: Page;
  let playground: Playground;
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    playground = await Playground.open(page, quick);
  });
  test.afterAll(() => page.close());

  test('the keys do what the buttons do', async () => {
    await page.keyboard.press('.');
    await expect.poll(() => playground.step()).toBe(1);
    await page.keyboard.press('Space');
    await playground.stepsBeyond(2);
    await page.keyboard.press('Space');
    await expect(playground.play).toBeEnabled();
    await page.keyboard.press('d');
    await expect(playground.thumbnails.nth(1)).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('a');
    await expect(playground.thumbnails.nth(0)).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Shift+?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet).toContainText('Train a single step');
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await page.keyboard.press('r');
    await expect.poll(() => playground.step()).toBe(0);
  });

  test('Space plays after another button was clicked, and presses a button that was reached by Tab', async () => {
    await playground.singleStep.click();
    await expect.poll(() => playground.step()).toBe(1);
    await page.keyboard.press('Space');
    await playground.stepsBeyond(2);
    await page.keyboard.press('Space');
    await expect(playground.play).toBeEnabled();
    const stands = await playground.step();
    await playground.singleStep.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(() => playground.step()).toBe(stands + 1);
    await page.keyboard.press('r');
    await expect.poll(() => playground.step()).toBe(0);
  });

  test('labelled images show the truth', async () => {
    await page.getByRole('tab', { name: /Labelled/ }).click();
    await expect(playground.thumbnails).toHaveCount(20);
    await expect(playground.thumbnails.first()).toHaveAttribute('aria-label', /true objects?$/);
  });

  test('pause holds, a single step advances by one, reset returns to 0', async () => {
    await playground.play.click();
    await playground.stepsBeyond(2);
    await playground.pause.click();
    await expect(playground.play).toBeEnabled();
    // The numbers on the page follow at most a quarter of a second behind.
    await page.waitForTimeout(500);
    const held = await playground.step();
    await page.waitForTimeout(2000);
    expect(await playground.step()).toBe(held);
    await playground.singleStep.click();
    await expect.poll(() => playground.step()).toBe(held + 1);
    await page.waitForTimeout(1000);
    expect(await playground.step()).toBe(held + 1);
    await playground.reset.click();
    await expect.poll(() => playground.step()).toBe(0);
    await expect.poll(() => playground.points('Losses')).toBe(0);
    await expect(playground.play).toBeEnabled();
  });

  test('what was reset comes back, at its step and with its curve, by button and by key', async () => {
    await playground.dismissNotices();
    for (let step = 1; step <= 3; step++) {
      await playground.singleStep.click();
      await expect.poll(() => playground.step()).toBe(step);
    }
    const loss = await playground.loss();
    await playground.reset.click();
    await expect(playground.notices).toContainText('The run that stood at step 3 is put aside.');
    await expect.poll(() => playground.step()).toBe(0);
    // The same settings again: what is kept of them now is not what was put aside.
    await playground.singleStep.click();
    await expect.poll(() => playground.step()).toBe(1);
    await takeScreens(page, 'put-aside');
    await playground.notices.getByRole('button', { name: 'Bring it back' }).press('Enter');
    await expect.poll(() => playground.step(), { timeout: 60_000 }).toBe(3);
    await expect(playground.play).toBeEnabled({ timeout: 60_000 });
    await expect.poll(() => playground.points('Losses')).toBe(3);
    expect(await playground.loss()).toBe(loss);
    await expect(playground.notices).toContainText('The run that stood at step 1 is put aside.');
    await page.keyboard.press('Shift+R');
    await expect.poll(() => playground.step(), { timeout: 60_000 }).toBe(1);
    await expect(playground.play).toBeEnabled({ timeout: 60_000 });
    await playground.reset.click();
    await expect.poll(() => playground.points('Losses')).toBe(0);
    await playground.dismissNotices();
  });

  test('training shows its losses, its AP, its pace and what it has learnt', async () => {
    test.setTimeout(420_000);
    expect(await playground.points('Losses')).toBe(0);
    await playground.play.click();
    await playground.stepsBeyond(3);
    await expect.poll(() => playground.points('Losses')).toBeGreaterThan(3);
    expect(await playground.loss()).toBeGreaterThan(0);
    for (const label of ['ms/step', 'Images/s', 'Memory']) {
      await expect(playground.figure(label)).toHaveText(/^[\d.,]+/);
    }
    await expect(page.locator('.eta')).toHaveText(/left$/);
    // The first evaluation begins at step 10 and shares the processor with training from then on.
    await expect.poll(() => playground.points('Validation'), { timeout: 300_000 }).toBeGreaterThan(0);
    await expect(playground.figure('AP')).toHaveText(/^\d+\.\d$/);
    await playground.pause.click();
  });

  test('validation images show masks, and a selected one its objects and their qualities', async () => {
    test.setTimeout(420_000);
    await page.getByRole('tab', { name: /Validation/ }).click();
    await playground.play.click();
    const withMasks = page.locator('.thumbnail[data-instances]:not([data-instances="0"])');
    await expect.poll(() => withMasks.count(), { timeout: 300_000 }).toBeGreaterThan(0);
    await playground.pause.click();
    await withMasks.first().click();
    await expect(withMasks.first()).toHaveAttribute('aria-pressed', 'true');
    const objects = page.getByRole('region', { name: 'Objects in this picture' }).getByRole('button');
    await objects.first().focus();
    const readout = page.locator('.readout');
    for (const fact of ['Score', 'Class quality', 'Mask quality', 'Area'])
      await expect(readout).toContainText(fact);
    await page.keyboard.press('x');
    await expect(objects).toHaveCount(0);
    await page.keyboard.press('x');
    await expect(objects.first()).toBeVisible();
  });

  test('settings live in the link: what is turned is there after a reload', async () => {
    const batch = page.getByRole('spinbutton', { name: 'Batch', exact: true });
    await batch.fill('2');
    await batch.press('Enter');
    await expect(page.getByText('Batch applies at reset.')).toBeVisible();
    await page.getByRole('button', { name: 'Reset and apply' }).click();
    await expect(playground.play).toBeEnabled({ timeout: 60_000 });
    await expect(page.getByText('Batch applies at reset.')).toBeHidden();
    await expect(page).toHaveURL(/batch=2/);
    await page.reload();
    await expect(batch).toHaveValue('2');
    await page.getByRole('button', { name: 'All defaults' }).click();
    await expect(page).not.toHaveURL(/batch/);
  });
});

test('the same seed gives the same losses on WebAssembly', async ({ page }) => {
  const losses: number[] = [];
  for (let run = 0; run < 2; run++) {
    const playground = await Playground.open(page, { ...quick, labelled: '4', device: 'wasm', seed: 5 });
    // The second time the run stands where the first was left.
    if (run > 0) await playground.reset.click();
    await expect.poll(() => playground.step()).toBe(0);
    for (let step = 1; step <= 3; step++) {
      await playground.singleStep.click();
      await expect.poll(() => playground.step()).toBe(step);
    }
    losses.push(await playground.loss());
  }
  expect(losses[0]).toBe(losses[1]);
});
