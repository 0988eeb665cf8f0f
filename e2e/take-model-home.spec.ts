import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import * as ort from 'onnxruntime-web';
import sharp from 'sharp';
import type { Picture } from '../src/data/dataset.ts';
import { letterbox } from '../src/data/resize.ts';
import { modelInput } from '../src/engine/model/check-model.ts';
import { encodeMask } from '../src/masks/dense.ts';
import { maskIou } from '../src/masks/overlap.ts';
import { rleFromString } from '../src/masks/string.ts';
import { defaultSettings } from '../src/settings/settings.ts';
import { maskAtImageSize } from '../src/training/mask-upsampling.ts';
import { demoSource } from '../src/training/sources.ts';
import { axeFindsNothing } from './axe.ts';
import { byBrowser, byNode } from './model-code.ts';
import { Playground } from './playground.ts';
import { controlsWithoutTooltip } from './tooltips.ts';

/** Repeatable to the bit. */
const link = { labelled: '4', device: 'wasm', seed: 7, evaluateEvery: 1000 };

test('a run that was left by a reload stands where it was, and goes on as if it had never stopped', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const playground = await Playground.open(page, link);
  const stepTo = async (step: number): Promise<void> => {
    await playground.singleStep.click();
    await expect.poll(() => playground.step()).toBe(step);
  };
  const losses: number[] = [];
  for (let step = 1; step <= 4; step++) {
    await stepTo(step);
    losses.push(await playground.loss());
  }
  await playground.reset.click();
  await expect.poll(() => playground.step()).toBe(0);
  for (let step = 1; step <= 2; step++) await stepTo(step);
  await expect(page.locator('p.kept')).toHaveAttribute('data-step', '2');

  await page.reload();
  await expect(playground.notices).toContainText(/The run stands where it was kept on .*: at step 2\./, {
    timeout: 90_000,
  });
  await expect(playground.play).toBeEnabled();
  await expect.poll(() => playground.step()).toBe(2);
  await expect.poll(() => playground.points('Losses')).toBe(2);
  expect(await playground.loss()).toBe(losses[1]);
  for (let step = 3; step <= 4; step++) {
    await stepTo(step);
    expect(await playground.loss()).toBe(losses[step - 1]);
  }
  // A checkpoint of now, for later.
  const checkpoint = await taken(page, 'Checkpoint, to go on from');
  expect(checkpoint.name).toBe('penumbra-step-4.safetensors');
  await stepTo(5);
  losses.push(await playground.loss());
  // Begun anew, it is another run.
  await playground.reset.click();
  await stepTo(1);
  expect(await playground.loss()).toBe(losses[0]);
  await expect(page.locator('p.kept')).toHaveAttribute('data-step', '1');
  await page.reload();
  await expect(playground.play).toBeEnabled({ timeout: 90_000 });
  await expect.poll(() => playground.step()).toBe(1);

  // The checkpoint takes its place, settings and all.
  await Playground.open(page, { labelled: '1' });
  await page.getByLabel('A checkpoint file').setInputFiles({
    name: checkpoint.name,
    mimeType: 'application/octet-stream',
    buffer: checkpoint.content,
  });
  await expect(playground.notices).toContainText(/at step 4\./, { timeout: 90_000 });
  await expect(page).toHaveURL(/seed=7/);
  await expect(playground.play).toBeEnabled();
  await stepTo(5);
  expect(await playground.loss()).toBe(losses[4]);
});

/** What scores less is asked of no program of the model sheet. */
const LEAST_SCORE = 0.05;
/** How far a score may move with the way in which a program shrinks its picture. */
const CLOSE = 0.03;

/** The parts of a COCO file of predictions that are compared. */
interface CocoPredictions {
  readonly images: readonly { readonly id: number; readonly width: number; readonly height: number }[];
  readonly categories: readonly { readonly id: number }[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly category_id: number;
    readonly score: number;
    readonly segmentation: { readonly counts: string };
  }[];
}

/** Waits for the file that a button of the page hands over. */
async function taken(page: Page, name: string | RegExp): Promise<{ name: string; content: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.getByRole('button', { name }).click(),
  ]);
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

