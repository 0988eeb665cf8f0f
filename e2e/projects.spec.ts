import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { labellingOf, markedIn, onScreen, squaresFolder, takeIn } from './own-pictures.ts';
import { Playground } from './playground.ts';

let folder = '';
test.beforeAll(async () => {
  folder = await squaresFolder(3);
});
test.afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

const elsewhere = (page: Page) => page.getByRole('region', { name: 'Open in another tab' });

/** Opens the labelling of the first image of a split. */
async function label(page: Page, split: RegExp): Promise<void> {
  await page.getByRole('tab', { name: split }).click();
  await page.keyboard.press('m');
  await expect(labellingOf(page)).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
}

/** A stroke of the brush, begun and ended. */
async function brush(page: Page, x: number, y: number): Promise<void> {
  await page.keyboard.press('b');
  await page.keyboard.press('n');
  await page.mouse.move(...(await onScreen(page, x, y)));
  await page.mouse.down();
  await page.mouse.move(...(await onScreen(page, x + 15, y)), { steps: 3 });
  await page.mouse.up();
}

test('one tab labels at a time, nothing is overwritten, and a killed tab loses nothing', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  await Playground.visit(page, { dataset: 'own' });
  await takeIn(page, folder, 3);
  await label(page, /Unlabelled/);
  await brush(page, 20, 40);
  await expect(markedIn(page)).toHaveCount(1);

  const second = await context.newPage();
  await Playground.open(second, { dataset: 'own', labelled: '100%' });
  await test.step('a second tab reads, and does not label', async () => {
    await expect(elsewhere(second)).toBeVisible();
    await expect(second.getByText('1 labelled, 2 unlabelled and 0 validation images')).toBeVisible();
    await expect(second.getByRole('button', { name: 'Label', exact: true })).toBeDisabled();
    await second.keyboard.press('m');
    await expect(labellingOf(second)).toHaveCount(0);
    await axeFindsNothing(second);
  });

  await test.step('until it takes over: then the first one reads', async () => {
    await brush(page, 20, 120);
    await elsewhere(second).getByRole('button', { name: 'Take over' }).click();
    await expect(elsewhere(second)).toHaveCount(0);
    await expect(second.getByRole('button', { name: 'Label', exact: true })).toBeEnabled({
      timeout: 90_000,
    });
    await page.bringToFront();
    await expect(elsewhere(page)).toBeVisible();
    await expect(labellingOf(page)).toHaveCount(0);
    await second.bringToFront();
    await label(second, /Labelled/);
    // The stroke of the first tab is there.
    await expect(markedIn(second)).toHaveCount(2);
  });

  await test.step('and when it is closed right after a stroke, the stroke is there', async () => {
    await brush(second, 150, 140);
    await expect(markedIn(second)).toHaveCount(3);
    await second.close({ runBeforeUnload: false });
    await page.bringToFront();
    await elsewhere(page).getByRole('button', { name: 'Take over' }).click();
    await expect(elsewhere(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Label', exact: true })).toBeEnabled({ timeout: 90_000 });
    await expect(page.getByText('1 labelled, 2 unlabelled and 0 validation images')).toBeVisible({
      timeout: 90_000,
    });
    await label(page, /Labelled/);
    await expect(markedIn(page)).toHaveCount(3);
    await page.keyboard.press('m');
  });

  const projects = page.getByRole('list', { name: 'Your projects' });
  await test.step('a project is renamed, copied, deleted and brought back', async () => {
    await projects.getByRole('button', { name: 'Rename squares' }).click();
    await projects.getByLabel('Name of the project').fill('bricks');
    await axeFindsNothing(page, '.projects');
    await page.keyboard.press('Enter');
    await projects.getByRole('button', { name: 'Duplicate bricks' }).click();
    const copy = projects.getByRole('button', { name: /^bricks copy/ });
    await expect(copy).toContainText('1 of 3 labelled');
    // The next visit goes on with what was worked on, not with what was made of it.
    await page.reload();
    await expect(projects.getByRole('button', { name: /^bricks 1 of 3/ })).toHaveAttribute(
      'aria-pressed',
      'true',
      { timeout: 90_000 },
    );
    await expect(page.getByText('1 labelled, 2 unlabelled and 0 validation images')).toBeVisible({
      timeout: 90_000,
    });
    await projects.getByRole('button', { name: 'Delete bricks', exact: true }).click();
    await expect(projects).toContainText('bricks is deleted.');
    // Nothing can be drawn on what is gone: the demo is there instead.
    await expect(page.getByText(/^20 labelled, 380 unlabelled/)).toBeVisible({ timeout: 90_000 });
    await expect(page.getByRole('button', { name: 'Label', exact: true })).toHaveCount(0);
    await axeFindsNothing(page, '.projects');
    await copy.click();
    await expect(copy).toHaveAttribute('aria-pressed', 'true', { timeout: 90_000 });
    await expect(page.getByText('1 labelled, 2 unlabelled and 0 validation images')).toBeVisible();
    await page.getByRole('button', { name: 'Back to the sample data' }).click();
    await expect(page.getByText(/^20 labelled, 380 unlabelled/)).toBeVisible({ timeout: 90_000 });
    await projects.getByRole('button', { name: 'Bring bricks back' }).click();
    await expect(projects.getByRole('button', { name: /^bricks 1 of 3/ })).toBeVisible();
    await expect(page.getByLabel('Room used on this computer')).toBeVisible();
  });
});
