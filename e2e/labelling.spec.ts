import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { largePictures, largePicturesFolder, shareSharp, zoomIn } from './large-pictures.ts';
import { labellingOf, onScreen, shownPicture, squaresFolder, stroke, takeIn } from './own-pictures.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';
import { controlsWithoutTooltip } from './tooltips.ts';

let folder = '';
test.beforeAll(async () => {
  folder = await squaresFolder(6);
});
test.afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

interface Coco {
  readonly images: readonly unknown[];
  readonly categories: readonly { readonly name: string }[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly area: number;
    readonly bbox: readonly number[];
  }[];
}

async function takenHome(page: Page): Promise<Coco> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Labels (COCO)' }).click();
  return JSON.parse(await readFile(await (await coming).path(), 'utf8'));
}

test('images without labels are labelled by hand, and kept', async ({ page }) => {
  test.setTimeout(300_000);
  const playground = await Playground.visit(page, { dataset: 'own' });
  await page.getByLabel('A folder with images').setInputFiles(folder);
  await expect(playground.notices).toContainText('6 images of "squares" taken in, none of them annotated', {
    timeout: 60_000,
  });
  await expect(page.getByText('0 labelled, 6 unlabelled and 0 validation images')).toBeVisible({
    timeout: 90_000,
  });
  await playground.play.click();
  await expect(playground.notices).toContainText('No image is labelled yet');
  await page.getByRole('tab', { name: /Unlabelled/ }).click();
  await page.keyboard.press('m');
  const panel = page.getByRole('region', { name: 'Labelling', exact: true });
  const marked = panel.getByRole('region', { name: 'Objects marked' });
  const saved = panel.getByText('Saved on this computer.');

  await test.step('a polygon, a second class, the brush, undo and redo', async () => {
    await expect(panel).toHaveAttribute('aria-busy', 'false');
    await page.keyboard.press('p');
    await expect(panel.getByRole('button', { name: 'Polygon' })).toHaveAttribute('aria-pressed', 'true');
    for (const [x, y] of [
      [10, 20],
      [60, 20],
      [60, 70],
    ] as const)
      await page.mouse.click(...(await onScreen(page, x, y)));
    // The run is described anew in the middle of it; the corners stay.
    await panel.getByLabel('Name of a new class').fill('blue');
    await panel.getByRole('button', { name: 'Add the class' }).click();
    await expect(panel.getByRole('button', { name: 'blue' })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('1');
    for (const [x, y] of [
      [10, 70],
      [10, 90],
    ] as const)
      await page.mouse.click(...(await onScreen(page, x, y)));
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect(marked.getByRole('button')).toHaveCount(1);
    await page.keyboard.press('n');
    await page.keyboard.press('2');
    await page.keyboard.press('b');
    await stroke(page, [140, 40], [170, 40], [170, 70], [140, 70], [140, 55], [165, 55]);
    await expect(marked.getByRole('button', { name: 'blue' })).toHaveCount(1);
    await page.keyboard.press('Control+z');
    await expect(marked.getByRole('button')).toHaveCount(1);
    await page.keyboard.press('Control+Shift+z');
    await expect(marked.getByRole('button')).toHaveCount(2);
    await expect(saved).toBeVisible();
    expect(await controlsWithoutTooltip(page.locator('body'))).toEqual([]);
    await takeScreens(page, 'labelling');
  });

  await test.step('what the teacher sees is taken by a click', async () => {
    await page.keyboard.press('d');
    await expect(panel).toHaveAttribute('aria-busy', 'false');
    await page.keyboard.press('q');
    await expect(panel.getByRole('region', { name: 'What the teacher sees' })).toBeVisible({
      timeout: 30_000,
    });
    await page.keyboard.press('1');
    await page.mouse.click(...(await onScreen(page, 14 + 25, 45)));
    await expect(marked.getByRole('button')).toHaveCount(1);
    await expect(saved).toBeVisible();
  });

  await test.step('a colour that stands out is marked by a click and by a box, and mended by its corners', async () => {
    await page.keyboard.press('d');
    await expect(panel).toHaveAttribute('aria-busy', 'false');
    await page.keyboard.press('g');
    const i = await shownPicture(page);
    const [left, top] = [10 + 4 * i, 30 + 10 * i];
    await page.mouse.click(...(await onScreen(page, left + 25, 45)));
    await expect(marked.getByRole('button')).toHaveCount(1);
    await stroke(page, [122, top - 8], [188, top + 58]);
    await expect(marked.getByRole('button')).toHaveCount(2);
    await page.keyboard.press('o');
    await page.mouse.click(...(await onScreen(page, left + 25, 45)));
    await stroke(page, [left, 20], [left - 8, 6]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await stroke(page, [155, top - 8], [155, top + 58]);
    await expect(marked.getByRole('button')).toHaveCount(3);
    await page.keyboard.press('Control+z');
    await expect(marked.getByRole('button')).toHaveCount(2);
  });

  await test.step('a class is renamed in place, merged into another, and that is undone', async () => {
    await panel.getByRole('button', { name: 'Edit the class' }).click();
    const editor = panel.getByRole('form', { name: 'The class object' });
    await editor.getByLabel('Name of the class').fill('yellow');
    await page.keyboard.press('Enter');
    await expect(
      panel.getByRole('region', { name: 'Classes' }).getByRole('button', { name: 'yellow', exact: true }),
    ).toBeVisible();
    await panel.getByRole('button', { name: 'Edit the class' }).click();
    await panel.getByLabel('Merge into another class').selectOption('blue');
    await expect(panel.getByRole('button', { name: 'yellow', exact: true })).toHaveCount(0);
    await expect(marked.getByRole('button', { name: 'blue' })).toHaveCount(2);
    await expect(playground.play).toBeEnabled({ timeout: 60_000 });
    await page.keyboard.press('Control+z');
    await expect(marked.getByRole('button', { name: 'yellow' })).toHaveCount(2);
    await expect(playground.play).toBeEnabled({ timeout: 60_000 });
    await expect(saved).toBeVisible();
  });

  await test.step('that an image shows no object is said, and taken back with undo', async () => {
    await page.getByRole('tab', { name: /Unlabelled/ }).click();
    // The last one; those before may be labelled by now.
    await playground.thumbnails.last().click();
    await expect(panel).toHaveAttribute('aria-busy', 'false');
    const nothing = marked.getByRole('button', { name: 'Nothing to find here' });
    await page.keyboard.press('i');
    await expect(nothing).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Control+z');
    await expect(nothing).toHaveAttribute('aria-pressed', 'false');
    await nothing.click();
    await expect(nothing).toHaveAttribute('aria-pressed', 'true');
    await expect(saved).toBeVisible();
  });

  await expect(playground.notices).not.toContainText('No run stands yet');
  await page.keyboard.press('m');
  await expect(page.getByText('4 labelled, 2 unlabelled and 0 validation images')).toBeVisible();
  const taken = await takenHome(page);
  expect(taken.images).toHaveLength(6);
  expect(taken.categories.map(({ name }) => name)).toEqual(['yellow', 'blue']);
  expect(taken.annotations).toHaveLength(5);
  // The polygon, what the network saw of a square, and the box; a corner was pulled out of the other.
  expect(taken.annotations.filter(({ area }) => area > 2300 && area < 2700)).toHaveLength(3);
  expect(taken.annotations.filter(({ area }) => area > 2850 && area < 3200)).toHaveLength(1);

  await page.reload();
  await expect(page.getByText('4 labelled, 2 unlabelled and 0 validation images')).toBeVisible({
    timeout: 90_000,
  });
  expect((await takenHome(page)).annotations).toEqual(taken.annotations);
  // An image without an object teaches as well as any.
  await playground.singleStep.click();
  await expect.poll(() => playground.step()).toBe(1);
  await expect.poll(() => playground.loss()).toBeGreaterThan(0);
});

test('a large picture is drawn from its own pixels where one zooms in', async ({ page }) => {
  test.setTimeout(300_000);
  const large = await largePicturesFolder();
  const playground = await Playground.visit(page, { dataset: 'own' });
  await takeIn(page, large, 3);
  await page.getByRole('tab', { name: /Unlabelled/ }).click();
  await page.keyboard.press('m');
  await playground.dismissNotices();
  const panel = labellingOf(page);
  for (const [name, size] of Object.entries(largePictures)) {
    await test.step(name, async () => {
      await playground.thumbnails.and(page.getByRole('button', { name: new RegExp(name) })).click();
      await expect(panel).toHaveAttribute('aria-busy', 'false');
      await expect(playground.picture).toHaveAttribute('aria-label', new RegExp(name));
      await zoomIn(playground.picture, size);
      await expect.poll(() => shareSharp(playground.picture, size)).toBe(1);
    });
  }
  await test.step('looked at, it is as sharp under the masks', async () => {
    const size = largePictures['values.tif'];
    await page.keyboard.press('m');
    await expect(playground.picture).toHaveAttribute('aria-label', /1 predicted object$/);
    await expect.poll(() => shareSharp(playground.picture, size)).toBe(1);
    const masked = await playground.picture.screenshot();
    await page.keyboard.press('x');
    await expect(playground.picture).toHaveAttribute('aria-label', /no objects drawn$/);
    await expect.poll(() => shareSharp(playground.picture, size)).toBe(1);
    expect(await playground.picture.screenshot()).not.toEqual(masked);
  });
  // Neither a thread nor a picture as large as the image is kept for what nobody looks at.
  const decoders = () => page.workers().filter((one) => one.url().includes('decoder')).length;
  expect(decoders()).toBe(1);
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Whole image' }).click();
  await expect.poll(decoders).toBe(0);
  await rm(join(large, '..'), { recursive: true });
});
