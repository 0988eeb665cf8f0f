import { type Browser, chromium, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { chromiumPath, realGpuFlags, softwareGpuFlags } from '../commands/chromium.mjs';

const BLANK = '/blank-page';

/**
 * Runs `work` with a page of a headless Chromium that can import the project's modules by their paths
 * (`import('/src/...')`), cross-origin isolated, with WebGPU: of a real adapter, or else of the software rasteriser.
 */
export async function withChromium<R>(work: (page: Page) => Promise<R>): Promise<R> {
  const server = await createServer({ logLevel: 'error', server: { port: 0, hmr: false } });
  let browser: Browser | undefined;
  try {
    await server.listen();
    // What is told to use a GPU where there is none may find the rasteriser, and loses it again.
    browser = await launch(realGpuFlags);
    let page = await blankPage(browser, server);
    if (!(await hasOwnAdapter(page))) {
      await browser.close();
      browser = await launch(softwareGpuFlags);
      page = await blankPage(browser, server);
    }
    return await work(page);
  } finally {
    await browser?.close();
    await server.close();
  }
}

function launch(args: readonly string[]): Promise<Browser> {
  const path = chromiumPath();
  return chromium.launch({ ...(path ? { executablePath: path } : {}), args: [...args] });
}

const hasOwnAdapter = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter ? !adapter.info.isFallbackAdapter : false;
  });

async function blankPage(browser: Browser, server: ViteDevServer): Promise<Page> {
  const page = await browser.newPage();
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  await page.route(`**${BLANK}`, (route) =>
    route.fulfill({ contentType: 'text/html', headers, body: '<!doctype html><title>Penumbra</title>' }),
  );
  await page.goto(new URL(BLANK, server.resolvedUrls?.local[0]).href);
  return page;
}

/**
 * Calls a function that a module of this project exports, in the page. As text: what is passed as a function has been
 * through the server's translation, whose imports no page knows.
 * @param args plain data.
 */
export const callInPage = <R>(
  page: Page,
  module: string,
  name: string,
  args: readonly unknown[],
): Promise<R> =>
  page.evaluate(
    `import(${JSON.stringify(module)}).then((found) => found[${JSON.stringify(name)}](...${JSON.stringify(args)}))`,
  );
