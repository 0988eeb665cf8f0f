import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { axeFindsNothing } from './axe.ts';
import { servedOrigin } from './origins.ts';
import { drop, squaresFolder, takeIn } from './own-pictures.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';

let folder = '';

/** Twelve pictures of bright squares on grey, eight of them annotated; a damaged picture, and a text. */
test.beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'penumbra-own-')), 'squares');
  await mkdir(join(folder, 'images'), { recursive: true });
  const names = Array.from({ length: 12 }, (_, i) => `${i}.png`);
  for (const [i, name] of names.entries()) {
    const input = await sharp({
      create: { width: 50, height: 50, channels: 3, background: { r: 240, g: 200, b: 40 } },
    })
      .png()
      .toBuffer();
    await sharp({ create: { width: 200, height: 160, channels: 3, background: { r: 80, g: 85, b: 90 } } })
      .composite([{ input, left: 10 * i, top: 8 * i }])
      .png()
      .toFile(join(folder, 'images', name));
  }
  await writeFile(join(folder, 'images', 'damaged.png'), 'no picture at all');
  await writeFile(join(folder, 'notes.txt'), 'not needed');
  await writeFile(
    join(folder, 'annotations.json'),
    JSON.stringify({
      images: names.map((name, i) => ({ id: i + 1, file_name: name, width: 200, height: 160 })),
      categories: [{ id: 3, name: '<b>square</b>' }],
      annotations: names.slice(0, 8).map((_, i) => {
        const [x, y] = [10 * i, 8 * i];
        return {
          id: i + 1,
          image_id: i + 1,
          category_id: 3,
          iscrowd: 0,
          segmentation: [[x, y, x + 50, y, x + 50, y + 50, x, y + 50]],
        };
      }),
    }),
  );
});

/** One that the folder has already, one with the name of another, and one with its label. */
async function more(): Promise<{ name: string; content: Uint8Array }[]> {
  const picture = (left: number) =>
    sharp({ create: { width: 200, height: 160, channels: 3, background: { r: 80, g: 85, b: left } } })
      .png()
      .toBuffer();
  const annotations = {
    images: [{ id: 1, file_name: 'new.png', width: 200, height: 160 }],
    categories: [{ id: 3, name: '<b>square</b>' }],
    annotations: [
      { id: 1, image_id: 1, category_id: 3, iscrowd: 0, segmentation: [[9, 9, 59, 9, 59, 59, 9, 59]] },
    ],
  };
  return [
    { name: 'again.png', content: await readFile(join(folder, 'images', '3.png')) },
    { name: '0.png', content: await picture(10) },
    { name: 'new.png', content: await picture(20) },
    { name: 'labels.json', content: Buffer.from(JSON.stringify(annotations)) },
  ];
}
test.afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