test('masks and weights can be taken home; the model, run elsewhere, sees what the page sees; its code runs it', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const playground = await Playground.open(page, { ...link, seed: 8 });
  await playground.play.click();
  await playground.stepsBeyond(5);
  await playground.pause.click();
  await expect(playground.play).toBeEnabled();
  const masks = await taken(page, 'Masks of validation images');
  expect(masks.name).toBe('validation-masks.json');
  const weights = await taken(page, 'Weights (safetensors)');
  expect(weights.name).toBe('penumbra-weights.safetensors');
  // Half precision: two bytes a parameter.
  expect(weights.content.length).toBeGreaterThan(1_400_000);
  const model = await taken(page, 'Model (ONNX)');
  expect(model.name).toBe('penumbra-model.onnx');
  const sheet = page.getByRole('dialog', { name: 'The model as ONNX' });
  await expect(sheet.getByRole('status')).toContainText(/^Checked: run by ONNX Runtime on 3 images/);
  const code = async (target: string): Promise<string> => {
    await sheet.getByRole('radio', { name: target }).check();
    return (
      (await sheet
        .getByRole('region', { name: `Code for ${target}` })
        .locator('pre')
        .textContent()) ?? ''
    );
  };
  expect(await code('Python')).toContain('import onnxruntime');
  const [forNode, forBrowser] = [await code('Node'), await code('Browser')];
  await axeFindsNothing(page, 'dialog[open]');
  expect(await controlsWithoutTooltip(sheet)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  // On an image of the demo, by the ONNX Runtime of Node.
  const coco = JSON.parse(masks.content.toString()) as CocoPredictions;
  expect([coco.images.length, coco.categories.length]).toEqual([100, 8]);
  const [{ image_id: chosen } = { image_id: -1 }] = coco.annotations;
  const image = coco.images.find(({ id }) => id === chosen);
  if (!image) throw new Error('The page found no object in any image.');
  const { width, height } = image;
  const expected = coco.annotations.filter(({ image_id: of }) => of === image.id);
  const { dataset } = await demoSource(defaultSettings);
  const side = defaultSettings.side;
  const picture = await dataset.picture(image.id);
  const session = await ort.InferenceSession.create(model.content);
  const rowsOn = async (seen: Picture) => {
    const { pixels, transform } = letterbox(seen, side);
    const found = await session.run({
      image: new ort.Tensor('uint8', modelInput({ pixels }, side).data, [1, side, side, 3]),
    });
    const planes = found.mask_logits.data as Float32Array;
    const maskSide = side / 2;
    const frame = { maskSide, scale: transform.scale / 2, width: seen.width, height: seen.height };
    return Array.from(found.scores.data as Float32Array, (score, row) => ({
      score,
      category: Number((found.labels.data as BigInt64Array)[row]),
      mask: maskAtImageSize(planes.slice(row * maskSide ** 2, (row + 1) * maskSide ** 2), frame),
    }));
  };
  const rows = await rowsOn(picture);
  for (const { segmentation, category_id: category, score } of expected) {
    const mask = rleFromString(segmentation.counts, width, height);
    const overlaps = rows.map((row) => maskIou(mask, row.mask));
    const best = rows[overlaps.indexOf(Math.max(...overlaps))];
    expect(Math.max(...overlaps)).toBeGreaterThanOrEqual(0.99);
    expect(coco.categories[best.category]?.id).toBe(category);
    expect(Math.abs(best.score - score)).toBeLessThanOrEqual(1e-3);
  }

  // The programs, on a photo that is wider than high; they shrink it in their own ways.
  const names = dataset.categories.map((category) => category.name);
  const wide = { width, height: 150, rgb: picture.rgb.slice(0, 3 * width * 150) };
  const photo = await sharp(wide.rgb, { raw: { width, height: 150, channels: 3 } })
    .png()
    .toBuffer();
  const known = (await rowsOn(wide)).filter(({ score }) => score > LEAST_SCORE + CLOSE);
  expect(known.length).toBeGreaterThan(0);
  const { objects, printed } = await byNode(forNode, model.content, photo, LEAST_SCORE);
  const listed = await byBrowser(page.context(), forBrowser, model.content, photo, LEAST_SCORE);
  for (const { score, category, mask } of known) {
    const alike = objects.map((object) =>
      maskIou(mask, encodeMask(Uint8Array.from(object.mask), width, 150)),
    );
    const same = objects[alike.indexOf(Math.max(...alike))];
    expect(Math.max(...alike)).toBeGreaterThan(0.8);
    expect(same.name).toBe(names[category]);
    expect(Math.abs(same.score - score)).toBeLessThan(CLOSE);
    expect(listed.some((one) => one.name === names[category] && Math.abs(one.score - score) < CLOSE)).toBe(
      true,
    );
  }
  for (const line of printed)
    expect(line).toMatch(/^picture\.png: .+ 0\.\d\d, \d+,\d+ to \d+,\d+, \d+ pixels$/);
  expect(printed).toHaveLength(objects.length);
});

