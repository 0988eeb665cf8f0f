import { expect, test } from '@playwright/test';
import { plainOrigin } from './origins.ts';
import { Playground } from './playground.ts';

test('on a host without headers, under a sub-path, it trains on all threads, and again without a network', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  const open = () => Playground.open(page, { labelled: '4', rule: 'off' }, plainOrigin);
  const facts = page.locator('.device-facts');
  const trainsOnAllThreads = async (playground: Playground, from: 'network' | 'cache') => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect(page.locator('.device-line')).toContainText(/[2-9] threads/);
    await expect(facts).toContainText(new RegExp(`ONNX Runtime1[0-9] MB from the ${from}`));
    await expect(facts).toContainText(/Base weights1\.[0-9] MB/);
    await playground.play.click();
    await playground.stepsBeyond(1);
    await expect(playground.notices).not.toContainText('random weights');
  };
  await trainsOnAllThreads(await open(), 'network');
  await context.setOffline(true);
  await page.goto('about:blank');
  await trainsOnAllThreads(await open(), 'cache');
  await expect(facts).toContainText(/Base weights.* from the cache/);
});
