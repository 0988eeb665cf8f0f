import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { Playground } from './playground.ts';

test('masks and weights can be taken home', async ({ page }) => {
  test.setTimeout(180_000);
  const playground = await Playground.open(page, { labelled: '20' });
  await playground.singleStep.click();
  await playground.stepsBeyond(0);
  const take = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download', { timeout: 120_000 }),
      page.getByRole('button', { name }).click(),
    ]);
    return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
  };
  const masks = await take('Masks of validation images');
  expect(masks.name).toBe('validation-masks.json');
  const { images, categories, annotations } = JSON.parse(masks.content.toString());
  expect([images.length, categories.length]).toEqual([100, 8]);
  expect(annotations.length).toBeGreaterThan(0);
  const weights = await take('Weights (safetensors)');
  expect(weights.name).toBe('penumbra-weights.safetensors');
  // Half precision: two bytes a parameter.
  expect(weights.content.length).toBeGreaterThan(1_400_000);
});