test('a folder of one’s own is taken in, trained on, and still there after a reload', async ({ page }) => {
  test.setTimeout(300_000);
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  const playground = await Playground.visit(page, { evaluateEvery: 1000 });
  await page.getByLabel('A folder with images').setInputFiles(folder);
  await expect(playground.notices).toContainText(
    '12 images of "squares" taken in, 8 of them annotated with 1 class.',
    { timeout: 60_000 },
  );
  await expect(playground.notices).toContainText('images/damaged.png cannot be decoded');
  await expect(playground.notices).toContainText('class quality is always 1');
  await expect(page.getByText('6 labelled, 4 unlabelled and 2 validation images')).toBeVisible({
    timeout: 90_000,
  });
  await expect(
    page.getByText(
      /^Images, up to 200 px long, are scaled whole to 128 px; they are not tiled\. .*: 16 px in/,
    ),
  ).toBeVisible();
  const trains = async (labelled: number) => {
    await expect(playground.play).toBeEnabled({ timeout: 90_000 });
    await playground.play.click();
    await playground.stepsBeyond(2);
    await playground.pause.click();
    await page.getByRole('tab', { name: /Labelled/ }).click();
    await expect(playground.thumbnails).toHaveCount(labelled);
    await expect(playground.thumbnails.first()).toHaveAttribute('aria-label', /1 true object$/);
    // A class name from a file is text, whatever it looks like.
    await expect(page.getByText('<b>square</b>').first()).toBeVisible();
  };
  await trains(6);

  const question = page.getByRole('dialog', { name: 'Where do these images belong?' });
  const facts = page.getByText(/^\d+ labelled, \d+ unlabelled and \d+ validation images/);
  await test.step('more images join the open project, and the run goes on', async () => {
    await drop(page, await more());
    await expect(question).toContainText('Add to “squares”');
    await axeFindsNothing(page, '.destination-sheet');
    await takeScreens(page, 'add-images');
    await page.keyboard.press('Escape');
    await expect(question).toHaveCount(0);
    await expect(facts).toHaveText(/^6 labelled, 4 unlabelled and 2 validation/);

    // The disk is full at the second image: the first one is not to stay.
    const [worker] = page.workers().filter((one) => one.url().includes('worker'));
    await worker.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      let pictures = 0;
      IDBObjectStore.prototype.put = function (...given) {
        if (this.name === 'pictures' && ++pictures % 2 === 0)
          throw new DOMException('There is no more room.', 'QuotaExceededError');
        return put.apply(this, given);
      };
      Object.assign(globalThis, { makeRoom: () => Object.assign(IDBObjectStore.prototype, { put }) });
    });
    await drop(page, await more());
    await question.getByRole('button', { name: /^Add to/ }).click();
    await expect(playground.notices).toContainText('There is no room left for it on this computer.');
    await expect(facts).toHaveText(/^6 labelled, 4 unlabelled and 2 validation/);
    await worker.evaluate('makeRoom()');

    const before = await playground.step();
    await drop(page, await more());
    await question.getByRole('button', { name: /^Add to/ }).click();
    await expect(playground.notices).toContainText(
      '2 images added to "squares", which has 14 now; 1 image got labels.',
    );
    await expect(playground.notices).toContainText('again.png is in the project already, as 3.png');
    await expect(facts).toHaveText(/^7 labelled, 5 unlabelled and 2 validation/);
    await takeScreens(page, 'images-added');
    await playground.singleStep.click();
    await expect.poll(() => playground.step()).toBe(before + 1);
  });

  await page.reload();
  await expect(playground.notices).toContainText('The run stands where it was kept', { timeout: 90_000 });
  await trains(7);
  // Pictures that the page made itself have no host.
  hosts.delete('');
  expect([...hosts]).toEqual([new URL(page.url()).host]);
});

test('a link to images that are on another computer says so', async ({ page }) => {
  const playground = new Playground(page);
  await page.goto('/?dataset=own');
  await expect(playground.notices).toContainText('There are no images of your own on this computer yet', {
    timeout: 60_000,
  });
});

test('images that were taken in are there when their folder is not', async ({
  playwright,
  launchOptions,
}) => {
  const profile = await mkdtemp(join(tmpdir(), 'penumbra-profile-'));
  // A private window, which other tests have, keeps in Chromium no copy of a file, but the place where it lies.
  const context = await playwright.chromium.launchPersistentContext(profile, {
    ...launchOptions,
    serviceWorkers: 'block',
  });
  try {
    const page = await context.newPage();
    await Playground.visit(page, { dataset: 'own' }, servedOrigin);
    const squares = await squaresFolder(3);
    await takeIn(page, squares, 3);
    await rm(join(squares, '..'), { recursive: true });
    const [zip] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('button', { name: 'Whole project (zip)' }).click(),
    ]);
    expect(zip.suggestedFilename()).toBe('penumbra-project.zip');
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});

