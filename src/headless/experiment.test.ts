import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Results } from './results.ts';

let folder = '';
const experiment = (...words: string[]) =>
  promisify(execFile)('node', ['src/commands/run.mjs', 'src/headless/experiment.ts', ...words]);

/** A COCO folder of four grey pictures, each with one bright square. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(join(path, 'images'), { recursive: true });
  const squares = [20, 40, 60, 80];
  const background = { r: 90, g: 90, b: 90 };
  for (const [i, corner] of squares.entries()) {
    const square = {
      create: { width: 40, height: 40, channels: 3, background: { r: 240, g: 200, b: 40 } },
    } as const;
    await sharp({ create: { width: 160, height: 140, channels: 3, background } })
      .composite([{ input: square, left: corner, top: corner }])
      .png()
      .toFile(join(path, 'images', `${i}.png`));
  }
  const annotations = {
    images: squares.map((_, i) => ({ id: i + 1, file_name: `${i}.png`, width: 160, height: 140 })),
    categories: [{ id: 7, name: 'square' }],
    annotations: squares.map((at, i) => ({
      id: i + 1,
      image_id: i + 1,
      category_id: 7,
      segmentation: [[at, at, at + 40, at, at + 40, at + 40, at, at + 40]],
      area: 1600,
      bbox: [at, at, 40, 40],
      iscrowd: 0,
    })),
  };
  await writeFile(join(path, 'annotations.json'), JSON.stringify(annotations));
  await writeFile(
    join(path, 'splits.json'),
    JSON.stringify({ labelled: [1, 2], unlabelled: [3], validation: [4] }),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penumbra-experiment-'));
  await makeFolder(join(folder, 'coco'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('trains on a COCO folder and writes what it found', { timeout: 120_000 }, async () => {
  const out = join(folder, 'out');
  const words = ['--labelled', '2', '--steps', '3', '--batch', '2', '--evaluations', '1', '--threads', '1'];
  const { stdout } = await experiment('--dataset', join(folder, 'coco'), ...words, '--out', out);
  const results = JSON.parse(await readFile(join(out, 'results.json'), 'utf8')) as Results;
  expect(results).toMatchObject({ labelled: '2', steps: 3 });
  expect(results.runs).toHaveLength(1);
  expect(results.runs[0]).toMatchObject({
    method: 'supervised',
    seed: 1,
    labelledImagesSeen: 6,
    unlabelledImagesSeen: 0,
  });
  expect(results.runs[0]?.ap).toBeGreaterThanOrEqual(0);
  expect(results.summary[0]?.apMean).toBe(results.runs[0]?.ap);
  expect(stdout).toContain('| supervised | 1 |');
});

test('compares methods, measures pseudo-labels, and repeats no run it has', {
  timeout: 120_000,
}, async () => {
  const out = join(folder, 'compared');
  const credulous = 'dual+burnIn=1+classThreshold=0+maskThreshold=0+objectnessThreshold=0.05';
  const words = ['--labelled', '2', '--steps', '3', '--batch', '1', '--evaluations', '1', '--threads', '1'];
  const all = [...words, '--start', 'random', '--dataset', join(folder, 'coco'), '--out', out];
  await experiment(...all, '--methods', 'supervised');
  const { stdout } = await experiment(...all, '--methods', `supervised,${credulous}`);
  expect(stdout).not.toContain('[supervised, seed 1]');
  const { runs } = JSON.parse(await readFile(join(out, 'results.json'), 'utf8')) as Results;
  expect(runs.map(({ unlabelledImagesSeen }) => unlabelledImagesSeen)).toEqual([0, 16]);
  const report = runs[1]?.curve.at(-1)?.pseudoLabels;
  expect(report?.candidates).toBeGreaterThan(0);
  expect(report?.kept.meanIou).toBeGreaterThanOrEqual(0);
  const table = await readFile(join(out, 'results.md'), 'utf8');
  expect(table).toContain('| supervised | 1 |');
  expect(table).toContain(`| ${credulous} | 1 |`);
  expect(await readFile(join(out, 'results.svg'), 'utf8')).toContain('</svg>');
});

test('a wrong word gives a sentence and the usage, not a stack', { timeout: 60_000 }, async () => {
  const failed = await experiment('--labelled', 'lots').catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 2 });
  const { stderr } = failed as { stderr: string };
  expect(stderr).toMatch(/labelled is "lots", but it should be a share/);
  expect(stderr).toContain('npm run experiment -- [options]');
  expect(stderr).not.toMatch(/\n\s+at /);
});
