import { expect, type Locator, type Page, test } from '@playwright/test';
import { Playground } from './playground.ts';
import { pageTasks } from './tasks.ts';

/** Goes on by Tab, or back by Shift+Tab, until a control has the focus: as a person does who has no pointer. */
async function reach(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(control).toBeEnabled();
  for (let press = 0; press < 200; press++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`200 presses of ${key} do not lead to ${control}.`);
}

test('by keyboard alone: look, judge, train, look back, compare an ablation, read, and come back to it', async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  const playground = await Playground.open(page, {
    labelled: '20',
    steps: 11,
    batch: 1,
    unlabelledBatch: 1,
    evaluateEvery: 10,
    burnIn: 2,
    rule: 'dual',
    objectnessThreshold: 0.05,
  });
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  const { keyboard } = page;
  const plane = page.getByRole('region', { name: 'Decoupling plane' });
  const candidates = plane.getByRole('img');
  const shown = () => playground.picture.getAttribute('data-step');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

  await test.step('the gallery: tabs and images by arrow keys, and Tab goes past them', async () => {
    await reach(page, page.getByRole('tab', { name: /Validation/ }));
    await keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: /Unlabelled/ })).toBeFocused();
    await expect(page.getByRole('tab', { name: /Unlabelled/ })).toHaveAttribute('aria-selected', 'true');
    await keyboard.press('Tab');
    await expect(playground.thumbnails.first()).toBeFocused();
    await keyboard.press('ArrowRight');
    await expect(playground.thumbnails.nth(1)).toBeFocused();
    await expect(playground.thumbnails.nth(1)).toHaveAttribute('aria-pressed', 'true');
    await keyboard.press('End');
    await expect(playground.thumbnails.last()).toBeFocused();
    await keyboard.press('Home');
    await expect(playground.thumbnails.first()).toBeFocused();
    await expect(playground.thumbnails.first()).toHaveAttribute('aria-pressed', 'true');
    await keyboard.press('Tab');
    await expect(playground.thumbnails.first()).not.toBeFocused();
  });

  await test.step('the plane: both thresholds, and a candidate with its reason', async () => {
    await expect(plane.getByText('finished run', { exact: true })).toBeVisible();
    const kept = async () =>
      Number((await candidates.getAttribute('aria-label'))?.match(/keep ([\d,]+)/)?.[1]?.replace(',', ''));
    for (const name of ['Class', 'Mask']) {
      const knob = page.getByRole('spinbutton', { name: `${name} threshold`, exact: true });
      await reach(page, plane.getByRole('slider', { name: `${name} threshold in the plane` }));
      await keyboard.press('End');
      await expect(knob).toHaveValue('1');
      await expect.poll(kept).toBe(0);
      await keyboard.press('Home');
      for (let i = 0; i < 3; i++) await keyboard.press('PageUp');
      await keyboard.press('ArrowDown');
      await expect(knob).toHaveValue('0.14');
    }
    await expect.poll(kept).toBeGreaterThan(0);
    await expect(page).toHaveURL(/classThreshold=0.14.*maskThreshold=0.14/);
    await reach(page, candidates, 'Shift+Tab');
    await keyboard.press('ArrowRight');
    await expect(page.locator('.readout .fate')).toHaveText(/^Kept: class [\d.]+ and mask [\d.]+/);
    await keyboard.press('Escape');
  });

  const line = page.getByRole('slider', { name: 'Time line' });
  await test.step('training: play, pause, a single step, to the end', async () => {
    await keyboard.press('.');
    await expect.poll(() => playground.step()).toBe(1);
    await keyboard.press('Space');
    await playground.stepsBeyond(1);
    await keyboard.press('Space');
    await expect(playground.play).toBeEnabled();
    await keyboard.press('Space');
    await playground.stepsBeyond(10);
    await expect.poll(() => line.getAttribute('max'), { timeout: 90_000 }).toBe('2');
  });

  await test.step('the time line, by arrow keys', async () => {
    await reach(page, page.getByRole('tab', { name: /Unlabelled/ }), 'Shift+Tab');
    await keyboard.press('ArrowLeft');
    await reach(page, line);
    await keyboard.press('Home');
    await expect(line).toHaveAttribute('aria-valuetext', /^step 10, AP/);
    await expect.poll(shown).toBe('10');
    await keyboard.press('ArrowRight');
    await expect.poll(shown).toBe('11');
    await keyboard.press('End');
    await expect(line).toHaveAttribute('aria-valuetext', 'now');
  });

  await test.step('a stretch of the curves', async () => {
    const losses = playground.chart('Losses');
    await reach(page, losses, 'Shift+Tab');
    await keyboard.press('+');
    await expect(losses).toHaveAttribute('data-zoomed', 'true');
    await keyboard.press('ArrowRight');
    await keyboard.press('0');
    await expect(losses).toHaveAttribute('data-zoomed', 'false');
  });

  await test.step('the other theme, and back', async () => {
    const before = await ground();
    await keyboard.press('t');
    await keyboard.press('t');
    await expect.poll(ground).not.toBe(before);
    await keyboard.press('t');
    await expect.poll(ground).toBe(before);
  });

  const sheet = page.getByRole('dialog', { name: 'Runs' });
  const opener = page.getByRole('button', { name: /^Runs/ });
  await test.step('an ablation of two steps, each evaluated once', async () => {
    await reach(page, page.getByRole('slider', { name: 'Evaluate every, slider' }));
    await keyboard.press('End');
    await keyboard.press('c');
    const ablation = sheet.getByRole('region', { name: 'Ablation' });
    for (const name of ['two thresholds', '+ per class', '+ correction', '+ pixel uncertainty']) {
      await reach(page, ablation.getByLabel(name));
      await keyboard.press('Space');
    }
    await expect(ablation).toContainText('Trains 2 runs of 11 steps');
    await reach(page, ablation.getByRole('button', { name: 'Ablation', exact: true }));
    await keyboard.press('Enter');
    await expect(sheet).toBeHidden();
    await expect(opener).toHaveText('Runs (3)', { timeout: 120_000 });
    await expect(page.locator('.progress')).toContainText('Finished', { timeout: 60_000 });
  });

  await test.step('runs are compared', async () => {
    await keyboard.press('c');
    await expect(
      sheet.getByRole('img', {
        name: /^Mask AP in percent with 95 % intervals.*labels alone.*one threshold/,
      }),
    ).toBeVisible();
    const table = sheet.getByRole('table', { name: 'What differs between the runs' });
    const rules = table.getByRole('row', { name: /^Pseudo-labels/ }).getByRole('cell');
    await expect(rules).toHaveCount(3);
    await reach(page, sheet.getByRole('checkbox', { name: /^Draw .*rule dual/ }));
    await keyboard.press('Space');
    await expect(rules).toHaveText(['coupled', 'off']);
    await keyboard.press('Space');
    await expect(rules).toHaveCount(3);
    await keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  });

  await test.step('the article', async () => {
    await reach(page, page.getByRole('link', { name: 'How it works' }).first(), 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'How pseudo-labels earn their place' })).toBeInViewport();
    const details = page.locator('.article details').first();
    await reach(page, details.locator('summary'));
    await keyboard.press('Enter');
    await expect(details.getByRole('table')).toBeVisible();
  });

  const tasks = pageTasks(await browser.stopTracing(), new URL(page.url()).origin);
  const busiest = Math.max(...tasks.map(({ work }) => work));
  console.log(`most work in a task of the page on a way through it by keyboard: ${busiest.toFixed(0)} ms`);
  expect(tasks.filter(({ work }) => work > 50)).toEqual([]);

  await test.step('and the link finds the same state', async () => {
    const seen = await candidates.getAttribute('data-candidates');
    expect(await page.getByText('finished run', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Fates', exact: true }).click();
    const fates = await playground.points('Pseudo-labels per step');
    expect(fates).toBeGreaterThan(0);
    await page.reload();
    await expect(playground.play).toBeVisible();
    await expect(page.getByRole('spinbutton', { name: 'Class threshold', exact: true })).toHaveValue('0.14');
    await expect(page.getByRole('spinbutton', { name: 'Mask threshold', exact: true })).toHaveValue('0.14');
    await expect(opener).toHaveText('Runs (3)');
    await expect.poll(() => playground.step(), { timeout: 90_000 }).toBe(11);
    // What the teacher saw, and what became of it.
    await expect(candidates).toHaveAttribute('data-candidates', seen ?? '');
    expect(await page.getByText('finished run', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Fates', exact: true }).click();
    await expect.poll(() => playground.points('Pseudo-labels per step')).toBe(fates);
  });
});
