import { test } from '@playwright/test';
import { Playground } from './playground.ts';

/** Set to any value, it renews the pictures of the README. */
if (process.env.UPDATE_SCREENSHOT)
  test('the pictures of the README', async ({ page }) => {
    test.setTimeout(900_000);
    const playground = await Playground.open(page, { labelled: '10%', evaluateEvery: 50 });
    await playground.play.click();
    await playground.stepsBeyond(450, 800_000);
    await playground.pause.click();
    await page.getByRole('region', { name: 'Objects in this picture' }).getByRole('button').first().focus();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // The curves are drawn again in the other colours, and thumbnails that came into sight are asked for.
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `public/screenshot${colorScheme === 'dark' ? '-dark' : ''}.png` });
    }
  });
