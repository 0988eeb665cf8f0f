import { expect, it } from 'vitest';
import type { Device } from '../compute/device.ts';
import { testDevice } from '../compute/testing/index.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { defaultSettings } from '../settings/settings.ts';
import { startFrom } from './base-weights.ts';
import { networkOptions } from './network-options.ts';
import { readTensors } from './safetensors.ts';
import { Segmenter } from './segmenter.ts';
import { DEMO_CLASSES, demoImages } from './testing/demo-images.ts';
import { Trainer, type TrainingSettings } from './trainer.ts';

/** One semi-supervised step from base weights, whose teacher sees things; its classes are anybody's guess. */
const settings: TrainingSettings = {
  ...defaultSettings,
  seed: 5,
  batch: 1,
  unlabelledBatch: 1,
  burnIn: 0,
  unlabelledRamp: 1,
  warmup: 50,
  classThreshold: 0.1,
  maskThreshold: 0.5,
  objectnessThreshold: 0.2,
};

async function step(device: Device) {
  const segmenter = new Segmenter(device, networkOptions(128, DEMO_CLASSES, 12));
  const file = new Uint8Array(await (await fetch('/base-weights.safetensors')).arrayBuffer());
  const start = startFrom(readTensors(file), segmenter.layout, settings.seed);
  const [labelled, ...rest] = await demoImages(3, 128);
  const unlabelled = { length: rest.length, image: (index: number) => rest[index] };
  const trainer = new Trainer(segmenter, { labelled: [labelled], unlabelled, start }, settings);
  const { losses } = await trainer.advance();
  const tally = trainer.labeller?.tally;
  const { weights, labeller } = await trainer.checkpoint();
  trainer.dispose();
  await segmenter.release();
  return { losses, tally, weights, labeller, specs: segmenter.layout.specs };
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
    size += (b[i] ?? 0) ** 2;
  }
  return Math.sqrt(difference / size);
};

/** The parameter of a flat vector in which two devices differ most, with how much; none may be small beside the whole. */
function furthest(
  { specs }: Pick<Awaited<ReturnType<typeof step>>, 'specs'>,
  a: Float32Array,
  b: Float32Array,
): readonly [name: string, distance: number] {
  const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, one) => sum + one * one, 0));
  const all = norm(b);
  return specs
    .map(({ name, offset, size }): readonly [string, number, number] => {
      const part = b.subarray(offset, offset + size);
      return [name, distance(a.subarray(offset, offset + size), part), norm(part)];
    })
    .filter(([, , size]) => size > 1e-5 * all)
    .map(([name, apart]) => [name, apart] as const)
    .reduce((most, one) => (one[1] > most[1] ? one : most));
}

it('a semi-supervised step on WebGPU is that on WebAssembly', { timeout: 400_000 }, async () => {
  const wasm = await createWasmDevice();
  const expected = await step(wasm);
  await wasm.destroy();
  const device = await testDevice();
  const found = await step(device);
  expect(device.memory.tensors).toBe(0);
  expect(expected.tally?.kept).toBeGreaterThan(0);
  expect(found.tally).toEqual(expected.tally);
  expect(Math.abs(found.losses.total / expected.losses.total - 1)).toBeLessThan(1e-4);
  expect(Math.abs(found.losses.unlabelled / expected.losses.unlabelled - 1)).toBeLessThan(1e-3);
  expect(furthest(expected, found.weights.student, expected.weights.student)[1]).toBeLessThan(1e-3);
  expect(furthest(expected, found.weights.teacher, expected.weights.teacher)[1]).toBeLessThan(1e-3);
  // A first step moves each weight by the sign of its gradient: the gradients themselves are AdamW's first moments.
  expect(furthest(expected, found.weights.first, expected.weights.first)[1]).toBeLessThan(2e-3);
  const means = (course: typeof found) => course.labeller?.prototypes.means ?? new Float32Array();
  expect(distance(means(found), means(expected))).toBeLessThan(1e-3);
});
