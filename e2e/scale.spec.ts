import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { Playground } from './playground.ts';
import { pageTasks, type Task } from './tasks.ts';

const COUNT = 2000;
const LABELLED = 25;
/** Milliseconds of work in a task of the page's own thread. */
const LONGEST = 50;
const MOST_BYTES = 1.5e9;

/** Many pictures of two squares on noise, the first of them annotated. */
async function manyPictures(folder: string): Promise<void> {
  const [width, height] = [320, 240];
  const images = [];
  const annotations = [];
  for (let i = 0; i < COUNT; i++) {
    const pixels = Buffer.alloc(width * height * 3);
    for (let p = 0; p < pixels.length; p++) pixels[p] = 90 + ((p * 31 + (p * i) / 7) % 24);
    const [x, y, side] = [(i * 37) % 240, (i * 23) % 160, 40 + (i % 30)];
    for (let row = y; row < y + side; row++)
      pixels.fill(230, 3 * (row * width + x), 3 * (row * width + x + side));
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toFile(join(folder, `${i}.png`));
    images.push({ id: i + 1, file_name: `${i}.png`, width, height });
    const segmentation = [[x, y, x + side, y, x + side, y + side, x, y + side]];
    if (i < LABELLED)
      annotations.push({ id: i + 1, image_id: i + 1, category_id: 1, iscrowd: 0, segmentation });
  }
  const categories = [{ id: 1, name: 'square' }];
  await writeFile(join(folder, 'annotations.json'), JSON.stringify({ images, categories, annotations }));
}

/** Tasks of the page while something is done. */
async function tasksDuring(browser: Browser, page: Page, act: () => Promise<void>): Promise<Task[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await act();
  return pageTasks(await browser.stopTracing(), new URL(page.url()).origin);
}

/** Bytes: what the browser counts for the page with its worker, and the most that its process ever had, where the system tells. */
async function memoryOf(
  browser: Browser,
  page: Page,
): Promise<{ counted: number; most: number | undefined }> {
  const counted = await page.evaluate(async () => {
    const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
      measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
    };
    return measure ? (await measure.call(performance)).bytes : 0;
  });
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peaks = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => readFile(`/proc/${id}/status`, 'utf8').catch(() => '')),
  );
  const kilobytes = peaks.map((status) => Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0));
  const most = 1024 * Math.max(0, ...kilobytes);
  return { counted, most: most > 0 ? most : undefined };
}

let folder = '';
test.afterAll(async () => {
  if (folder !== '') await rm(join(folder, '..'), { recursive: true, force: true });
});

test(`${COUNT} images are taken in, looked through and trained on, and the page stays quick and small`, async ({
  page,
  browser,
}) => {
  test.skip(
    !process.env.PENUMBRA_SCALE,
    'It takes minutes: PENUMBRA_SCALE=1 npx playwright test e2e/scale.spec.ts',
  );
  test.setTimeout(1_200_000);
  folder = join(await mkdtemp(join(tmpdir(), 'penumbra-scale-')), 'many');
  await mkdir(folder);
  await manyPictures(folder);
  const playground = await Playground.open(page, { evaluateEvery: 10, burnIn: 5 });
  const phases: Record<string, Task[]> = {};

  phases['taking in'] = await tasksDuring(browser, page, async () => {
    await page.getByLabel('A folder with images').setInputFiles(folder);
    await expect(playground.notices).toContainText(`2,000 images of "many" taken in`, { timeout: 300_000 });
    await expect(playground.play).toBeEnabled({ timeout: 120_000 });
  });
  phases.browsing = await tasksDuring(browser, page, async () => {
    await page.getByRole('tab', { name: /Unlabelled/ }).click();
    const thumbnails = page.getByRole('tabpanel');
    for (let i = 0; i < 20; i++) {
      await thumbnails.hover();
      await page.mouse.wheel(0, 4000);
      await page.waitForTimeout(250);
      await page.keyboard.press('d');
    }
    await thumbnails.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await page.waitForTimeout(1000);
  });
  phases.training = await tasksDuring(browser, page, async () => {
    await playground.play.click();
    await playground.stepsBeyond(20, 300_000);
    await playground.pause.click();
  });

  const memory = await memoryOf(browser, page);
  const megabytes = (bytes = 0): string => `${Math.round(bytes / 1e6)} MB`;
  for (const [name, tasks] of Object.entries(phases)) {
    const [longest] = tasks;
    const busiest = Math.max(...tasks.map(({ work }) => work));
    console.log(
      `${name}: longest task ${longest?.duration.toFixed(0)} ms, most work in a task ${busiest.toFixed(0)} ms, of ${tasks.length} tasks`,
    );
  }
  console.log(
    `memory: ${megabytes(memory.counted)} counted by the browser, ${megabytes(memory.most)} at most in the tab's process`,
  );
  for (const [name, tasks] of Object.entries(phases)) {
    expect(tasks.length, name).toBeGreaterThan(0);
    const work = tasks.map((task) => task.work).sort((a, b) => b - a);
    // In one task the browser itself makes the list of the chosen files; a sixth of it is the page's.
    expect(work[name === 'taking in' ? 1 : 0], name).toBeLessThanOrEqual(LONGEST);
  }
  expect(Math.max(memory.counted, memory.most ?? 0)).toBeLessThan(MOST_BYTES);
});
