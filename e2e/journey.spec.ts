import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import { drop, onScreen } from './own-pictures.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';

const folder = new URL('../../shared/data/nuclei/', import.meta.url);

/** As a person counts, and the page. */
const { compare } = new Intl.Collator('en', { numeric: true });

interface Coco {
  readonly images: readonly { id: number; file_name: string; width: number; height: number }[];
  readonly categories: readonly { id: number; name: string }[];
  readonly annotations: readonly { image_id: number; bbox: [number, number, number, number] }[];
}

async function taken(page: Page, button: string): Promise<{ name: string; content: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

test('from twelve pictures to a model and home, and back again', async ({ page }) => {
  test.skip(!existsSync(folder), 'The images of ../shared/data/nuclei are not here.');
  test.setTimeout(300_000);
  const all: Coco = JSON.parse(await readFile(new URL('annotations.json', folder), 'utf8'));
  const objectsOf = (image: number) => all.annotations.filter(({ image_id }) => image_id === image);
  const images = all.images
    .filter(({ id, width }) => width === 256 && objectsOf(id).length >= 8 && objectsOf(id).length <= 24)
    .sort((a, b) => compare(a.file_name, b.file_name))
    .slice(0, 12);
  const [first, ...others] = images;
  const ten = others.slice(0, 10);
  const annotations = ten.flatMap(({ id }) => objectsOf(id));

  const playground = await Playground.visit(page, { steps: 60, batch: 2, evaluateEvery: 1000 });
  const facts = page.getByText(/^\d+ labelled, \d+ unlabelled and \d+ validation images/);
  const panel = page.getByRole('region', { name: 'Labelling', exact: true });
  const marked = panel.getByRole('region', { name: 'Objects marked' }).getByRole('button');
  const saved = panel.getByText('Saved on this computer.');

  await test.step('twelve images are dropped', async () => {
    const files = images.map(async ({ file_name: name }) => ({
      name,
      content: await readFile(new URL(`images/${name}`, folder)),
    }));
    await drop(page, await Promise.all(files));
    await expect(playground.notices).toContainText('12 images of "Own images" taken in', { timeout: 60_000 });
    await expect(facts).toHaveText(/^0 labelled, 12 unlabelled and 0 validation/, { timeout: 90_000 });
  });

  await test.step('three masks are drawn by mouse', async () => {
    await page.getByRole('tab', { name: /Unlabelled/ }).click();
    await page.keyboard.press('m');
    await expect(panel).toHaveAttribute('aria-busy', 'false');
    await panel.getByRole('button', { name: 'Edit the class' }).click();
    await panel.getByLabel('Name of the class').fill('nucleus');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('button', { name: 'nucleus', exact: true })).toBeVisible();
    await page.keyboard.press('p');
    const largest = objectsOf(first.id).sort((a, b) => b.bbox[2] * b.bbox[3] - a.bbox[2] * a.bbox[3]);
    for (const [i, { bbox }] of largest.slice(0, 3).entries()) {
      const [x, y, width, height] = bbox;
      for (const [dx, dy] of [
        [0.5, 0],
        [1, 0.5],
        [0.5, 1],
        [0, 0.5],
      ] as const)
        await page.mouse.click(...(await onScreen(page, x + dx * width, y + dy * height, first)));
      await page.keyboard.press('Enter');
      await expect(marked).toHaveCount(i + 1);
    }
    await expect(saved).toBeVisible();
    await page.keyboard.press('m');
    await expect(facts).toHaveText(/^1 labelled, 11 unlabelled/);
  });

  await test.step('a COCO file brings the labels of ten more', async () => {
    const buffer = Buffer.from(JSON.stringify({ ...all, annotations }));
    const labels = page.getByLabel('Images, annotation files or a zip');
    const file = { name: 'annotations.json', mimeType: 'application/json', buffer };
    await labels.setInputFiles(file);
    await expect(facts).toHaveText(/^9 labelled, 1 unlabelled and 2 validation/, { timeout: 90_000 });
    await takeScreens(page, 'labels-joined');
    await playground.notices.getByRole('button', { name: 'Undo' }).click();
    await expect(playground.notices).toContainText('The labels of 10 images were taken back.');
    await expect(facts).toHaveText(/^1 labelled, 11 unlabelled and 0 validation/, { timeout: 90_000 });
    await expect(playground.play).toBeEnabled({ timeout: 90_000 });
    await labels.setInputFiles(file);
    await expect(playground.notices).toContainText('10 of the 12 images of "Own images" got labels.');
    await expect(playground.notices).toContainText('238 images that they speak of are not in this project.');
    await expect(facts).toHaveText(/^9 labelled, 1 unlabelled and 2 validation/, { timeout: 90_000 });
  });

  await test.step('60 steps of training', async () => {
    await expect(playground.play).toBeEnabled({ timeout: 90_000 });
    await playground.play.click();
    await playground.stepsBeyond(59, 120_000);
  });

  await test.step('two masks of the teacher are accepted, one is corrected', async () => {
    await page.keyboard.press('u');
    const review = page.getByRole('region', { name: 'Review', exact: true });
    await expect(review.getByTestId('queue')).toContainText('Image 1 of 1', { timeout: 60_000 });
    await expect(review.locator('.review-question')).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press('y');
    await expect(marked).toHaveCount(1);
    await page.keyboard.press('y');
    await expect(marked).toHaveCount(2);
    await page.keyboard.press('b');
    await expect(marked).toHaveCount(3);
    const size = others[10];
    await page.mouse.move(...(await onScreen(page, 100, 100, size)));
    await page.mouse.down();
    await page.mouse.move(...(await onScreen(page, 110, 104, size)), { steps: 4 });
    await page.mouse.up();
    await expect(marked).toHaveCount(3);
    await expect(saved).toBeVisible();
    await page.keyboard.press('u');
    await expect(facts).toHaveText(/^10 labelled, 0 unlabelled and 2 validation/);
  });

  const coco = await taken(page, 'Labels (COCO)');
  const labels: Coco = JSON.parse(coco.content.toString());
  expect(labels.images.map(({ file_name }) => file_name)).toEqual(images.map(({ file_name }) => file_name));
  expect(labels.categories.map(({ name }) => name)).toEqual(['nucleus']);
  expect(labels.annotations).toHaveLength(3 + annotations.length + 3);
  const model = await taken(page, 'Model (ONNX)');
  expect(model.name).toBe('penumbra-model.onnx');
  const sheet = page.getByRole('dialog', { name: 'The model as ONNX' });
  await expect(sheet.getByRole('status')).toContainText(/^Checked: run by ONNX Runtime/);
  await page.keyboard.press('Escape');
  const zip = await taken(page, 'Whole project (zip)');
  expect(Object.keys(unzipSync(zip.content))).toEqual(
    expect.arrayContaining([
      'project.json',
      'annotations.json',
      'checkpoint.safetensors',
      'model.onnx',
      `images/${first.file_name}`,
    ]),
  );

  await test.step('the project is deleted, and comes back from its zip with all that was in it', async () => {
    const before = await facts.textContent();
    const projects = page.getByRole('list', { name: 'Your projects' });
    await projects.getByRole('button', { name: 'Delete Own images', exact: true }).click();
    await expect(projects).toContainText('Own images is deleted.');
    await page
      .getByLabel('Images, annotation files or a zip')
      .setInputFiles({ name: zip.name, mimeType: 'application/zip', buffer: zip.content });
    await expect(playground.notices).toContainText(/The run stands where it was kept on .*: at step 60\./, {
      timeout: 90_000,
    });
    await expect(projects.getByRole('button', { name: /^Own images 12 of 12 labelled/ })).toBeVisible();
    await expect(facts).toHaveText(before ?? '');
    expect(await playground.step()).toBe(60);
    expect(JSON.parse((await taken(page, 'Labels (COCO)')).content.toString())).toEqual(labels);
  });

  await test.step('what was deleted long enough ago is gone for good, and so is what was trained on it', async () => {
    const [deleted, ...others] = await page.evaluate(deletedLongAgo);
    expect(others).toEqual([]);
    expect(await runsOf(page, deleted)).toBe(1);
    await page.reload();
    await expect.poll(() => runsOf(page, deleted), { timeout: 90_000 }).toBe(0);
    expect(await page.evaluate(deletedLongAgo)).toEqual([]);
    await expect(facts).toHaveText(/^10 labelled/, { timeout: 90_000 });
  });
});

/** In the page: has all that is deleted be so for an hour. Its ids. */
async function deletedLongAgo(): Promise<string[]> {
  const opening = indexedDB.open('penumbra-own');
  await new Promise((done) => opening.addEventListener('success', done));
  const work = opening.result.transaction('projects', 'readwrite');
  const ids: string[] = [];
  const cursor = work.objectStore('projects').openCursor();
  cursor.addEventListener('success', () => {
    const at = cursor.result;
    if (!at) return;
    if (at.value.deleted !== undefined) {
      ids.push(at.value.id);
      at.update({ ...at.value, deleted: Date.now() - 3_600_000 });
    }
    at.continue();
  });
  await new Promise((done) => work.addEventListener('complete', done));
  opening.result.close();
  return ids;
}

/** Runs of a project that are kept on this computer. */
const runsOf = (page: Page, project: string): Promise<number> =>
  page.evaluate(async (id) => {
    const opening = indexedDB.open('penumbra-training');
    await new Promise((done) => opening.addEventListener('success', done));
    const keys = opening.result.transaction('runs').objectStore('runs').getAllKeys();
    await new Promise((done) => keys.addEventListener('success', done));
    opening.result.close();
    return keys.result.filter((key) => String(key).includes(id)).length;
  }, project);
