import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Device } from '../compute/device.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { defaultSettings } from '../settings/settings.ts';
import { heldOutCandidates } from './cross-validation.ts';
import { networkOptions } from './network-options.ts';
import type { PooledImage } from './pool.ts';
import { Segmenter } from './segmenter.ts';
import { DEMO_CLASSES, demoImages } from './testing/demo-images.ts';

const SIDE = 128;
const settings = { ...defaultSettings, batch: 1, unlabelledBatch: 1, burnIn: 2, objectnessThreshold: 0.05 };

let device: Device;
let segmenter: Segmenter;
let images: readonly PooledImage[];
beforeAll(async () => {
  device = await createWasmDevice();
  segmenter = new Segmenter(device, networkOptions(SIDE, DEMO_CLASSES, 12));
  images = await demoImages(3, SIDE);
}, 60_000);
afterAll(async () => {
  await segmenter.release();
  await device.destroy();
});

it('trains on the other parts for a burn-in each, the same each time, and leaves nothing behind', async () => {
  const steps: [number, number][] = [];
  const onStep = (done: number, all: number) => void steps.push([done, all]);
  const seen = await heldOutCandidates(segmenter, images, undefined, settings, { onStep });
  expect(steps).toEqual([1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  expect(seen.length).toBeGreaterThan(0);
  for (const { classQuality, maskQuality } of seen) {
    expect(classQuality).toBeGreaterThan(0);
    expect(maskQuality).toBeGreaterThan(0);
  }
  const before = device.memory.bytes;
  expect(await heldOutCandidates(segmenter, images, undefined, settings)).toEqual(seen);
  expect(device.memory.bytes).toBe(before);
}, 60_000);

it('needs two labelled images, and stops where it is told to', async () => {
  await expect(heldOutCandidates(segmenter, images.slice(1, 2), undefined, settings)).rejects.toThrow(
    /there is only one. Label another/,
  );
  const before = device.memory.bytes;
  const onStep = () => {
    throw new Error('enough');
  };
  await expect(heldOutCandidates(segmenter, images, undefined, settings, { onStep })).rejects.toThrow(
    'enough',
  );
  expect(device.memory.bytes).toBe(before);
}, 60_000);
