import { mkdirSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** Where pictures of every screen are written, to be looked at. */
export const screens = 'out/screens';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
];

/**
 * Takes pictures of the page as it stands, light and dark, wide and narrow, and leaves it as it was.
 * @param settle milliseconds until what is drawn by script is drawn anew.
 */
export async function takeScreens(
  page: Page,
  name: string,
  { place, settle = 250 }: { readonly place?: Locator; readonly settle?: number } = {},
): Promise<void> {
  mkdirSync(screens, { recursive: true });
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      // Without motion the colours are there at once.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await place?.scrollIntoViewIfNeeded();
      await page.waitForTimeout(settle);
      const path = `${screens}/${name}-${colorScheme}-${size.width}.png`;
      await page.screenshot({ path });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `${path} is wider than its window`).toBeLessThanOrEqual(0);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}
