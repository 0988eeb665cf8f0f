import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../compute/device.ts';
import { createWasmDevice } from '../compute/wasm.ts';
import { defaultSettings } from '../settings/settings.ts';
import type { Losses } from './loss.ts';
import { networkOptions } from './network-options.ts';
import type { PooledImage } from './pool.ts';
import { Segmenter } from './segmenter.ts';
import { DEMO_CLASSES, demoImages } from './testing/demo-images.ts';
import { type Checkpoint, type ImagePool, Trainer, type TrainingSettings } from './trainer.ts';

const SIDE = 128;

/** Two steps of burn-in, and rules that let an untrained teacher's candidates pass. */
const settings: TrainingSettings = {
  ...defaultSettings,
  seed: 3,
  batch: 1,
  unlabelledBatch: 1,
  steps: 12,
  warmup: 0,
  learningRate: 0.0003,
  burnIn: 2,
  unlabelledRamp: 2,
  rule: 'adaptive',
  classThreshold: 0.1,
  maskThreshold: 0.1,
  thresholdMemory: 0.5,
  objectnessThreshold: 0.05,
};

describe('semi-supervised training on wasm', () => {
  let device: Device;
  let segmenter: Segmenter;
  let images: readonly PooledImage[];
  let unlabelled: ImagePool;

  beforeAll(async () => {
    device = await createWasmDevice();
    segmenter = new Segmenter(device, networkOptions(SIDE, DEMO_CLASSES, 12));
    images = await demoImages(4, SIDE);
    const [, , ...rest] = images;
    // Truth of these is not for training: an image that shows it would fail loudly.
    const hidden = rest.map((image) => ({
      ...image,
      get instances(): never {
        throw new Error('Training looked at hidden truth.');
      },
    }));
    unlabelled = { length: hidden.length, image: async (index) => hidden[index] };
  }, 60_000);

  afterAll(async () => {
    await segmenter.release();
    await device.destroy();
  });

  interface Course {
    readonly losses: Losses[];
    readonly kept: number[];
    readonly end: Checkpoint;
  }

  async function run(
    steps: number,
    { changes = {}, from }: { changes?: Partial<TrainingSettings>; from?: Checkpoint } = {},
  ): Promise<Course> {
    const lessons = { labelled: images.slice(0, 2), unlabelled };
    const trainer = new Trainer(segmenter, lessons, { ...settings, ...changes }, from);
    try {
      const losses: Losses[] = [];
      const kept: number[] = [];
      for (let i = 0; i < steps; i++) {
        losses.push((await trainer.advance()).losses);
        kept.push(trainer.labeller?.tally.kept ?? 0);
      }
      return { losses, kept, end: await trainer.checkpoint() };
    } finally {
      trainer.dispose();
    }
  }

  let whole: Course;

  it('learns from pseudo-labels after burn-in, and not before', async () => {
    whole = await run(5);
    const { losses, kept, end } = whole;
    expect(losses.slice(0, 2).map(({ unlabelled: loss }) => loss)).toEqual([0, 0]);
    expect(kept.slice(0, 2)).toEqual([0, 0]);
    for (const step of [2, 3, 4]) {
      expect(kept[step]).toBeGreaterThan(0);
      expect(losses[step]?.unlabelled).toBeGreaterThan(0);
    }
    expect([end.labelledImagesSeen, end.unlabelledImagesSeen]).toEqual([5, 3]);
    const { total, objectness, classes, mask, dice, unlabelled: rest } = losses[4] as Losses;
    expect(total).toBeCloseTo(objectness + classes + mask + dice + rest, 5);
  });

  it('goes on from a checkpoint bit for bit: weights, thresholds, prototypes', async () => {
    const { losses: before, end } = await run(3);
    const { losses: after, end: last } = await run(2, { from: structuredClone(end) });
    expect([...before, ...after]).toEqual(whole.losses);
    expect(last).toEqual(whole.end);
    expect(last.labeller?.since).toBe(2);
  });

  it('adaptive thresholds move, fixed ones stay', () => {
    const { thresholds } = whole.end.labeller ?? {};
    expect(new Set(thresholds?.class).size).toBeGreaterThan(1);
  });

  it('the teacher that labels is the average that it has been since the first step', async () => {
    const { end } = await run(3);
    const { end: before } = await run(2);
    // Nothing jumps at the end of burn-in. At the third step the decay is 3 / 12.
    const { student, teacher } = end.weights;
    const worst = teacher.reduce((most, value, i) => {
      const expected = 0.25 * before.weights.teacher[i] + 0.75 * student[i];
      return Math.max(most, Math.abs(value - expected));
    }, 0);
    expect(worst).toBeLessThan(1e-5);
  });

  it('refusing everything for many steps leaves supervised training as it is', async () => {
    const strict = { classThreshold: 1, maskThreshold: 1, rule: 'dual' } as const;
    const { losses, kept } = await run(4, { changes: strict });
    const { losses: alone } = await run(4, { changes: { rule: 'off' } });
    expect(kept).toEqual([0, 0, 0, 0]);
    expect(losses.map(({ unlabelled: loss }) => loss)).toEqual([0, 0, 0, 0]);
    // The third step starts from the same student, on a larger batch.
    expect(losses[2]?.total).toBeCloseTo(alone[2]?.total ?? Number.NaN, 4);
  });

  it('without unlabelled images it is supervised training', async () => {
    const lessons = { labelled: images.slice(0, 2), unlabelled: { ...unlabelled, length: 0 } };
    const trainer = new Trainer(segmenter, lessons, settings);
    for (let i = 0; i < 3; i++) await trainer.advance();
    expect(trainer.teaching).toBe(false);
    expect(trainer.unlabelledImagesSeen).toBe(0);
    trainer.dispose();
  });

  it.each(['class-only', 'coupled', 'dual', 'adaptive-literal', 'soft'] as const)(
    'runs by the rule %s',
    async (rule) => {
      const { losses, kept } = await run(3, {
        changes: {
          rule,
          coupledThreshold: 0.05,
          burnIn: 1,
          uncertainty: 'entropy',
          uncertaintyOn: 'bce+dice',
        },
      });
      expect(losses.every(({ total }) => Number.isFinite(total))).toBe(true);
      // An untrained teacher is less sure of its classes than the soft rule asks.
      if (rule !== 'soft') expect(kept[2]).toBeGreaterThan(0);
    },
  );

  it('keeps no tensor from step to step', async () => {
    const trainer = new Trainer(segmenter, { labelled: images.slice(0, 2), unlabelled }, settings);
    for (let i = 0; i < 3; i++) await trainer.advance();
    const before = device.memory;
    await trainer.advance();
    expect(device.memory).toEqual(before);
    trainer.dispose();
  });
});
