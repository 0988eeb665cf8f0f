import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';
import { controlsWithoutTooltip } from './tooltips.ts';

async function taken(page: Page, button: string): Promise<Buffer> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  return readFile(await (await coming).path());
}

test('a two-step ablation is trained, drawn and taken home; runs are compared, kept over a reload, and repeated', async ({
  page,
}) => {
  test.setTimeout(420_000);
  const playground = await Playground.open(page, {
    labelled: '20',
    steps: 10,
    batch: 1,
    unlabelledBatch: 1,
    burnIn: 4,
    evaluateEvery: 1000,
  });
  const sheet = page.getByRole('dialog', { name: 'Runs' });
  const rows = sheet.getByRole('table', { name: 'Runs kept' }).getByRole('row');
  const opener = page.getByRole('button', { name: /^Runs/ });

  await test.step('the ablation runs by itself, over a reload', async () => {
    await page.keyboard.press('c');
    const ablation = sheet.getByRole('region', { name: 'Ablation' });
    for (const name of ['two thresholds', '+ per class', '+ correction', '+ pixel uncertainty'])
      await ablation.getByLabel(name).uncheck();
    await ablation.getByLabel('Seeds').fill('2');
    await expect(ablation).toContainText('Trains 4 runs of 10 steps');
    await ablation.getByLabel('Seeds').fill('1');
    await ablation.getByRole('button', { name: 'Ablation', exact: true }).click();
    await expect(sheet).toBeHidden();
    await playground.stepsBeyond(0);
    await page.reload();
    await expect(playground.notices).toContainText('1 run of an ablation still to come.', {
      timeout: 90_000,
    });
    await playground.play.click();
    await expect(page.getByRole('button', { name: 'Runs (2)' })).toBeVisible({ timeout: 240_000 });
  });

  await test.step('and is drawn', async () => {
    await opener.click();
    const chart = sheet.getByRole('img', { name: /^Mask AP in percent with 95 % intervals/ });
    await expect(chart).toHaveAttribute(
      'aria-label',
      /labels alone: [\d.]+ over 1; one threshold: [\d.]+ over 1/,
    );
    const csv = (await taken(page, 'CSV of penumbra-ablation')).toString().trim().split('\r\n');
    expect(csv).toHaveLength(3);
    const { runs } = JSON.parse((await taken(page, 'JSON of penumbra-ablation')).toString());
    expect(runs.map(({ settings }: { settings: { rule: string } }) => settings.rule)).toEqual([
      'off',
      'coupled',
    ]);
    const png = await taken(page, 'PNG of penumbra-ablation');
    expect([...png.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join('')).toBe('PNG');
  });

  await test.step('its runs stand side by side', async () => {
    await takeScreens(page, 'runs', { place: rows.first(), settle: 150 });
    const region = sheet.getByRole('region', { name: 'Ablation' });
    await takeScreens(page, 'ablation', { place: region.getByRole('img'), settle: 150 });
    const table = sheet.getByRole('table', { name: 'What differs between the runs' });
    const differing = table.getByRole('row', { name: /^Pseudo-labels/ });
    expect(await controlsWithoutTooltip(sheet)).toEqual([]);
    await expect(differing.getByRole('cell')).toHaveText(['coupled', 'off']);
    await expect(table.getByRole('row', { name: /^Learning rate/ })).toHaveCount(0);
    await expect(table.getByRole('row', { name: /^Time trained/ })).toContainText(/\d+ s/);
    await axeFindsNothing(page, 'dialog[open]');
    await page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
    await expect(page.locator('.u-legend', { hasText: 'rule off' })).toBeVisible();
  });

  await test.step('and are there after a reload', async () => {
    await page.reload();
    await expect(opener).toHaveText('Runs (2)');
    await opener.click();
    await expect(rows).toHaveCount(3);
    await sheet
      .getByRole('row', { name: /rule off/ })
      .getByRole('button', { name: 'Use settings' })
      .click();
    await expect(page.getByRole('combobox', { name: 'Pseudo-labels', exact: true })).toHaveValue('off');
    await expect(playground.play).toBeEnabled({ timeout: 90_000 });
  });

  await test.step('what stood is put aside and comes back; a run that is forgotten does so, too', async () => {
    await expect(playground.notices).toContainText('The run that stood at step 10 is put aside.');
    await opener.click();
    const aside = sheet.getByRole('region', { name: 'Put aside' });
    await expect(aside).toContainText('rule coupled');
    const row = sheet.getByRole('row', { name: /rule off/ });
    await row.getByRole('button', { name: /^Forget/ }).press('Enter');
    await expect(row).toContainText('is forgotten.');
    await takeScreens(page, 'runs-put-aside', { place: aside, settle: 150 });
    expect(await controlsWithoutTooltip(sheet)).toEqual([]);
    await axeFindsNothing(page, 'dialog[open]');
    const back = row.getByRole('button', { name: /^Bring .* back$/ });
    await expect(back).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(row).not.toContainText('is forgotten.');
    await aside.getByRole('button', { name: /^Bring back the run that stood at step 10/ }).click();
    await expect(sheet).toBeHidden();
    await expect.poll(() => playground.step(), { timeout: 90_000 }).toBe(10);
    await expect(page.getByRole('combobox', { name: 'Pseudo-labels', exact: true })).toHaveValue('coupled');
    await opener.click();
    await expect(rows).toHaveCount(3);
    await expect(sheet.getByRole('row', { name: /rule coupled/ })).toContainText('the present run');
    await row.getByRole('button', { name: /^Forget/ }).click();
    await expect(page.getByRole('button', { name: 'Runs (1)', includeHidden: true })).toBeAttached();
  });
});
