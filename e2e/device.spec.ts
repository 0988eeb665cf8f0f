import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

/**
 * One image, never changed, at the full learning rate: the loss falls from step to step, so that a single step is enough
 * to tell training that went on from training that began again. The software adapter needs many seconds for each.
 */
const single = { labelled: '1', batch: 1, augmentation: 'none', warmup: 0, evaluateEvery: 100_000 };
const patience = 180_000;

/** Trains, loses the device in the middle of it, and trains on. @param steps to train before it, and after. */
async function losesItsDevice(playground: Playground, steps: number): Promise<void> {
  const { page } = playground;
  // Predictions are drawn by the same device; without them it has only the training to do.
  await page.getByRole('tab', { name: /Labelled/ }).click();
  await page.keyboard.press('x');
  await playground.singleStep.click();
  await expect.poll(() => playground.step(), { timeout: patience }).toBe(1);
  const first = await playground.loss();
  await playground.play.click();
  await playground.stepsBeyond(steps - 1, patience);
  await expect(playground.pause).toBeEnabled();
  await page.getByRole('button', { name: 'Lose the device' }).click();
  await expect(playground.notices).toContainText(/device/i, { timeout: patience });
  // The numbers on the page follow at most a quarter of a second behind.
  await page.waitForTimeout(500);
  const lost = await playground.step();
  await playground.stepsBeyond(lost + steps - 1, patience);
  expect(await playground.loss()).toBeLessThan(first);
  await expect(page.locator('.device-line p')).not.toBeEmpty();
}

test('a lost wasm device is replaced, and training goes on', async ({ page }) => {
  const playground = await Playground.open(page, { device: 'wasm', ...single });
  await expect(page.locator('.device-line')).toHaveAttribute('data-device', 'wasm');
  await losesItsDevice(playground, 8);
});

test('the device can be chosen, and the page says why it runs where it does; a lost webgpu device is replaced, and training goes on', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const playground = await Playground.open(page, single);
  const line = page.locator('.device-line');
  // The software adapter is slower than WebAssembly, and the choice between them is the engine's.
  await expect(line).toHaveAttribute('data-device', 'wasm');
  await expect(line.locator('p')).toHaveText(/WebAssembly.*software adapter.*slower than WebAssembly/);
  // Said once.
  await expect(playground.capabilities).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Run on' }).selectOption('webgpu');
  await page.getByRole('button', { name: 'Reset to use it' }).click();
  await expect(line).toHaveAttribute('data-device', 'webgpu', { timeout: 90_000 });
  await expect(page).toHaveURL(/device=webgpu/);
  await losesItsDevice(playground, 1);
});
