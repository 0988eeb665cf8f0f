import { expect, test } from '@playwright/test';
import { axeFindsNothing } from './axe.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';

test('layers by key, teacher and student with a divider, and what each saw in training', async ({ page }) => {
  test.setTimeout(240_000);
  // The teacher labels from the third step on, and nearly all it sees passes.
  const playground = await Playground.open(page, {
    labelled: '20',
    steps: 400,
    batch: 1,
    evaluateEvery: 400,
    burnIn: 2,
    rule: 'dual',
    classThreshold: 0.2,
    maskThreshold: 0.75,
    objectnessThreshold: 0.05,
    unlabelledBatch: 8,
  });
  const layer = (name: string) => page.locator('.layers').getByRole('button', { name, exact: true });
  await expect(layer('Teacher')).toHaveAttribute('aria-pressed', 'true');
  // What only unlabelled images have is not offered for others.
  await expect(layer('Kept')).toHaveCount(0);
  // Alive at once: a finished run's candidates stand in the plane until there are one's own.
  const plane = page.getByRole('region', { name: 'Decoupling plane' });
  const borrowed = plane.getByText('finished run', { exact: true });
  await expect(borrowed).toBeVisible();
  expect(Number(await plane.getByRole('img').getAttribute('data-candidates'))).toBeGreaterThan(300);
  await takeScreens(page, 'alive');
  await playground.play.click();
  await playground.stepsBeyond(4);
  await playground.pause.click();
  await expect(borrowed).toBeHidden();
  const truths = page.locator('.instances button .muted', { hasText: 'truth' });

  await page.keyboard.press('1');
  await expect(layer('Truth')).toHaveAttribute('aria-pressed', 'true');
  await expect(truths.first()).toBeVisible();
  await page.keyboard.press('1');
  await expect(truths).toHaveCount(0);

  await page.keyboard.press('v');
  const divider = page.getByRole('separator', { name: /Divider/ });
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  await expect(page.locator('.beside')).toHaveAttribute('aria-label', /as the student sees it/);
  await divider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(divider).toHaveAttribute('aria-valuenow', '52');
  const box = await divider.boundingBox();
  if (!box) throw new Error('The divider is not drawn.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 3];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 120, y, { steps: 5 });
  await page.mouse.up();
  expect(Number(await divider.getAttribute('aria-valuenow'))).toBeLessThan(40);
  // The picture stays where it is.
  await expect(page.locator('.frame')).toHaveAttribute('data-zoomed', 'false');
  await takeScreens(page, 'compare', { settle: 60 });
  await axeFindsNothing(page, '.viewer');

  await page.getByRole('tab', { name: /Unlabelled/ }).click();
  await page.getByRole('button', { name: 'Views in training' }).click();
  await expect(page.getByText(/There are no views of this image/)).toBeVisible();
  await page.getByRole('button', { name: 'Show the latest that has' }).click();
  await expect(page.getByText('The student learns from this view')).toBeVisible();
  await takeScreens(page, 'views', { settle: 60 });
  await axeFindsNothing(page, '.viewer');

  await page.getByRole('button', { name: 'One picture' }).click();
  await expect(playground.picture).toHaveAttribute('data-aspect', 'image');
  await expect(layer('Kept')).toHaveAttribute('aria-pressed', 'true');
  await expect(layer('Teacher')).toHaveCount(0);
  await takeScreens(page, 'fates', { settle: 60 });
  // Each layer changes what is drawn.
  const drawn = () =>
    playground.picture.evaluate((canvas: HTMLCanvasElement) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
      copy?.drawImage(canvas, 0, 0);
      const { data } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      return data?.reduce((sum, value, i) => (31 * sum + value + i) % 1_000_003, 0);
    });
  const plain = await drawn();
  await page.keyboard.press('7');
  await expect(layer('Doubt')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(drawn).not.toBe(plain);
  await takeScreens(page, 'doubt');
  const doubt = await drawn();
  await page.keyboard.press('7');
  await page.keyboard.press('8');
  await expect(layer('Weights')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => [plain, doubt].includes(await drawn())).toBe(false);
  await takeScreens(page, 'weights');
});
