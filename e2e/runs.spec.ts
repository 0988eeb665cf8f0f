import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

test('runs are kept over a reload, compared on one axis, and repeated', async ({ page }) => {
  test.setTimeout(420_000);
  const playground = await Playground.open(page, { labelled: '20', rule: 'off', evaluateEvery: 10 });
  const evaluations = () => playground.points('Validation');
  const trainUntilEvaluated = async () => {
    await playground.play.click();
    await expect.poll(evaluations, { timeout: 180_000 }).toBeGreaterThan(0);
    await playground.pause.click();
  };
  await trainUntilEvaluated();
  await playground.reset.click();
  await expect.poll(evaluations).toBe(0);
  await page.getByRole('spinbutton', { name: 'Learning rate', exact: true }).fill('0.001');
  await page.keyboard.press('Enter');
  await trainUntilEvaluated();

  const sheet = page.getByRole('dialog', { name: 'Runs' });
  const rows = sheet.getByRole('table').getByRole('row');
  await page.getByRole('button', { name: /^Runs/ }).click();
  await expect(rows).toHaveCount(3);
  const first = rows.filter({ hasText: 'rule off' }).filter({ hasNotText: 'learningRate' });
  await first.getByRole('checkbox').check();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('.u-legend', { hasText: 'rule off' })).toBeVisible();

  await page.reload();
  await expect(playground.play).toBeEnabled({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Runs (2)' }).click();
  await expect(rows).toHaveCount(3);
  await sheet
    .getByRole('row', { name: /learningRate 0.001/ })
    .getByRole('button', { name: /^Forget/ })
    .click();
  await expect(rows).toHaveCount(2);
  await sheet.getByRole('button', { name: 'Use settings' }).click();
  await expect(page.getByRole('spinbutton', { name: 'Learning rate', exact: true })).toHaveValue('0.003');
});
