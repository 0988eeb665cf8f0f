import { expect, test } from 'vitest';
import type { Instance, Picture } from '../dataset.ts';
import { featureOf, pairs } from './catalogue.ts';
import { demoDataset } from './index.ts';
import type { Placed } from './layout.ts';
import { Random } from './random.ts';
import { renderScene } from './scene.ts';

/** Mean step of brightness from each mask pixel to the next one to the right or below, where the mask ends there. */
function boundaryContrast(picture: Picture, instances: readonly Instance[]): number {
  const { width, height, rgb } = picture;
  const brightness = (x: number, y: number) => {
    const at = (y * width + x) * 3;
    return (rgb[at] ?? 0) + (rgb[at + 1] ?? 0) + (rgb[at + 2] ?? 0);
  };
  let sum = 0;
  let count = 0;
  for (const { mask } of instances) {
    const inside = new Uint8Array(width * height);
    let position = 0;
    for (const [run, length] of mask.counts.entries()) {
      if (run % 2 === 1) inside.fill(1, position, position + length);
      position += length;
    }
    for (let x = 0; x < width - 1; x++) {
      for (let y = 0; y < height - 1; y++) {
        const here = inside[x * height + y];
        if (here !== inside[(x + 1) * height + y]) {
          sum += Math.abs(brightness(x, y) - brightness(x + 1, y));
          count++;
        }
        if (here !== inside[x * height + y + 1]) {
          sum += Math.abs(brightness(x, y) - brightness(x, y + 1));
          count++;
        }
      }
    }
  }
  return sum / count;
}

test('outlines lose contrast step by step with softness, while the truth stays', async () => {
  const contrasts: number[] = [];
  const truths: string[] = [];
  for (const boundarySoftness of [0, 0.25, 0.5, 0.75, 1]) {
    const { dataset } = demoDataset({ boundarySoftness, size: 160 });
    let sum = 0;
    let truth = '';
    for (const id of [1, 4, 5, 8]) {
      const instances = await dataset.instances(id);
      sum += boundaryContrast(await dataset.picture(id), instances);
      truth += instances.map((instance) => instance.mask.counts.join()).join(';');
    }
    contrasts.push(sum / 4);
    truths.push(truth);
  }
  for (let i = 1; i < contrasts.length; i++)
    expect(contrasts[i]).toBeLessThan((contrasts[i - 1] ?? 0) * 0.97);
  expect((contrasts[4] ?? 0) / (contrasts[0] ?? 1)).toBeLessThan(0.45);
  expect(new Set(truths).size).toBe(1);
});

/** One piece of a class, alone in the middle of a bench. */
function portrait(category: number, classConfusion: number, piece: number): Picture {
  const pair = pairs[category >> 1];
  if (pair === undefined) throw new Error(`No pair holds class ${category}.`);
  const part = pair.make(featureOf(category, classConfusion, 0.5), new Random(piece));
  const placed: Placed = {
    category,
    part,
    x: 48,
    y: 48,
    scale: 36 / part.halfLength,
    cos: 0.8,
    sin: 0.6,
    storey: 0,
    seed: 9,
  };
  const key = { seed: 1, split: 0, index: piece, size: 96, classConfusion, boundarySoftness: 0.3 };
  return renderScene(key, [placed]).picture;
}

test.each([0, 1, 2, 3])('the two classes of pair %i come closer with confusion', (pair) => {
  const distances = [0, 0.25, 0.5, 0.75, 1].map((classConfusion) => {
    let sum = 0;
    for (const piece of [11, 12, 13]) {
      const a = portrait(pair * 2, classConfusion, piece).rgb;
      const b = portrait(pair * 2 + 1, classConfusion, piece).rgb;
      for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
    }
    return sum;
  });
  for (let i = 1; i < distances.length; i++) expect(distances[i]).toBeLessThan(distances[i - 1] ?? 0);
  const [bold = 0, , middle = 0, , least = 0] = distances;
  expect(middle / bold).toBeGreaterThan(0.3);
  expect(least / bold).toBeLessThan(0.5);
  expect(least).toBeGreaterThan(0);
});

test('confusion moves no part, and no class becomes the other', async () => {
  const clear = demoDataset({ classConfusion: 0, size: 128 }).dataset;
  const hard = demoDataset({ classConfusion: 1, size: 128 }).dataset;
  for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const a = await clear.instances(id);
    const b = await hard.instances(id);
    expect(b.map((instance) => instance.category)).toEqual(a.map((instance) => instance.category));
  }
  expect(featureOf(0, 1, 1)).toBeLessThan(featureOf(1, 1, 1));
});
