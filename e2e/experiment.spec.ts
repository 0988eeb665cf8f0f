import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import type { Results } from '../src/headless/results.ts';

let folder = '';
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-experiment-'));
  await mkdir(join(folder, 'coco', 'images'), { recursive: true });
  const square = {
    create: { width: 60, height: 60, channels: 3, background: { r: 240, g: 200, b: 40 } },
  } as const;
  for (const i of [1, 2])
    await sharp({ create: { width: 128, height: 128, channels: 3, background: { r: 90, g: 90, b: 90 } } })
      .composite([{ input: square, left: 20 * i, top: 30 }])
      .png()
      .toFile(join(folder, 'coco', 'images', `${i}.png`));
  const annotations = {
    images: [1, 2].map((id) => ({ id, file_name: `${id}.png`, width: 128, height: 128 })),
    categories: [{ id: 1, name: 'square' }],
    annotations: [1, 2].map((id) => ({
      id,
      image_id: id,
      category_id: 1,
      segmentation: [[20 * id, 30, 20 * id + 60, 30, 20 * id + 60, 90, 20 * id, 90]],
      area: 3600,
      bbox: [20 * id, 30, 60, 60],
      iscrowd: 0,
    })),
  };
  await writeFile(join(folder, 'coco', 'annotations.json'), JSON.stringify(annotations));
  await writeFile(
    join(folder, 'coco', 'splits.json'),
    JSON.stringify({ labelled: [1], unlabelled: [], validation: [2] }),
  );
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test('an experiment is the same on WebGPU, inside Chromium, as in Node', async () => {
  test.setTimeout(300_000);
  const lossOn = async (device: string) => {
    const out = join(folder, device);
    const words = `--dataset ${join(folder, 'coco')} --out ${out} --device ${device}`.split(' ');
    const small = '--labelled 1 --steps 1 --batch 1 --evaluations 1 --threads 1 --augmentation none'.split(
      ' ',
    );
    const command = ['src/commands/run.mjs', 'src/headless/experiment.ts', ...words, ...small];
    await promisify(execFile)('node', command);
    const { runs } = JSON.parse(await readFile(join(out, 'results.json'), 'utf8')) as Results;
    return runs[0]?.curve[0]?.loss ?? Number.NaN;
  };
  const node = await lossOn('wasm');
  expect(node).toBeGreaterThan(0.1);
  expect(Math.abs((await lossOn('webgpu')) / node - 1)).toBeLessThan(1e-3);
});
