import { expect, type Page, test } from '@playwright/test';
import { Playground } from './playground.ts';

let page: Page;
let playground: Playground;
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  page = await context.newPage();
  playground = await Playground.open(page);
  await playground.play.click();
  await playground.stepsBeyond(1);
});
test.afterAll(() => page.context().close());

test('training goes on while another page is in front', async () => {
  const other = await page.context().newPage();
  await other.goto('about:blank');
  await other.bringToFront();
  const before = await playground.step();
  const begun = performance.now();
  await playground.stepsBeyond(before + 5);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${(await playground.step()) - before} steps in ${seconds.toFixed(0)} s behind another page`);
  await other.close();
});

// Headless Chromium hides no page, neither behind another one nor in a window put away, so the page is told that it is.
test('a page that says it is hidden asks for no pictures, and draws again when it is back', async () => {
  await page.bringToFront();
  const say = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await say(true);
  const before = await playground.step();
  await playground.stepsBeyond(before + 30, 120_000);
  const drawn = Number(await playground.picture.getAttribute('data-step'));
  expect(drawn).toBeLessThanOrEqual(before + 10);
  await say(false);
  await expect
    .poll(async () => Number(await playground.picture.getAttribute('data-step')), { timeout: 60_000 })
    .toBeGreaterThan(drawn);
});
