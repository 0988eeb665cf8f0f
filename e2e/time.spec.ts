import { expect, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';

test('the run can be looked back at: scrubbed, stepped through, played like a film', async ({ page }) => {
  test.setTimeout(240_000);
  const playground = await Playground.open(page, {
    labelled: '20',
    steps: 11,
    batch: 1,
    unlabelledBatch: 1,
    evaluateEvery: 10,
    burnIn: 4,
    rule: 'dual',
    classThreshold: 0.2,
    maskThreshold: 0.75,
    objectnessThreshold: 0.05,
  });
  const curves = page.getByRole('region', { name: 'Curves' });
  const line = curves.getByRole('slider', { name: 'Time line' });
  await expect(line).toBeDisabled();
  await playground.play.click();
  await expect.poll(async () => Number(await line.getAttribute('max')), { timeout: 200_000 }).toBe(2);
  await expect(line).toHaveAttribute('aria-valuetext', 'now');
  await page.getByRole('region', { name: 'Objects in this picture' }).getByRole('button').first().focus();
  await takeScreens(page, 'page');

  const shown = () => playground.picture.getAttribute('data-step');
  await line.focus();
  await page.keyboard.press('Home');
  await expect(line).toHaveAttribute('aria-valuetext', /^step 10, AP/);
  await expect.poll(shown).toBe('10');
  await page.keyboard.press('ArrowRight');
  await expect.poll(shown).toBe('11');
  const box = await line.boundingBox();
  if (!box) throw new Error('The time line is not drawn.');
  await page.mouse.click(box.x + 4, box.y + box.height / 2);
  await expect.poll(shown).toBe('10');
  await takeScreens(page, 'time', { place: line, settle: 60 });
  await axeFindsNothing(page);

  // Of the past the teacher's masks are what is kept.
  const layers = page.locator('.layers');
  await expect(layers.getByRole('button', { name: 'Teacher', exact: true })).toBeVisible();
  await expect(layers.getByRole('button', { name: 'Student', exact: true })).toHaveCount(0);
  await page.locator('body').press('k');
  await expect.poll(shown).toBe('11');
  await page.locator('body').press('j');
  await expect.poll(shown).toBe('10');

  await page.locator('body').press('f');
  await expect(curves.getByRole('button', { name: 'Stop the film' })).toBeVisible();
  await expect(line).toHaveAttribute('aria-valuetext', 'now', { timeout: 10_000 });
  await expect(curves.getByRole('button', { name: 'Play the run as a film' })).toBeVisible();

  for (const name of ['Fates', 'Thresholds', 'Pseudo-labels']) {
    await curves.getByRole('button', { name, exact: true }).click();
    await takeScreens(page, `curves-${name.toLowerCase()}`, { place: line, settle: 100 });
  }
  await expect(curves.getByRole('img', { name: /^Thresholds: class, mean 0\.20/ })).toBeVisible();
  await expect(
    curves.getByRole('img', { name: /^What the kept pseudo-labels are worth: right/ }),
  ).toBeVisible();
  // The student is evaluated after the teacher.
  await curves.getByRole('button', { name: 'Validation', exact: true }).click();
  await expect(curves.getByText('Student AP')).toBeVisible();

  // Kept with the run, and there after a reload.
  await expect(page.locator('p.kept')).toHaveAttribute('data-step', '11');
  await page.reload();
  await expect(line).toHaveAttribute('max', '2', { timeout: 90_000 });
  await line.focus();
  await page.keyboard.press('Home');
  await expect(line).toHaveAttribute('aria-valuetext', /^step 10, AP/);
  await expect.poll(shown).toBe('10');
});
