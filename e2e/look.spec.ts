import { expect, type Page, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';
import { controlsWithoutTooltip } from './tooltips.ts';

/** Pixels of the plane in about the colour of what is kept, the light theme's. */
const inColourOfKept = (page: Page): Promise<number> =>
  page.locator('.plane canvas').evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? {};
    const kept = getComputedStyle(document.querySelector('.plane-key .kept') ?? element).fill;
    const colour = kept.match(/\d+/g)?.map(Number) ?? [];
    let pixels = 0;
    for (let i = 0; data && i < data.length; i += 4)
      if (data[i + 3] > 200 && colour.every((part, c) => Math.abs(data[i + c] - part) < 30)) pixels++;
    return pixels;
  });

/** One page for all, before any training. */
let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await Playground.open(page);
});
test.afterAll(() => page.close());

test('before any training both thresholds are dragged, and counts and colours change at once', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  const panel = page.getByRole('region', { name: 'Decoupling plane' });
  await expect(panel.getByText('finished run', { exact: true })).toBeVisible();
  const canvas = panel.getByRole('img');
  const table = panel.getByRole('table', { name: 'What the thresholds keep' });
  const kept = async () =>
    Number(
      (await table.getByRole('row', { name: /^Two/ }).getByRole('cell').first().textContent())?.replace(
        ',',
        '',
      ),
    );
  for (const name of ['Class', 'Mask'] as const) {
    const grip = await panel.getByRole('slider', { name: `${name} threshold in the plane` }).boundingBox();
    const box = await canvas.boundingBox();
    if (!grip || !box) throw new Error('The plane is not drawn.');
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    const line = name === 'Class' ? ([x, box.y + 60] as const) : ([box.x + 60, y] as const);
    const [before, green] = [await kept(), await inColourOfKept(page)];
    const low = name === 'Class' ? ([box.x + 70, line[1]] as const) : ([line[0], box.y + 220] as const);
    await page.mouse.move(...line);
    await page.mouse.down();
    await page.mouse.move(...low, { steps: 5 });
    await expect.poll(kept).toBeGreaterThan(before);
    await expect.poll(() => inColourOfKept(page)).toBeGreaterThan(green);
    const dragged = await kept();
    await page.mouse.up();
    await expect(page.getByRole('spinbutton', { name: `${name} threshold`, exact: true })).not.toHaveValue(
      name === 'Class' ? '0.5' : '0.75',
    );
    expect(await kept(), 'letting go moves nothing').toBe(dragged);
  }
  await expect(page).toHaveURL(/classThreshold=.*maskThreshold=/);
});

test('a lasso in the plane, how classes flow, and the article look right', async () => {
  const panel = page.getByRole('region', { name: 'Decoupling plane' });
  const box = await panel.getByRole('img').boundingBox();
  if (!box) throw new Error('The plane is not drawn.');
  for (const [i, [x, y]] of [
    [0.4, 0.1] as const,
    [0.7, 0.1] as const,
    [0.7, 0.5] as const,
    [0.4, 0.5] as const,
  ].entries()) {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 4 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
  const chosen = panel.getByRole('region', { name: 'Chosen candidates' });
  await chosen.getByRole('button').nth(2).click();
  await expect(page.locator('canvas[data-chosen]')).toBeVisible();
  expect(await controlsWithoutTooltip(panel)).toEqual([]);
  await takeScreens(page, 'lasso', { place: chosen });
  await axeFindsNothing(page, '.plane-panel');
  await panel.getByRole('button', { name: 'Reliability' }).click();
  await takeScreens(page, 'reliability', { place: panel });
  await axeFindsNothing(page, '.plane-panel');
  await panel.getByRole('button', { name: 'Classes' }).click();
  expect(await controlsWithoutTooltip(panel)).toEqual([]);
  await takeScreens(page, 'classes', { place: panel });
  await axeFindsNothing(page, '.plane-panel');
  const article = page.getByRole('region', { name: 'How it works' });
  await page.setViewportSize({ width: 1024, height: 600 });
  const overlap = await page.evaluate(() => {
    const edge = (of: string) => document.querySelector(of)?.getBoundingClientRect();
    return (edge('.foot')?.bottom ?? Number.NaN) - (edge('.article')?.top ?? Number.NaN);
  });
  expect(overlap, 'the tool reaches into the article').toBeLessThan(0.5);
  await page.setViewportSize({ width: 1440, height: 900 });
  await takeScreens(page, 'article', { place: article.getByRole('heading').first(), settle: 150 });
});

test('the settings and the shortcut sheet', async () => {
  for (const part of ['Pseudo-labels', 'Pixel uncertainty', 'Take home'])
    await takeScreens(page, `settings-${part.toLowerCase().replaceAll(' ', '-')}`, {
      place: page.locator('.controls').getByRole('region', { name: part, exact: true }),
      settle: 60,
    });
  await page.locator('body').press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await takeScreens(page, 'shortcuts', { settle: 60 });
});
