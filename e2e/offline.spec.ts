import { expect, type Page, test } from '@playwright/test';
import { plainOrigin, servedOrigin } from './origins.ts';
import { Playground } from './playground.ts';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(300_000);

const settings = { labelled: '4', rule: 'off' };

async function trainsOnAllThreads(playground: Playground, from: 'network' | 'cache'): Promise<void> {
  const { page } = playground;
  const facts = page.locator('.device-facts');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(page.locator('.device-line')).toContainText(/[2-9] threads/);
  await expect(facts).toContainText(new RegExp(`ONNX Runtime1[0-9] MB from the ${from}`));
  await expect(facts).toContainText(/Base weights1\.[0-9] MB/);
  await playground.play.click();
  await playground.stepsBeyond(1);
  await expect(playground.notices).not.toContainText('random weights');
  if (from === 'cache') await expect(facts).toContainText(/Base weights.* from the cache/);
}

/** Paths of the files that the service worker has kept. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const files = await (await caches.open('penumbra')).keys();
    return files.map(({ url }) => new URL(url).pathname);
  });

test('on a host without headers, under a sub-path, it trains on all threads, and again without a network', async ({
  page,
  context,
}) => {
  await trainsOnAllThreads(await Playground.open(page, settings, plainOrigin), 'network');
  await context.setOffline(true);
  await page.goto('about:blank');
  await trainsOnAllThreads(await Playground.open(page, settings, plainOrigin), 'cache');
});

test('on a host that sends the headers itself, it is loaded once, and trains again without a network', async ({
  page,
  context,
}) => {
  let loads = 0;
  page.on('load', () => {
    loads++;
  });
  await trainsOnAllThreads(await Playground.open(page, settings, servedOrigin), 'network');
  // What the engine fetches last.
  for (const last of [/\.wasm$/, /\.mjs$/])
    await expect.poll(() => kept(page), { timeout: 60_000 }).toContainEqual(expect.stringMatching(last));
  expect(loads).toBe(1);
  // Another link to the same page; it takes the place of the first.
  await page.evaluate(async () => (await fetch('./?seed=2')).text());
  await expect.poll(async () => (await kept(page)).filter((path) => path === '/').length).toBe(1);
  await context.setOffline(true);
  await page.goto('about:blank');
  const seed = 3;
  await trainsOnAllThreads(await Playground.open(page, { ...settings, seed }, servedOrigin), 'cache');
});
