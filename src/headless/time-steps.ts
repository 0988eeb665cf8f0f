import type { Device } from '../compute/device.ts';
import { demoDataset } from '../data/demo/index.ts';
import { MOST_PARTS } from '../data/demo/layout.ts';
import { defaultSettings } from '../settings/settings.ts';
import { CandidatePool } from '../training/candidate-pool.ts';
import { networkOptions } from '../training/network-options.ts';
import { type PooledImage, poolImage } from '../training/pool.ts';
import { Segmenter } from '../training/segmenter.ts';
import { PHASES, type Phase } from '../training/train-step.ts';
import { Trainer } from '../training/trainer.ts';

/** `statistics` is what the decoupling plane asks for beside training: every candidate's fate, and its IoU with truth. */
export type Part = Phase | 'rest' | 'statistics';
export const parts: readonly Part[] = [...PHASES, 'rest', 'statistics'];

export interface TimingOptions {
  readonly side: number;
  readonly batch: number;
  readonly steps: number;
  /** Steps before the clock counts. */
  readonly warmup: number;
  /** Learn from as many unlabelled images as labelled ones. */
  readonly semi: boolean;
}

/** Median milliseconds of each part of a training step. */
export type Timings = Readonly<Record<Part, number>>;

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/**
 * Times training steps on demo scenes, in Node or in a browser. Phases end when their work is queued; on a GPU a read
 * at the end of each makes them end when it is done.
 */
export async function timeSteps(device: Device, options: TimingOptions): Promise<Timings> {
  const { side, batch, steps, warmup, semi } = options;
  const { dataset, splits } = demoDataset({ training: 16 });
  const images: PooledImage[] = [];
  for (const id of splits.training) images.push(await poolImage(dataset, id, side, { truth: true }));
  const segmenter = new Segmenter(device, networkOptions(side, dataset.categories.length, MOST_PARTS));
  const lessons = {
    labelled: images.slice(0, 8),
    unlabelled: { length: 8, image: (index: number) => images[8 + index] },
  };
  // An untrained teacher's candidates pass, so that a semi-supervised step has its full cost.
  const settings = {
    ...defaultSettings,
    rule: semi ? ('dual' as const) : ('off' as const),
    classThreshold: 0.1,
    maskThreshold: 0.1,
    objectnessThreshold: 0.05,
    learningRate: 1e-5,
    burnIn: 0,
    batch,
    unlabelledBatch: batch,
    steps: 10_000,
  };
  const trainer = new Trainer(segmenter, lessons, settings);
  const pool = new CandidatePool(side);
  const truth = new Map(images.map(({ id, instances }) => [id, instances]));
  const times = new Map<Part, number[]>(parts.map((part) => [part, []]));
  const fence = device.create('f32', [1]);
  for (let step = 0; step < steps + warmup; step++) {
    const marks: [Part, number][] = [];
    let last = performance.now();
    const mark = async (part: Part): Promise<void> => {
      if (device.kind === 'webgpu') await device.read(fence);
      const now = performance.now();
      marks.push([part, now - last]);
      last = now;
    };
    await trainer.advance(mark);
    await mark('rest');
    for (const look of trainer.labeller?.latest ?? []) pool.note(look, trainer.step, truth.get(look.id));
    await mark('statistics');
    if (step >= warmup) for (const [part, time] of marks) times.get(part)?.push(time);
  }
  fence.dispose();
  trainer.dispose();
  await segmenter.release();
  return Object.fromEntries(parts.map((part) => [part, median(times.get(part) ?? [])])) as Timings;
}
