import { mkdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

const folder = 'out/screens';
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
];

/** Set to any value, it renews the pictures of the README after a longer training. */
const update = process.env.UPDATE_SCREENSHOT;

test('the page looks right, light and dark, wide and narrow', async ({ page }) => {
  test.setTimeout(600_000);
  mkdirSync(folder, { recursive: true });
  const playground = await Playground.open(page, { labelled: '10%', evaluateEvery: 50 });
  await playground.play.click();
  await playground.stepsBeyond(update ? 450 : 110, 500_000);
  await playground.pause.click();
  const close = playground.capabilities.getByRole('button');
  if (await close.isVisible()) await close.click();
  const objects = page.getByRole('region', { name: 'Objects in this picture' }).getByRole('button');
  if ((await objects.count()) > 0) await objects.first().focus();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // The curves are drawn again in the other colours, and thumbnails that came into sight are asked for.
      await page.waitForTimeout(1500);
      const path = `${folder}/page-${colorScheme}-${size.width}.png`;
      await page.screenshot({ path, fullPage: size.width < 1000 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${path} is wider than its window`).toBeLessThanOrEqual(0);
      if (update && size.width === 1440) {
        const name = colorScheme === 'light' ? 'screenshot' : 'screenshot-dark';
        await page.screenshot({ path: `public/${name}.png` });
      }
    }
  }
});

test('the shortcut sheet', async ({ page }) => {
  mkdirSync(folder, { recursive: true });
  await Playground.open(page);
  await page.locator('body').press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.screenshot({ path: `${folder}/shortcuts.png` });
});