test('what an earlier version kept whole is still there, and is saved in parts from then on', async ({
  page,
}) => {
  const picture = await readFile(join(folder, 'images', '0.png'));
  // A page of this site that opens nothing.
  await page.goto('/icon.svg');
  await page.evaluate(
    async (bytes) => {
      const opening = indexedDB.open('penumbra-own', 2);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('pictures');
        opening.result.createObjectStore('projects', { keyPath: 'id' });
      };
      await new Promise((resolve) => {
        opening.onsuccess = resolve;
      });
      const work = opening.result.transaction(['pictures', 'projects'], 'readwrite');
      const names = ['a.png', 'b.png', 'c.png'];
      const images = names.map((name, i) => ({ id: i + 1, name, width: 200, height: 160 }));
      for (const name of names)
        work.objectStore('pictures').put(new Blob([Uint8Array.from(bytes)]), ['old', `set/${name}`]);
      const packed = {
        facts: Float64Array.of(1, 0, 0, 50, 0, 0, 1, 50, 200, 160),
        lengths: Uint32Array.of(3),
        counts: Uint32Array.of(0, 50, 200 * 160 - 50),
      };
      work.objectStore('projects').put({
        id: 'old',
        touched: 1,
        plan: {
          name: 'old one',
          categories: [{ id: 1, name: 'square' }],
          images,
          paths: new Map(images.map(({ id, name }) => [id, `set/${name}`])),
          instances: new Map([
            [1, packed],
            [2, packed],
          ]),
          splits: { labelled: [1, 2], unlabelled: [3], validation: [], test: [] },
          skipped: [],
          notices: [],
        },
      });
      await new Promise((resolve) => {
        work.oncomplete = resolve;
      });
      opening.result.close();
    },
    [...picture],
  );
  for (const _ of ['as it was', 'as it was saved by opening it']) {
    const { thumbnails } = await Playground.open(page, { dataset: 'own', labelled: '100%' });
    await expect(page.getByText('2 labelled, 1 unlabelled and 0 validation images')).toBeVisible();
    const project = page
      .getByRole('list', { name: 'Your projects' })
      .getByRole('button', { name: /^old one 2 of 3 labelled/ });
    await project.click();
    await page.getByRole('tab', { name: /Labelled/ }).click();
    await expect(thumbnails.first()).toHaveAttribute('aria-label', /1 true object$/);
  }
  const parts = (): Promise<unknown> =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('penumbra-own');
          opening.onsuccess = () => {
            const work = opening.result.transaction(['projects', 'objects']);
            const head = work.objectStore('projects').get('old');
            const keys = work.objectStore('objects').getAllKeys();
            work.oncomplete = () => {
              opening.result.close();
              resolve(['images' in head.result.plan, keys.result]);
            };
          };
        }),
    );
  const inParts = [
    ['old', 1],
    ['old', 2],
  ];
  await expect.poll(parts).toEqual([false, inParts]);

  // Refused masks lay with the head for a while; they are not lost when they move.
  const refused = (move: boolean): Promise<unknown> =>
    page.evaluate(
      (there) =>
        new Promise((resolve) => {
          const opening = indexedDB.open('penumbra-own');
          opening.onsuccess = () => {
            const work = opening.result.transaction(['projects', 'contents'], 'readwrite');
            const [projects, contents] = [work.objectStore('projects'), work.objectStore('contents')];
            const head = projects.get('old');
            const rest = contents.get('old');
            const mask = { width: 200, height: 160, counts: Uint32Array.of(0, 9, 200 * 160 - 9) };
            head.onsuccess = () => {
              if (!there) return;
              const plan = { ...head.result.plan, refused: new Map([[3, [mask]]]) };
              projects.put({ ...head.result, plan });
            };
            work.oncomplete = () => {
              opening.result.close();
              resolve([head.result.plan.refused?.size, rest.result.refused?.size]);
            };
          };
        }),
      move,
    );
  await page.goto('/icon.svg');
  await refused(true);
  expect(await refused(false)).toEqual([1, undefined]);
  await Playground.open(page, { dataset: 'own', labelled: '100%' });
  await page
    .getByRole('list', { name: 'Your projects' })
    .getByRole('button', { name: /^old one 2 of 3 labelled/ })
    .click();
  await expect.poll(() => refused(false)).toEqual([undefined, 1]);
});
