import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { onScreen, squaresFolder, takeIn } from './own-pictures.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';
import { controlsWithoutTooltip } from './tooltips.ts';

let folder = '';
test.beforeAll(async () => {
  folder = await squaresFolder(6);
});
test.afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

/** What a person refused, as it is kept on this computer: images with the number of masks. */
const refusedIn = (page: Page): Promise<[number, number][]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('penumbra-own');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('contents').objectStore('contents').getAll();
          reading.onsuccess = () => {
            const refused: Map<number, unknown[]> = reading.result[0].refused ?? new Map();
            opening.result.close();
            resolve([...refused].map(([image, masks]) => [image, masks.length]));
          };
        };
      }),
  );

interface Taken {
  readonly annotations: readonly { readonly image_id: number; readonly category_id: number }[];
}

async function takenHome(page: Page): Promise<Taken> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Labels (COCO)' }).click();
  return JSON.parse(await readFile(await (await coming).path(), 'utf8'));
}

test('masks of the teacher are accepted, corrected and refused, and training takes them up', async ({
  page,
}) => {
  test.setTimeout(300_000);
  // The teacher labels from the third step on, and much of what it sees passes.
  const playground = await Playground.visit(page, {
    dataset: 'own',
    burnIn: 2,
    rule: 'dual',
    classThreshold: 0.3,
    maskThreshold: 0.3,
    objectnessThreshold: 0.05,
  });
  await takeIn(page, folder, 6);
  await expect(playground.notices).toContainText('No image is labelled yet', { timeout: 60_000 });
  await page.getByRole('tab', { name: /Unlabelled/ }).click();
  const panel = page.getByRole('region', { name: 'Labelling', exact: true });
  const marked = panel.getByRole('region', { name: 'Objects marked' }).getByRole('button');
  const saved = panel.getByText('Saved on this computer.');

  await test.step('two squares are drawn, of two classes', async () => {
    await page.keyboard.press('m');
    await expect(panel).toHaveAttribute('aria-busy', 'false');
    await panel.getByLabel('Name of a new class').fill('blue');
    await panel.getByRole('button', { name: 'Add the class' }).click();
    await expect(panel.getByRole('button', { name: 'blue' })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('1');
    await page.keyboard.press('p');
    for (const [x, y, category] of [
      [10, 20, '1'],
      [130, 30, '2'],
    ] as const) {
      await page.keyboard.press(category);
      for (const [dx, dy] of [
        [0, 0],
        [50, 0],
        [50, 50],
        [0, 50],
      ])
        await page.mouse.click(...(await onScreen(page, x + dx, y + dy)));
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
    }
    await expect(marked).toHaveCount(2);
    await expect(saved).toBeVisible();
    await panel.getByRole('button', { name: 'Edit the class' }).click();
    await axeFindsNothing(page);
    await page.keyboard.press('Escape');
  });

  await test.step('training takes them up at Play, with the picture still open', async () => {
    await playground.play.click();
    await playground.stepsBeyond(7, 120_000);
    await playground.pause.click();
    await expect(page.getByText('1 labelled, 5 unlabelled and 0 validation images')).toBeVisible();
    // What is no longer so is no longer said.
    await expect(playground.notices).not.toContainText('No image is labelled yet');
    await expect(page.getByText(/None of the 2 marked objects is smaller\.$/)).toBeVisible();
    await expect(page.getByText(/^No labelled image is left to measure on/)).toBeVisible();
  });

  const review = page.getByRole('region', { name: 'Review', exact: true });
  const question = review.locator('.review-question');
  await test.step('the review ranks what nobody has labelled', async () => {
    await page.keyboard.press('u');
    await expect(review.getByTestId('queue')).toContainText(/Image 1 of 5, \d\.\d\d; ranked at step \d/, {
      timeout: 60_000,
    });
    await expect(question).toBeVisible({ timeout: 30_000 });
    await axeFindsNothing(page, '.viewer');
    expect(await controlsWithoutTooltip(page.locator('body'))).toEqual([]);
    await takeScreens(page, 'review');
  });

  /** Answers with a key what is asked, here or on the next image that has a question. */
  const answer = async (key: (category: string) => string) => {
    while (!(await question.isVisible())) {
      await page.keyboard.press('d');
      await expect(question.or(review.getByText('Nothing is left to ask here'))).toBeVisible();
    }
    await page.keyboard.press(key((await question.locator('strong').textContent()) ?? ''));
  };
  await test.step('two are accepted, one is corrected, one is refused; that can be undone', async () => {
    const before = await takenHome(page);
    expect(before.annotations).toHaveLength(2);
    await answer(() => 'y');
    await answer(() => 'n');
    await expect(saved).toBeVisible();
    await expect.poll(async () => (await refusedIn(page)).length).toBe(1);
    await page.keyboard.press('Control+z');
    await expect
      .poll(async () => (await refusedIn(page)).flatMap(([, count]) => (count > 0 ? [count] : [])))
      .toEqual([]);
    await page.keyboard.press('Control+Shift+z');
    await answer(() => 'y');
    await answer((category) => (category === 'blue?' ? '1' : '2'));
    await expect(saved).toBeVisible();
    await page.keyboard.press('d');
    await expect(page.getByText(/[234] labelled, [234] unlabelled and 0 validation images/)).toBeVisible();
  });

  await test.step('training goes on with them', async () => {
    const before = await playground.step();
    await playground.singleStep.click();
    await playground.stepsBeyond(before);
  });

  await test.step('a candidate is accepted and refused from the plane, and its image stays open in the review', async () => {
    const plane = page.getByRole('region', { name: 'Decoupling plane' });
    const canvas = plane.getByRole('img');
    await expect(plane.getByText('finished run', { exact: true })).toBeHidden();
    await expect.poll(async () => Number(await canvas.getAttribute('data-candidates'))).toBeGreaterThan(0);
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    const chosen = plane.getByRole('region', { name: 'Chosen candidates' });
    await expect(chosen.getByRole('button', { name: 'Accept Y' })).toBeEnabled();
    // Whose image it is was open for labelling all along.
    const objects = panel.getByRole('region', { name: 'Objects marked' }).getByRole('listitem');
    const before = await objects.count();
    await page.keyboard.press('y');
    await expect(chosen.getByRole('status')).toHaveText(/^Its object is marked/);
    await expect(objects).toHaveCount(before + 1);
    await expect(review).toBeVisible();
    await takeScreens(page, 'plane-answer', { place: chosen });
    await chosen.getByRole('button', { name: 'Undo' }).click();
    await expect(objects).toHaveCount(before);
    await chosen.getByRole('button', { name: 'Refuse N' }).click();
    await expect(chosen.getByRole('status')).toHaveText(/^It is refused/);
    await axeFindsNothing(page, '.plane-panel');
    await page.keyboard.press('Control+z');
    await expect(chosen.getByRole('button', { name: 'Accept Y' })).toBeEnabled();
    await expect(saved).toBeVisible();
    await canvas.focus();
    await page.keyboard.press('Escape');
    await expect(chosen).toBeHidden();
  });

  await test.step('what is above the thresholds in the whole queue is counted, accepted and taken back', async () => {
    const queue = review.getByRole('region', { name: 'The whole queue' });
    const splits = page.getByText(/\d labelled, \d unlabelled and \d validation images/);
    const before = await splits.textContent();
    await queue.getByRole('button', { name: 'Look at the whole queue' }).click();
    await expect(queue.getByRole('status')).toHaveText(
      /^\d+ masks? on [1-4] images? are above the thresholds/,
    );
    await takeScreens(page, 'whole-queue', { place: queue });
    await axeFindsNothing(page, '.viewer');
    expect(await controlsWithoutTooltip(page.locator('body'))).toEqual([]);
    const button = queue.getByRole('button', { name: /^Accept \d+ mask/ });
    const counts = (await button.textContent())?.replace('Accept ', '');
    await button.click();
    await expect(queue.getByRole('status')).toHaveText(`${counts} were accepted together.`);
    await page.keyboard.press('d');
    await expect(splits).not.toHaveText(before ?? '');
    const [, masks] = counts?.match(/^(\d+) mask/) ?? [];
    expect((await takenHome(page)).annotations).toHaveLength(5 + Number(masks));
    await queue.getByRole('button', { name: 'Take all of them back' }).click();
    await expect(queue.getByRole('status')).toHaveText(/^Taken back on [1-4] images?\.$/);
    await page.keyboard.press('d');
    await expect(splits).toHaveText(before ?? '');
  });

  const taken = await takenHome(page);
  expect(taken.annotations).toHaveLength(5);
  const refused = await refusedIn(page);
  expect(refused.flatMap(([, count]) => (count > 0 ? [count] : []))).toEqual([1]);
  const labelled = new Set(taken.annotations.map(({ image_id }) => image_id)).size;

  await page.reload();
  await expect(
    page.getByText(`${labelled} labelled, ${6 - labelled} unlabelled and 0 validation images`),
  ).toBeVisible({ timeout: 120_000 });
  expect((await takenHome(page)).annotations).toEqual(taken.annotations);
  expect(await refusedIn(page)).toEqual(refused);
});