test('a whole project leaves as one zip, and an empty browser has all of it back', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  const folder = join(await mkdtemp(join(tmpdir(), 'penumbra-zip-')), 'squares');
  await mkdir(folder);
  const annotations = [];
  for (let i = 0; i < 6; i++) {
    const square = {
      create: { width: 40, height: 40, channels: 3, background: { r: 240, g: 200, b: 40 } },
    } as const;
    const ground = {
      create: { width: 160, height: 120, channels: 3, background: { r: 80, g: 85, b: 90 } },
    } as const;
    const [x, y] = [15 * i, 12 * i];
    await sharp(ground)
      .composite([{ input: await sharp(square).png().toBuffer(), left: x, top: y }])
      .png()
      .toFile(join(folder, `${i}.png`));
    const segmentation = [[x, y, x + 40, y, x + 40, y + 40, x, y + 40]];
    if (i < 4) annotations.push({ id: i + 1, image_id: i + 1, category_id: 3, iscrowd: 0, segmentation });
  }
  const images = Array.from({ length: 6 }, (_, i) => ({
    id: i + 1,
    file_name: `${i}.png`,
    width: 160,
    height: 120,
  }));
  const categories = [{ id: 3, name: 'square' }];
  await writeFile(join(folder, 'annotations.json'), JSON.stringify({ images, categories, annotations }));

  const playground = await Playground.visit(page, { ...link, steps: 50 });
  await page.getByLabel('A folder with images').setInputFiles(folder);
  const facts = (on: Page) => on.getByText(/^\d+ labelled, \d+ unlabelled and \d+ validation images/);
  await expect(facts(page)).toHaveText(/^\d labelled, 2 unlabelled and \d validation/, { timeout: 90_000 });
  await expect(playground.play).toBeEnabled({ timeout: 90_000 });
  const stepTo = async (on: Playground, step: number): Promise<number> => {
    await on.singleStep.click();
    await expect.poll(() => on.step()).toBe(step);
    return on.loss();
  };
  await stepTo(playground, 1);
  await stepTo(playground, 2);
  const zip = await taken(page, 'Whole project (zip)');
  expect(zip.name).toBe('penumbra-project.zip');
  const labels = JSON.parse((await taken(page, 'Labels (COCO)')).content.toString());
  const next = await stepTo(playground, 3);
  const before = await facts(page).textContent();

  const elsewhere = await (await browser.newContext()).newPage();
  const other = await Playground.visit(elsewhere, { labelled: '4' });
  await elsewhere
    .getByLabel('Images, annotation files or a zip')
    .setInputFiles({ name: zip.name, mimeType: 'application/zip', buffer: zip.content });
  await expect(other.notices).toContainText(/at step 2\./, { timeout: 90_000 });
  await expect(facts(elsewhere)).toHaveText(before ?? '');
  await expect(elsewhere.getByRole('button', { name: /^squares/ })).toBeVisible();
  expect(JSON.parse((await taken(elsewhere, 'Labels (COCO)')).content.toString())).toEqual(labels);
  expect(await stepTo(other, 3)).toBe(next);
  await elsewhere.context().close();
  await rm(join(folder, '..'), { recursive: true, force: true });
});
