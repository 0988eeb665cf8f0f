import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumPath, realGpuFlags, softwareGpuFlags } from './src/commands/chromium.mjs';

const chromium = chromiumPath();
const gpuFlags = process.env.PENUMBRA_REAL_GPU ? realGpuFlags : softwareGpuFlags;

/**
 * `unit` runs in Node; `gpu` runs the `*.gpu.test.ts` files in a headless Chromium on its software GPU, or with
 * PENUMBRA_REAL_GPU=1 on the machine's own.
 */
export default defineConfig({
  // The worker is no import of a test: packages found only when it starts would reload the page under a running test.
  optimizeDeps: { exclude: ['onnxruntime-web'], entries: ['src/engine/worker.ts'] },
  server: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
          exclude: ['src/**/*.gpu.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          include: ['src/**/*.gpu.test.ts'],
          testTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(chromium && { executablePath: chromium }), args: gpuFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
