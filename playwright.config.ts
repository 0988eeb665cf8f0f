import { defineConfig } from '@playwright/test';
import { plainOrigin, port, servedOrigin } from './e2e/origins.ts';
import { chromiumPath, softwareGpuFlags } from './src/commands/chromium.mjs';

const path = chromiumPath();

/** What a person does, in an installed Chromium with its software WebGPU adapter, on the built site. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'out/e2e',
  // Training takes every core there is; two pages at once would slow each other down and fail their own limits.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: servedOrigin,
    viewport: { width: 1440, height: 900 },
    // What it answers, no test can answer in its stead; the tests of the service worker itself allow it.
    serviceWorkers: 'block',
    launchOptions: { ...(path !== undefined && { executablePath: path }), args: softwareGpuFlags },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: 'node e2e/serve.mjs',
    // The last of the two servers to start.
    url: servedOrigin,
    env: { PENUMBRA_PORT: String(port), PENUMBRA_PLAIN_PORT: new URL(plainOrigin).port },
    timeout: 120_000,
    stdout: 'ignore',
    stderr: 'pipe',
  },
});
