import { expect, type Page, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { Playground } from './playground.ts';
import { controlsWithoutTooltip } from './tooltips.ts';

/** One page for all, with a notice on it. */
let page: Page;
let playground: Playground;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  playground = await Playground.open(page, { colour: 'red', labelled: '20' });
});
test.afterAll(() => page.close());

test('everything can be reached and worked by keyboard', async () => {
  const reached = new Set<string>();
  // Thumbnails are many; each of the others comes up once on the way round.
  for (let press = 0; press < 260; press++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return '';
      const label =
        element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent;
      return (label ?? element.textContent ?? '').trim();
    });
    if (name === '' && reached.size > 0) break;
    reached.add(name);
  }
  expect([...reached][0]).toBe('Images and picture');
  for (const name of [
    'Play',
    'Step',
    'Reset',
    'Run on',
    'Masks',
    'Zoom in',
    'Learning rate',
    'Truth, opacity',
  ]) {
    expect(
      [...reached].some((label) => label.startsWith(name)),
      `${name} among ${[...reached].join(' | ')}`,
    ).toBe(true);
  }
  await playground.picture.focus();
  await page.keyboard.press('+');
  await expect(page.locator('.frame')).toHaveAttribute('data-zoomed', 'true');
  await page.keyboard.press('0');
  await expect(page.locator('.frame')).toHaveAttribute('data-zoomed', 'false');
  await page.getByRole('slider', { name: 'Batch, slider', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('spinbutton', { name: 'Batch', exact: true })).toHaveValue('5');
  await page.getByRole('button', { name: 'Batch: back to 4', exact: true }).press('Enter');
  await expect(page.getByRole('spinbutton', { name: 'Batch', exact: true })).toHaveValue('4');

  // The first of the page: links past all that comes before.
  const skip = page.getByRole('navigation', { name: 'Skip to' });
  for (const [name, place] of [
    ['Images and picture', 'main'],
    ['Decoupling plane', '.plane-panel'],
    ['Settings', '.controls'],
    ['How it works', '.article'],
  ] as const) {
    const link = skip.getByRole('link', { name });
    await link.focus();
    await expect(skip).toHaveCSS('clip-path', 'none');
    await page.keyboard.press('Enter');
    await expect(page.locator(place)).toBeInViewport();
    await page.keyboard.press('Tab');
    await expect(page.locator(`${place} :focus`)).toBeVisible();
    await expect(skip).not.toHaveCSS('clip-path', 'none');
  }
});

test('axe finds nothing in either theme, and every control says what it does', async () => {
  // A notice, a waiting knob and a running network: as much on the page as there can be.
  await playground.play.click();
  await playground.stepsBeyond(2);
  await playground.pause.click();
  await page.getByRole('spinbutton', { name: 'Batch', exact: true }).fill('99');
  await page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill('3');
  await axeFindsNothing(page);
  expect(await controlsWithoutTooltip(page.locator('body'))).toEqual([]);
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await controlsWithoutTooltip(page.getByRole('dialog'))).toEqual([]);
  await axeFindsNothing(page, 'dialog');
  await page.keyboard.press('Escape');
});

test('the picture zooms by wheel, moves by dragging, and a double click rests it', async () => {
  await expect(playground.picture).toHaveAttribute('data-step', /\d/);
  const frame = page.locator('.frame');
  await frame.hover();
  await page.mouse.wheel(0, -400);
  await expect(frame).toHaveAttribute('data-zoomed', 'true');
  const place = () => page.locator('.stage').evaluate((element) => element.style.transform);
  const before = await place();
  const box = await frame.boundingBox();
  if (!box) throw new Error('The picture has no frame on the page.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 25, { steps: 4 });
  await page.mouse.up();
  expect(await place()).not.toBe(before);
  await frame.dblclick();
  await expect(frame).toHaveAttribute('data-zoomed', 'false');
});

test('colours follow the system until a theme is chosen, and the choice is remembered', async () => {
  // Without motion the colours are there at once.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await ground();
  await page.getByRole('button', { name: /^Theme: system/ }).click();
  await expect(page.getByRole('button', { name: /^Theme: light/ })).toBeVisible();
  const light = await ground();
  expect(light).not.toBe(dark);
  await page.reload();
  expect(await ground()).toBe(light);
});
