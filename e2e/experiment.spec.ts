import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import type { Results } from '../src/headless/results.ts';

let folder = '';

/** A yellow square on a ground with some grain: where a picture is flat, GroupNorm makes rounding errors large. */
function picture(left: number): Uint8Array {
  const rgb = new Uint8Array(128 * 128 * 3);
  for (let pixel = 0; pixel < 128 * 128; pixel++) {
    const [x, y] = [pixel % 128, Math.floor(pixel / 128)];
    const inside = x >= left && x < left + 60 && y >= 30 && y < 90;
    const grain = Math.round(20 * Math.sin(0.9 * x + 0.35 * y) + 12 * Math.sin(0.17 * x * y));
    const colour = inside ? [220, 180, 60] : [90, 90, 90];
    rgb.set(
      colour.map((value) => value + grain),
      3 * pixel,
    );
  }
  return rgb;
}

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-experiment-'));
  await mkdir(join(folder, 'coco', 'images'), { recursive: true });
  for (const i of [1, 2])
    await sharp(picture(20 * i), { raw: { width: 128, height: 128, channels: 3 } })
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
  // Side by side: nothing depends on how long either takes.
  const [node, chromium] = await Promise.all([lossOn('wasm'), lossOn('webgpu')]);
  expect(node).toBeGreaterThan(0.1);
  expect(Math.abs(chromium / node - 1)).toBeLessThan(1e-4);
});
