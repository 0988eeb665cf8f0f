import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { withCandidates } from './many-candidates.ts';
import { drop } from './own-pictures.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';

/** Puts runs on the shelf of this computer, as an earlier visit left them. */
const withKeptRuns = (runs: readonly object[]) =>
  new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('penumbra', 1);
    opening.onupgradeneeded = () =>
      opening.result.createObjectStore('runs', { keyPath: 'id' }).createIndex('ended', 'ended');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const work = opening.result.transaction('runs', 'readwrite');
      for (const run of runs) work.objectStore('runs').put(run);
      work.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  });

test.describe('on one page', () => {
  const small = { labelled: '20', evaluateEvery: 10, batch: 1 };
  let page: Page;
  let playground: Playground;
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    // A page of this site that opens nothing.
    await page.goto('/icon.svg');
    await page.evaluate(withKeptRuns, [
      // It knew fewer settings and one that is no more, and measured AP alone.
      {
        id: 'older',
        ended: 1_700_000_000_000,
        settings: { ...small, seed: 7, momentum: 0.9 },
        steps: 20,
        device: 'WebAssembly',
        scores: { step: [10, 20], ap: [1.5, 2.5] },
      },
      { id: 'damaged', ended: 1_700_000_000_001, settings: { seed: 8 }, steps: 20 },
    ]);
    const link = { ...small, seed: 3, tomorrow: 'yes', rule: 'triple' };
    playground = await Playground.open(page, link);
  });
  test.afterAll(() => page.close());

  test('runs of another version: what can be read is there, what cannot is named', async () => {
    await expect(playground.notices).toContainText('There is no setting called "tomorrow"');
    await expect(playground.notices).toContainText(/rule is "?triple/);
    await expect(playground.notices).toContainText('cannot be read: its curve is missing. It is left out.');
    await page.getByRole('button', { name: 'Runs (1)' }).click();
    const row = page.getByRole('dialog', { name: 'Runs' }).getByRole('row', { name: /seed 7/ });
    await row.getByRole('button', { name: 'Use settings' }).click();
    await expect(page.getByRole('spinbutton', { name: 'Seed', exact: true })).toHaveValue('7');
  });

  test('a folder without an image is refused in a sentence, and the run goes on', async () => {
    const useless = test.info().outputPath('useless');
    await mkdir(useless, { recursive: true });
    await writeFile(join(useless, 'notes.txt'), 'not needed');
    await page.getByLabel('A folder with images').setInputFiles(useless);
    await expect(playground.notices).toContainText('There is no image among them', { timeout: 60_000 });
    const before = await playground.step();
    await playground.singleStep.click();
    await playground.stepsBeyond(before);
    await playground.dismissNotices();
  });

  test('one class, no unlabelled and no validation image: the page says so, and trains', async () => {
    // A picture of the page itself will do: whatever it shows, one half of it is the object.
    const content = await page.screenshot({ clip: { x: 0, y: 0, width: 160, height: 120 } });
    const annotations = {
      images: [{ id: 1, file_name: 'alone.png', width: 160, height: 120 }],
      categories: [{ id: 1, name: 'half' }],
      annotations: [
        { id: 1, image_id: 1, category_id: 1, iscrowd: 0, segmentation: [[0, 0, 80, 0, 80, 120, 0, 120]] },
      ],
    };
    await drop(page, [
      { name: 'alone.png', content },
      { name: 'annotations.json', content: Buffer.from(JSON.stringify(annotations)) },
    ]);
    await expect(page.getByText('1 labelled, 0 unlabelled and 0 validation images')).toBeVisible({
      timeout: 90_000,
    });
    await expect(playground.notices).toContainText(/There are no unlabelled images/);
    await expect(page.getByRole('region', { name: 'Decoupling plane' })).toContainText(
      /There are no unlabelled images, so there are no candidates to judge\. Label fewer/,
    );
    // There were validation images to look at before; now it is the one that there is.
    await expect(page.getByRole('tab', { name: /Labelled/ })).toHaveAttribute('aria-selected', 'true');
    await expect(playground.thumbnails).toHaveCount(1);
    await expect(playground.picture).toHaveAttribute('data-image', /\d/);
    await takeScreens(page, 'one-image');
    for (const split of ['Unlabelled', 'Validation']) {
      await page.getByRole('tab', { name: split }).click();
      await expect(playground.thumbnails).toHaveCount(0);
      await expect(page.getByRole('tabpanel')).toContainText(`No ${split.toLowerCase()} images`);
      // What was shown before is not shown under no name.
      await expect(playground.picture).toBeHidden();
    }
    await takeScreens(page, 'no-image');
    // Ten steps and one more: an evaluation with nothing to measure on stops nothing.
    await playground.play.click();
    await playground.stepsBeyond(10, 120_000);
    await expect(playground.notices.locator('[data-level="error"]')).toHaveCount(0);
    await expect(playground.chart('Validation mask AP')).toHaveAttribute(
      'data-hint',
      /There are no validation images to measure on/,
    );
    // It is kept among the runs, and can be looked back at, without figures.
    await playground.pause.click();
    await page.keyboard.press('c');
    const runs = page.getByRole('dialog', { name: 'Runs' });
    await expect(runs.getByRole('row')).not.toHaveCount(0);
    await expect(runs.getByRole('button', { name: 'Ablation' })).toBeDisabled();
    await expect(runs).toContainText('no validation images to compare runs on');
    await page.keyboard.press('Escape');
  });
});

test('a single candidate can be chosen, dragged over, and looked at from every side', async ({ page }) => {
  await withCandidates(page, 1);
  await Playground.open(page, { labelled: '4' });
  const plane = page.getByRole('region', { name: 'Decoupling plane' });
  const canvas = plane.getByRole('img');
  await expect(canvas).toHaveAttribute('data-candidates', '1');
  await canvas.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.readout .fate')).toHaveText(/^(Kept|Refused as)/);
  await plane.getByRole('slider', { name: 'Mask threshold in the plane' }).press('End');
  await expect(canvas).toHaveAttribute('aria-label', /^1 candidate.* keep 0$/);
  await plane.getByRole('button', { name: 'Reliability' }).click();
  await expect(plane).toContainText(/Too few candidates with a known truth/);
  await plane.getByRole('button', { name: 'Classes' }).click();
  await expect(plane.getByRole('table')).toHaveCount(2);
});
