import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { Playground } from './playground.ts';

let folder = '';

/** Six pictures of two bright squares each, and not a label. */
test.beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'penumbra-label-')), 'plain');
  await mkdir(folder, { recursive: true });
  const square = (r: number, g: number, b: number) =>
    sharp({ create: { width: 50, height: 50, channels: 3, background: { r, g, b } } })
      .png()
      .toBuffer();
  for (let i = 0; i < 6; i++)
    await sharp({ create: { width: 200, height: 160, channels: 3, background: { r: 80, g: 85, b: 90 } } })
      .composite([
        { input: await square(240, 200, 40), left: 10 + 4 * i, top: 20 },
        { input: await square(40, 120, 240), left: 130, top: 30 + 10 * i },
      ])
      .png()
      .toFile(join(folder, `${i}.png`));
});
test.afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

/** Where a point of the image, in its pixels, is on the screen. */
async function onScreen(page: Page, x: number, y: number): Promise<[number, number]> {
  const box = await page.getByTestId('drawing').boundingBox();
  if (!box) throw new Error('The picture is not being labelled.');
  return [box.x + (x / 200) * box.width, box.y + (y / 160) * box.height];
}

async function stroke(page: Page, ...points: [number, number][]): Promise<void> {
  for (const [i, [x, y]] of points.entries()) {
    const [left, top] = await onScreen(page, x, y);
    await page.mouse.move(left, top, { steps: 4 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

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

test('images without labels are labelled by hand, trained on, and kept', async ({ page }) => {
  test.setTimeout(300_000);
  const playground = await Playground.open(page, { labelled: '5%' });
  await page.getByLabel('A folder with images').setInputFiles(folder);
  await expect(playground.notices).toContainText('6 images of "plain" taken in, none of them annotated', {
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
      [10, 70],
      [10, 90],
    ] as const)
      await page.mouse.click(...(await onScreen(page, x, y)));
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await expect(marked.getByRole('button')).toHaveCount(1);
    await panel.getByLabel('Name of a new class').fill('blue');
    await panel.getByRole('button', { name: 'Add the class' }).click();
    await expect(panel.getByRole('button', { name: 'blue' })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('n');
    await page.keyboard.press('b');
    await stroke(page, [140, 40], [170, 40], [170, 70], [140, 70], [140, 55], [165, 55]);
    await expect(marked.getByRole('button', { name: 'blue' })).toHaveCount(1);
    await page.keyboard.press('Control+z');
    await expect(marked.getByRole('button')).toHaveCount(1);
    await page.keyboard.press('Control+Shift+z');
    await expect(marked.getByRole('button')).toHaveCount(2);
    await expect(saved).toBeVisible();
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

  await test.step('training takes both up', async () => {
    await page.keyboard.press('m');
    await expect(page.getByText('2 labelled, 4 unlabelled and 0 validation images')).toBeVisible();
    await playground.play.click();
    await playground.stepsBeyond(2, 120_000);
    await playground.pause.click();
  });

  const taken = await takenHome(page);
  expect(taken.images).toHaveLength(6);
  expect(taken.categories.map(({ name }) => name)).toEqual(['object', 'blue']);
  expect(taken.annotations).toHaveLength(3);
  // The polygon, and what the network saw of a square.
  expect(taken.annotations.filter(({ area }) => area > 2300 && area < 2700)).toHaveLength(2);

  await page.reload();
  await expect(page.getByText('2 labelled, 4 unlabelled and 0 validation images')).toBeVisible({
    timeout: 90_000,
  });
  expect((await takenHome(page)).annotations).toEqual(taken.annotations);
});
