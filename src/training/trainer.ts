import type { Tensor } from '../compute/device.ts';
import type { SegmenterOptions } from '../network/geometry.ts';
import { initialParameters } from '../network/parameters.ts';
import type { Settings } from '../settings/schema.ts';
import { labelledBatch } from './batch.ts';
import { DivergenceWatch } from './divergence.ts';
import type { PooledImage } from './pool.ts';
import { Sampler } from './sampler.ts';
import { emaDecayAt, learningRateAt } from './schedule.ts';
import type { Segmenter } from './segmenter.ts';
import { type PhaseWatcher, type StepReport, trainStep } from './train-step.ts';
import { freshState, type WeightState, Weights } from './weights.ts';

/** Training cannot go on from these weights; go back to a checkpoint. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
}

/** Where a run stands: enough to go on from, on this or another device. */
export interface Checkpoint {
  /** Steps done. */
  readonly step: number;
  readonly weights: WeightState;
  readonly labelledImagesSeen: number;
}

export type TrainingSettings = Pick<
  Settings,
  | 'seed'
  | 'batch'
  | 'steps'
  | 'learningRate'
  | 'weightDecay'
  | 'warmup'
  | 'clip'
  | 'emaDecay'
  | 'augmentation'
>;

/** Networks read demo scenes and most own data with so many instances at most; more still warm the grid. */
const SLOTS = 16;
const MASK_CHANNELS = 16;

export const networkOptions = (side: number, classes: number): SegmenterOptions => ({
  side,
  classes,
  maskChannels: MASK_CHANNELS,
  slots: SLOTS,
});

/**
 * A supervised run: what is drawn at which step, with what rate, and when to stop. All that is random follows from
 * (seed, step), so a run that goes on from a checkpoint gives the losses of one that never stopped.
 */
export class Trainer {
  readonly segmenter: Segmenter;
  readonly #images: readonly PooledImage[];
  readonly #sampler: Sampler;
  readonly #watch = new DivergenceWatch();
  #settings: TrainingSettings;
  #weights: Weights;
  #step = 0;
  #seen = 0;

  /** @throws RangeError where there is no labelled image. */
  constructor(
    segmenter: Segmenter,
    labelled: readonly PooledImage[],
    settings: TrainingSettings,
    checkpoint?: Checkpoint,
  ) {
    this.segmenter = segmenter;
    this.#images = labelled;
    this.#settings = settings;
    this.#sampler = new Sampler(labelled.length, settings.seed);
    const state = checkpoint?.weights ?? freshState(initialParameters(segmenter.layout, settings.seed));
    this.#weights = new Weights(segmenter.device, segmenter.layout, state);
    this.#step = checkpoint?.step ?? 0;
    this.#seen = checkpoint?.labelledImagesSeen ?? 0;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  get finished(): boolean {
    return this.#step >= this.#settings.steps;
  }

  get learningRate(): number {
    return learningRateAt(this.#step, this.#settings);
  }

  get labelledImagesSeen(): number {
    return this.#seen;
  }

  /** The teacher's parameters: what is evaluated, shown and exported. */
  get teacher(): Readonly<Record<string, Tensor<'f32'>>> {
    return this.#weights.teacherViews;
  }

  get student(): Readonly<Record<string, Tensor<'f32'>>> {
    return this.#weights.studentViews;
  }

  /** Takes effect at the next step. */
  change(settings: TrainingSettings): void {
    this.#settings = settings;
  }

  /**
   * @throws DivergenceError where the gradient is not finite: then nothing was updated; or where the loss has
   * exploded: that shows only after the update, so the weights are spoilt. Either way the step does not count.
   */
  async advance(watch?: PhaseWatcher): Promise<StepReport> {
    const { seed, batch: size, augmentation: strength, weightDecay, clip, emaDecay } = this.#settings;
    const step = this.#step;
    const images = this.#sampler.draw(step, size).map((index) => this.#images[index]);
    const batch = labelledBatch(images, { seed, step, strength, network: this.segmenter.options });
    await watch?.('batch');
    const options = {
      step,
      learningRate: this.learningRate,
      weightDecay,
      clip,
      emaDecay: emaDecayAt(step, emaDecay),
    };
    const report = await trainStep(this.segmenter, this.#weights, batch, options, watch);
    const { total } = report.losses;
    if (!report.finite || this.#watch.hopeless(total)) {
      throw new DivergenceError(
        `Training diverged at step ${step + 1}: the ${report.finite ? `loss is ${total.toPrecision(3)}` : 'gradient is not finite'}. ` +
          'Lower the learning rate or the gradient clip, or look for bad values in the data, then go on from a checkpoint or reset.',
      );
    }
    this.#step = step + 1;
    this.#seen += size;
    return report;
  }

  /** SYNC POINT: reads all weights back. */
  async checkpoint(): Promise<Checkpoint> {
    return { step: this.#step, weights: await this.#weights.state(), labelledImagesSeen: this.#seen };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}
