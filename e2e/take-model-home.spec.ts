import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

/** Repeatable to the bit. */
const link = { labelled: '20', device: 'wasm', seed: 7, evaluateEvery: 1000 };

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
  await expect(page.locator('.kept')).toHaveAttribute('data-step', '2');

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
  // Begun anew, it is another run.
  await playground.reset.click();
  await stepTo(1);
  expect(await playground.loss()).toBe(losses[0]);
  await expect(page.locator('.kept')).toHaveAttribute('data-step', '1');
  await page.reload();
  await expect(playground.play).toBeEnabled({ timeout: 90_000 });
  await expect.poll(() => playground.step()).toBe(1);
});
