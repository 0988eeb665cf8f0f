import { appendFileSync, cpSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { Playground } from './playground.ts';
import { hostStatically } from './static-host.mjs';

/** What the service worker of the newer build does, and the older one does not. */
const answer = `
addEventListener('message', ({ ports }) => ports[0]?.postMessage('the newer build'));`;

/** Whether the page is served by the newer build. */
const served = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => resolve(data);
        navigator.serviceWorker.controller?.postMessage('who?', [port2]);
        setTimeout(() => resolve('an older build'), 1000);
      }),
  );

test.use({ serviceWorkers: 'allow' });

test('a newer build, found in the middle of a run, waits for the next visit', async ({ page, context }) => {
  const folder = test.info().outputPath('site');
  cpSync('dist', folder, { recursive: true });
  const host = await hostStatically(folder, '/sub/path', 0);
  const origin = `http://localhost:${(host.address() as AddressInfo).port}/sub/path`;
  try {
    const playground = await Playground.open(page, { labelled: '4', rule: 'off' }, origin);
    await playground.play.click();
    await playground.stepsBeyond(1);
    await page.evaluate(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => {
        document.body.dataset.interrupted = 'by another service worker';
      });
    });

    // As a host does that is given another build: what the old one had is gone.
    appendFileSync(`${folder}/service-worker.js`, answer);
    rmSync(`${folder}/assets`, { recursive: true });
    const waits = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      for (let tries = 0; tries < 100 && !registration.waiting; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      return registration.waiting !== null;
    });
    expect(waits).toBe(true);

    const before = await playground.step();
    await playground.stepsBeyond(before + 3);
    expect(await served(page)).toBe('an older build');
    expect(await page.locator('body').getAttribute('data-interrupted')).toBeNull();
    // Parts of the page that were not opened yet are those of the same build.
    await page.getByRole('button', { name: /^Runs/ }).click();
    await expect(page.getByRole('dialog', { name: 'Runs' })).toBeVisible();
    await expect(playground.notices).not.toContainText('could not');
    await page.close();

    const next = await context.newPage();
    await next.goto(`${origin}/`);
    await expect.poll(() => served(next)).toBe('the newer build');
  } finally {
    host.closeAllConnections();
    host.close();
  }
});
