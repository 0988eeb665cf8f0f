import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BrowserContext } from '@playwright/test';
import { MODEL_NAME } from '../src/app/take-home/model-facts.ts';

/** An object as the program of a model sheet finds it. */
export interface FoundObject {
  readonly name: string;
  readonly score: number;
  /** 1 inside, 0 elsewhere, row by row. */
  readonly mask: readonly number[];
}

const run = promisify(execFile);
/** Where the code of an installed package lies: a folder `dist` in its own. */
const codeOf = (name: string): string => dirname(fileURLToPath(import.meta.resolve(name)));

/** As a person would change it in the file. */
const withThreshold = (code: string, threshold: number): string =>
  code.replace('THRESHOLD = 0.3', `THRESHOLD = ${threshold}`);

/**
 * What the program for Node finds in a picture, and what it prints. In place of `onnxruntime-node`, which has the same
 * interface, stands the runtime that is installed here.
 */
export async function byNode(
  code: string,
  model: Buffer,
  picture: Buffer,
  threshold: number,
): Promise<{ readonly objects: readonly FoundObject[]; readonly printed: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'penumbra-find-'));
  try {
    const packages = join(folder, 'node_modules');
    await mkdir(join(packages, 'onnxruntime-node'), { recursive: true });
    await writeFile(
      join(packages, 'onnxruntime-node/package.json'),
      '{ "type": "module", "main": "index.js" }',
    );
    await writeFile(
      join(packages, 'onnxruntime-node/index.js'),
      `export * from ${JSON.stringify(import.meta.resolve('onnxruntime-web'))};`,
    );
    await symlink(dirname(codeOf('sharp')), join(packages, 'sharp'), 'junction');
    await writeFile(join(folder, 'find-objects.mjs'), withThreshold(code, threshold));
    await writeFile(join(folder, MODEL_NAME), model);
    await writeFile(join(folder, 'picture.png'), picture);
    await writeFile(
      join(folder, 'tell.mjs'),
      `import { findObjects, loadModel } from './find-objects.mjs';
       const found = await findObjects(await loadModel(), 'picture.png');
       console.log(JSON.stringify(found.map((one) => ({ ...one, mask: [...one.mask] }))));`,
    );
    const node = (...words: string[]) =>
      run(process.execPath, words, { cwd: folder, maxBuffer: 2 ** 28 }).then(({ stdout }) => stdout.trim());
    const objects = JSON.parse(await node('tell.mjs')) as FoundObject[];
    const printed = await node('find-objects.mjs', 'picture.png');
    return { objects, printed: printed === '' ? [] : printed.split('\n') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the page for browsers lists under a picture: names and scores. ONNX Runtime comes from here, not from its host. */
export async function byBrowser(
  context: BrowserContext,
  code: string,
  model: Buffer,
  picture: Buffer,
  threshold: number,
): Promise<readonly { readonly name: string; readonly score: number }[]> {
  const page = await context.newPage();
  try {
    const runtime = codeOf('onnxruntime-web');
    const { version } = JSON.parse(await readFile(join(runtime, '../package.json'), 'utf8'));
    await page.route(`https://cdn.jsdelivr.net/npm/onnxruntime-web@${version}/dist/*`, async (route) => {
      const name = basename(new URL(route.request().url()).pathname);
      await route.fulfill({ path: join(runtime, name), headers: { 'Access-Control-Allow-Origin': '*' } });
    });
    const body = withThreshold(code, threshold);
    await page.route('http://localhost:1/*', (route) =>
      route.request().url().endsWith(MODEL_NAME)
        ? route.fulfill({ body: model })
        : route.fulfill({ contentType: 'text/html', body }),
    );
    await page.goto('http://localhost:1/find-objects.html');
    await page
      .getByLabel('Image')
      .setInputFiles({ name: 'picture.png', mimeType: 'image/png', buffer: picture });
    const lines = page.getByRole('listitem');
    await lines.first().waitFor();
    return (await lines.allTextContents()).map((line) => {
      const [, name = '', score] = /^(.*) ([\d.]+)$/.exec(line) ?? [];
      return { name, score: Number(score) };
    });
  } finally {
    await page.close();
  }
}
