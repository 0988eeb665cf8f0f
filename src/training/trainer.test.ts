import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../compute/device.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { initialParameters } from '../network/parameters.ts';
import { defaultSettings } from '../settings/settings.ts';
import type { Losses } from './loss.ts';
import { networkOptions } from './network-options.ts';
import type { PooledImage } from './pool.ts';
import { Segmenter } from './segmenter.ts';
import { DEMO_CLASSES, demoImages } from './testing/demo-images.ts';
import { type Checkpoint, DivergenceError, Trainer, type TrainingSettings } from './trainer.ts';
import { freshState, type WeightState } from './weights.ts';

const SIDE = 128;

const settings: TrainingSettings = {
  ...defaultSettings,
  seed: 5,
  batch: 1,
  steps: 100,
  learningRate: 1e-3,
  weightDecay: 1e-4,
  warmup: 2,
  clip: 5,
  emaDecay: 0.9,
  augmentation: 'strong',
};

const sameBits = (a: Float32Array, b: Float32Array): boolean =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));

/** Names of the arrays in which two states differ by a bit. */
const differences = (a: WeightState, b: WeightState): string[] =>
  (['student', 'teacher', 'first', 'second'] as const).filter((name) => !sameBits(a[name], b[name]));

describe('a run on wasm', () => {
  let device: Device;
  let segmenter: Segmenter;
  let images: readonly PooledImage[];

  beforeAll(async () => {
    device = await createWasmDevice();
    segmenter = new Segmenter(device, networkOptions(SIDE, DEMO_CLASSES, 12));
    images = await demoImages(3, SIDE);
    await segmenter.prepare({ training: settings.batch });
  }, 60_000);

  afterAll(async () => {
    await segmenter.release();
    await device.destroy();
  });

  /** Takes steps and tells what came of them; leaves nothing on the device. */
  async function run(
    steps: number,
    { changes = {}, from }: { changes?: Partial<TrainingSettings>; from?: Checkpoint } = {},
  ): Promise<{ losses: readonly Losses[]; end: Checkpoint }> {
    const trainer = new Trainer(segmenter, { labelled: images }, { ...settings, ...changes }, from);
    try {
      const losses: Losses[] = [];
      for (let i = 0; i < steps; i++) losses.push((await trainer.advance()).losses);
      return { losses, end: await trainer.checkpoint() };
    } finally {
      trainer.dispose();
    }
  }

  let whole: Awaited<ReturnType<typeof run>>;

  it('learns: the loss falls on images seen again and again', async () => {
    whole = await run(4);
    const { losses } = await run(12, { changes: { augmentation: 'none', warmup: 0 } });
    const mean = (part: readonly Losses[]) => part.reduce((sum, { total }) => sum + total, 0) / part.length;
    expect(mean(losses.slice(-3))).toBeLessThan(0.8 * mean(losses.slice(0, 3)));
  });

  it('repeats bit for bit from the same seed', async () => {
    const again = await run(4);
    expect(again.losses).toEqual(whole.losses);
    expect(differences(again.end.weights, whole.end.weights)).toEqual([]);
  });

  it('is another run from another seed', async () => {
    const other = await run(1, { changes: { seed: 6 } });
    expect(other.losses[0]).not.toEqual(whole.losses[0]);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    const { losses: before, end } = await run(2);
    const { losses: after, end: last } = await run(2, { from: end });
    expect([...before, ...after]).toEqual(whole.losses);
    expect(differences(last.weights, whole.end.weights)).toEqual([]);
    expect([last.step, last.labelledImagesSeen]).toEqual([4, 4]);
  });

  it('leaves nothing on the device', async () => {
    const before = device.memory;
    await run(2);
    expect(device.memory).toEqual(before);
  });

  it('keeps no tensor from step to step', async () => {
    const trainer = new Trainer(segmenter, { labelled: images }, settings);
    await trainer.advance();
    const before = device.memory;
    await trainer.advance();
    expect(device.memory).toEqual(before);
    trainer.dispose();
  });

  it('moves the teacher towards the student', async () => {
    const start = freshState(initialParameters(segmenter.layout, settings.seed));
    const { end } = await run(1);
    // The decay of the first step is min(.9, 1 / 10): one part of ten of the start is left.
    const { student, teacher } = end.weights;
    const worst = teacher.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (0.1 * start.student[i] + 0.9 * student[i]))),
      0,
    );
    expect(worst).toBeLessThan(1e-6);
  });

  describe('that diverges', () => {
    it('by a learning rate that is too high says so, and can go on from a checkpoint', async () => {
      // Every weight jumps by a hundred: no chance that this goes well on any machine.
      const wild = { ...settings, learningRate: 100, warmup: 0, weightDecay: 0 };
      const trainer = new Trainer(segmenter, { labelled: images }, wild, whole.end);
      const rush = async () => {
        for (let i = 0; i < 9; i++) await trainer.advance();
      };
      await expect(rush()).rejects.toThrow(DivergenceError);
      await expect(trainer.advance()).rejects.toThrow(/diverged at step \d+: .* go on from a checkpoint/s);
      trainer.dispose();
      const { losses } = await run(1, { from: whole.end });
      expect(losses[0]?.total).toBeLessThan(2 * whole.losses[0].total);
    });

    it('by a gradient that is no number says so, and changes nothing', async () => {
      const weights = freshState(initialParameters(segmenter.layout, settings.seed));
      weights.student[0] = Number.NaN;
      const trainer = new Trainer(segmenter, { labelled: images }, settings, {
        step: 3,
        weights,
        labelledImagesSeen: 3,
        unlabelledImagesSeen: 0,
      });
      const before = device.memory;
      await expect(trainer.advance()).rejects.toThrow(
        /diverged at step 4: the gradient is not finite.*Lower/s,
      );
      expect(device.memory).toEqual(before);
      const left = await trainer.checkpoint();
      trainer.dispose();
      expect(differences(left.weights, weights)).toEqual([]);
      expect(left.step).toBe(3);
    });
  });

  it('needs a labelled image, and takes one up when there is', async () => {
    const trainer = new Trainer(segmenter, { labelled: [] }, settings);
    await expect(trainer.advance()).rejects.toThrow(/nothing to learn from\. Label one/);
    trainer.learnFrom({ labelled: images });
    const { losses } = await trainer.advance();
    trainer.dispose();
    // As if it had been there from the beginning.
    const other = new Trainer(segmenter, { labelled: images }, settings);
    expect((await other.advance()).losses).toEqual(losses);
    other.dispose();
  });

  it('learns emptiness from images without instances', async () => {
    const empty = images.map((image) => ({ ...image, instances: [] }));
    const trainer = new Trainer(segmenter, { labelled: empty }, settings);
    const { losses, finite } = await trainer.advance();
    trainer.dispose();
    expect(finite).toBe(true);
    expect([losses.classes, losses.mask, losses.dice]).toEqual([0, 0, 0]);
    expect(losses.objectness).toBeGreaterThan(0);
  });
});
