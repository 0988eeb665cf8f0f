import { describe, expect, it } from 'vitest';
import type { Device } from '../compute/device.ts';
import { testDevice } from '../compute/testing/index.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { trainingNetwork } from '../network/segmenter.ts';
import { defaultSettings } from '../settings/settings.ts';
import { startFrom } from './base-weights.ts';
import type { Losses } from './loss.ts';
import { networkOptions } from './network-options.ts';
import { readTensors } from './safetensors.ts';
import { Segmenter } from './segmenter.ts';
import { DEMO_CLASSES, demoImages } from './testing/demo-images.ts';
import { type Checkpoint, Trainer, type TrainingSettings } from './trainer.ts';

const SIDE = 128;
const STEPS = 5;
/** Relative: what summing in another order may change. */
const ROUNDING = 1e-5;

const settings: TrainingSettings = {
  ...defaultSettings,
  seed: 5,
  batch: 1,
  steps: 100,
  learningRate: 1e-3,
  weightDecay: 1e-4,
  warmup: 50,
  clip: 5,
  emaDecay: 0.99,
  augmentation: 'mild',
};

const { layout } = trainingNetwork(networkOptions(SIDE, DEMO_CLASSES, 12), 1);

/**
 * Five steps on a device, from base weights: the losses of each, and where they led.
 * @param nudge relative change of each initial weight, one way or the other.
 */
async function run(device: Device, nudge = 0): Promise<{ losses: readonly Losses[]; end: Checkpoint }> {
  const file = new Uint8Array(await (await fetch('/base-weights.safetensors')).arrayBuffer());
  const start = startFrom(readTensors(file), layout, settings.seed).map(
    (value, i) => value * (1 + nudge * (-1) ** i),
  );
  const segmenter = new Segmenter(device, networkOptions(SIDE, DEMO_CLASSES, 12));
  const trainer = new Trainer(segmenter, { labelled: await demoImages(3, SIDE), start }, settings);
  const losses: Losses[] = [];
  for (let step = 0; step < STEPS; step++) {
    losses.push((await trainer.advance()).losses);
  }
  const end = await trainer.checkpoint();
  trainer.dispose();
  await segmenter.release();
  return { losses, end };
}

/**
 * ||a - b|| / ||b|| of each parameter, largest first. By the norm, not element by element: AdamW divides a gradient by
 * its own size, so where one is nearly zero, rounding alone decides the sign of a whole step. From random weights that
 * makes a comparison meaningless: biases of normalisation, which begin at zero, then consist of such steps only, and a
 * nudge of 1e-5 moves them by 1e-2 on one device already.
 */
function distances(a: Float32Array, b: Float32Array): (readonly [name: string, distance: number])[] {
  const norm = (values: Float32Array): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return layout.specs
    .map(({ name, offset, size }) => {
      const reference = b.subarray(offset, offset + size);
      const difference = a.subarray(offset, offset + size).map((value, i) => value - (reference[i] ?? 0));
      return [name, norm(difference) / norm(reference)] as const;
    })
    .sort(([, left], [, right]) => right - left);
}

describe('WebGPU and WebAssembly', () => {
  // On a software adapter: a minute and a half on two idle cores, several minutes on busy ones.
  it('train alike: five steps from the same seed', { timeout: 580_000 }, async () => {
    const wasm = await createWasmDevice();
    const expected = await run(wasm);
    const nudged = await run(wasm, ROUNDING);
    await wasm.destroy();
    // What one device makes of a rounding error, or nothing can be said of two.
    expect(distances(nudged.end.weights.student, expected.end.weights.student)[0][1]).toBeLessThan(1e-4);

    const device = await testDevice();
    const found = await run(device);
    expect(device.memory.tensors).toBe(0);

    const lossErrors = found.losses.flatMap((losses, step) =>
      (Object.keys(losses) as (keyof Losses)[]).map((name) => {
        const reference = expected.losses[step]?.[name] ?? Number.NaN;
        // Without unlabelled images their loss is 0 on both.
        const scale = reference === 0 ? 1 : reference;
        return [`${name} of step ${step + 1}`, Math.abs(losses[name] - reference) / scale] as const;
      }),
    );
    const students = distances(found.end.weights.student, expected.end.weights.student);
    const teachers = distances(found.end.weights.teacher, expected.end.weights.teacher);
    expect(lossErrors.filter(([, error]) => !(error <= 1e-4))).toEqual([]);
    expect(students.filter(([, error]) => !(error <= 1e-3))).toEqual([]);
    expect(teachers.filter(([, error]) => !(error <= 1e-3))).toEqual([]);
  });
});
