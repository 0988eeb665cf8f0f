import { expect, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';
import { controlsWithoutTooltip } from './tooltips.ts';

test('the tour is taken by keyboard, and offered no more after that', async ({ page }) => {
  await Playground.visit(page);
  const invitation = page.getByRole('button', { name: 'Take the tour' });
  await invitation.focus();
  await page.keyboard.press('Enter');
  const tour = page.getByRole('dialog');
  await expect(tour).toContainText('1 of 5');
  await expect(tour.getByRole('button', { name: 'Next' })).toBeFocused();
  await axeFindsNothing(page, 'dialog[open]');
  expect(await controlsWithoutTooltip(tour)).toEqual([]);
  for (const step of [2, 3, 4, 5]) {
    await page.keyboard.press('ArrowRight');
    await expect(tour).toContainText(`${step} of 5`);
  }
  await takeScreens(page, 'tour', { settle: 60 });
  await page.keyboard.press('ArrowLeft');
  await expect(tour).toContainText('4 of 5');
  await page.keyboard.press('Escape');
  await expect(tour).toBeHidden();
  await expect(invitation).toBeHidden();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Tour', exact: true })).toBeVisible();
  await expect(invitation).toBeHidden();
});
