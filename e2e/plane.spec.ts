import { expect, type Page, test } from '@playwright/test';
import { withCandidates } from './many-candidates.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';
import { pageTasks, scriptPerMove } from './tasks.ts';

/** Drags the class threshold to and fro; returns the trace of it. */
async function dragTraced(page: Page, frames: number): Promise<Buffer> {
  const plane = page.getByRole('region', { name: 'Decoupling plane' });
  const grip = await plane.getByRole('slider', { name: 'Class threshold in the plane' }).boundingBox();
  const box = await plane.getByRole('img').boundingBox();
  if (!grip || !box) throw new Error('The plane is not drawn.');
  const y = box.y + box.height / 2;
  await page.mouse.move(grip.x + grip.width / 2, y);
  await page.mouse.down();
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser of its own.');
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  for (let frame = 0; frame < frames; frame++)
    await page.mouse.move(box.x + 40 + 200 * Math.abs(Math.sin(frame / 12)), y);
  const trace = await browser.stopTracing();
  await page.mouse.up();
  return trace;
}

const origin = (page: Page): string => new URL(page.url()).origin;

test('5,000 candidates are dragged over within a frame; a lasso chooses some, and each says why it is kept or refused', async ({
  page,
}) => {
  await withCandidates(page, 5000);
  await Playground.open(page, { labelled: '4' });
  await expect(page.locator('.plane canvas')).toHaveAttribute('data-candidates', '5000');
  // Open, the table of classes follows the pointer, too.
  await page.getByText('Class by class').click();
  const trace = await dragTraced(page, 150);
  const frames = scriptPerMove(trace, origin(page));
  const worst = frames[Math.floor(0.95 * frames.length)] ?? Number.NaN;
  const longest = Math.max(...pageTasks(trace, origin(page)).map(({ work }) => work));
  console.log(
    `${frames.length} frames of dragging over 5,000 candidates: 95 % with at most ${worst.toFixed(1)} ms of script, longest task ${longest.toFixed(1)} ms`,
  );
  expect(frames.length).toBeGreaterThan(30);
  expect(worst).toBeLessThan(16);
  expect(longest).toBeLessThan(50);

  const plane = page.getByRole('region', { name: 'Decoupling plane' });
  const canvas = plane.getByRole('img');
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The plane is not drawn.');
  const corners = [
    [60, 40],
    [150, 40],
    [150, 200],
    [60, 200],
  ] as const;
  for (const [i, [x, y]] of corners.entries()) {
    await page.mouse.move(box.x + x, box.y + y, { steps: 5 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
  const chosen = plane.getByRole('region', { name: 'Chosen candidates' });
  const sentences = chosen.getByRole('listitem');
  expect(await sentences.count()).toBeGreaterThan(3);
  for (const words of await sentences.allTextContents()) expect(words).toMatch(/^(Kept|Refused as)[^.]*\d/);
  await takeScreens(page, 'crowd', { place: canvas });
  await sentences.nth(2).getByRole('button').click();
  // Nobody saw these candidates, so that there is no mask to show.
  await expect(page.locator('.readout .fate')).toHaveText(
    `${await sentences.nth(2).textContent()} Its mask is gone: the teacher has seen its image anew since.`,
  );
  // By keyboard: arrows go from candidate to candidate, Escape chooses none.
  await canvas.focus();
  await page.keyboard.press('ArrowRight');
  await expect(sentences).toHaveCount(1);
  const first = await sentences.textContent();
  await page.keyboard.press('ArrowUp');
  await expect(sentences).not.toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(chosen).toBeHidden();
});

test('50,000 candidates, some without a quality, stay usable', async ({ page }) => {
  await withCandidates(page, 50_000, 1000);
  await Playground.open(page, { labelled: '4' });
  const plane = page.getByRole('region', { name: 'Decoupling plane' });
  await expect(plane.getByRole('img')).toHaveAttribute('data-candidates', '50000');
  await expect(plane).toContainText('50 candidates have no quality (not a number)');
  const trace = await dragTraced(page, 60);
  const longest = Math.max(...pageTasks(trace, origin(page)).map(({ work }) => work));
  console.log(`longest task of dragging over 50,000 candidates: ${longest.toFixed(1)} ms`);
  expect(longest).toBeLessThan(50);
});
