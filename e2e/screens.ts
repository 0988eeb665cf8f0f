import { mkdirSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** Where pictures of every screen are written, to be looked at. */
export const screens = 'out/screens';

/** Set to any value, it has them taken; they are for people and nothing is compared with them. */
const wanted = Boolean(process.env.PENUMBRA_SCREENS);

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
];

/** The three common colour-blindnesses, as Chromium simulates them. */
const deficiencies = ['protanopia', 'deuteranopia', 'tritanopia'] as const;

/**
 * Sees to it that the page as it stands fits windows wide and narrow, and leaves it as it was. Where they are wanted,
 * pictures are taken on the way, light and dark, and of the widest window as colour-blind people see them.
 * @param settle milliseconds until what is drawn by script is drawn anew.
 */
export async function takeScreens(
  page: Page,
  name: string,
  { place, settle = 250 }: { readonly place?: Locator; readonly settle?: number } = {},
): Promise<void> {
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    if (wanted) await takePictures(page, `${name}-%-${size.width}`, place, settle, size === sizes[0]);
    await place?.evaluate((element) => element.scrollIntoView({ block: 'nearest' }));
    const overflow = await page.evaluate(async () => {
      // What is as wide as its place told it in the last frame is drawn in the next.
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      return document.documentElement.scrollWidth - innerWidth;
    });
    expect(overflow, `${name} is wider than a window of ${size.width}`).toBeLessThanOrEqual(0);
  }
  if (before) await page.setViewportSize(before);
}

async function takePictures(
  page: Page,
  name: string,
  place: Locator | undefined,
  settle: number,
  simulated: boolean,
): Promise<void> {
  mkdirSync(screens, { recursive: true });
  const tools = await page.context().newCDPSession(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion the colours are there at once.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await place?.scrollIntoViewIfNeeded();
    await page.waitForTimeout(settle);
    const path = `${screens}/${name.replace('%', colorScheme)}`;
    await page.screenshot({ path: `${path}.png` });
    if (!simulated) continue;
    for (const type of deficiencies) {
      await tools.send('Emulation.setEmulatedVisionDeficiency', { type });
      await page.screenshot({ path: `${path}-${type}.png` });
    }
    await tools.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' });
  }
  await tools.detach();
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
