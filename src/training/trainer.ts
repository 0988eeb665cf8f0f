import type { Tensor } from '../compute/device.ts';
import { initialParameters } from '../network/parameters.ts';
import type { Settings } from '../settings/schema.ts';
import { labelledViews, unlabelledViews } from './batch.ts';
import { pasteObjects } from './copy-paste.ts';
import { describeLabelled } from './describe-labelled.ts';
import { DivergenceWatch } from './divergence.ts';
import { isHidden } from './hidden.ts';
import { Labeller, type LabellerState } from './labeller.ts';
import type { PooledImage } from './pool.ts';
import { Sampler } from './sampler.ts';
import { emaDecayAt, learningRateAt } from './schedule.ts';
import type { Segmenter } from './segmenter.ts';
import { type PhaseWatcher, type StepReport, trainStep, type Unlabelled } from './train-step.ts';
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
  readonly unlabelledImagesSeen: number;
  /** The method's memory; undefined during burn-in. */
  readonly labeller?: LabellerState | undefined;
}

export type TrainingSettings = Omit<
  Settings,
  | 'dataset'
  | 'labelled'
  | 'classConfusion'
  | 'boundarySoftness'
  | 'side'
  | 'start'
  | 'evaluateEvery'
  | 'device'
>;

/** Images that training may look at, but not at their truth. They may be made when they are first drawn. */
export interface ImagePool {
  readonly length: number;
  image(index: number): PooledImage | Promise<PooledImage>;
}

/** What a run learns from. */
export interface TrainingImages {
  readonly labelled: readonly PooledImage[];
  readonly unlabelled?: ImagePool | undefined;
  /** Where the weights start; random without. In the order of the network's layout. */
  readonly start?: Float32Array | undefined;
}

/** Steps between two looks at labelled instances, for their prototypes. */
const REVIEW_EVERY = 20;
/** Batches of labelled images at the first look, at most. */
const FIRST_REVIEW = 32;

/** Keeps the order of unlabelled images apart from that of labelled ones. */
const UNLABELLED_SEED = 0x5bd1e995;

/**
 * A run: what is drawn at which step, with what rate, and when to stop. All that is random follows from (seed, step),
 * so a run that goes on from a checkpoint gives the losses of one that never stopped.
 *
 * After burn-in the teacher, by then an average of many students, labels what nobody has labelled.
 * Nothing is copied between the two: it has followed the student from the first step on, and a fresh copy of the student
 * labels worse.
 */
export class Trainer {
  readonly segmenter: Segmenter;
  #labelled: readonly PooledImage[] = [];
  #unlabelled: ImagePool | undefined;
  #sampler: Sampler | undefined;
  #unlabelledSampler: Sampler | undefined;
  readonly #watch = new DivergenceWatch();
  #settings: TrainingSettings;
  #weights: Weights;
  #labeller: Labeller | undefined;
  #step = 0;
  #labelledSeen = 0;
  #unlabelledSeen = 0;

  constructor(
    segmenter: Segmenter,
    images: TrainingImages,
    settings: TrainingSettings,
    checkpoint?: Checkpoint,
  ) {
    this.segmenter = segmenter;
    this.#settings = settings;
    this.learnFrom(images);
    const { labelled, start } = images;
    const state =
      checkpoint?.weights ?? freshState(start ?? initialParameters(segmenter.layout, settings.seed));
    const rates = { trunk: start ? settings.trunkRate : 1, class: 1 };
    this.#weights = new Weights(segmenter.device, segmenter.layout, state, rates);
    this.#step = checkpoint?.step ?? 0;
    this.#labelledSeen = checkpoint?.labelledImagesSeen ?? 0;
    this.#unlabelledSeen = checkpoint?.unlabelledImagesSeen ?? 0;
    if (checkpoint?.labeller)
      this.#labeller = new Labeller(segmenter.options.classes, labelled, settings, checkpoint.labeller);
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
    return this.#labelledSeen;
  }

  get unlabelledImagesSeen(): number {
    return this.#unlabelledSeen;
  }

  /** The teacher's parameters: what is evaluated, shown and exported. */
  get teacher(): Readonly<Record<string, Tensor<'f32'>>> {
    return this.#weights.teacherViews;
  }

  get student(): Readonly<Record<string, Tensor<'f32'>>> {
    return this.#weights.studentViews;
  }

  /** What makes pseudo-labels; undefined during burn-in. */
  get labeller(): Labeller | undefined {
    return this.#labeller;
  }

  /** Whether the next step learns from unlabelled images too. */
  get teaching(): boolean {
    const { rule, burnIn } = this.#settings;
    return this.#unlabelledSampler !== undefined && rule !== 'off' && this.#step >= burnIn;
  }

  /** Other images from the next step on: a person has labelled one. Weights and memory stay. */
  learnFrom({ labelled, unlabelled }: TrainingImages): void {
    const { seed } = this.#settings;
    const samplerOf = (count: number, salt: number) =>
      count > 0 ? new Sampler(count, seed ^ salt) : undefined;
    this.#labelled = labelled;
    this.#labeller?.learnFrom(labelled);
    this.#unlabelled = unlabelled;
    this.#sampler = samplerOf(labelled.length, 0);
    this.#unlabelledSampler = samplerOf(unlabelled?.length ?? 0, UNLABELLED_SEED);
  }

  /** Takes effect at the next step. */
  change(settings: TrainingSettings): void {
    this.#settings = settings;
    this.#labeller?.change(settings);
  }

  /**
   * @throws RangeError where no image is labelled; DivergenceError where the gradient is not finite: then nothing was updated; or where the loss has
   * exploded: that shows only after the update, so the weights are spoilt. Either way the step does not count.
   */
  async advance(watch?: PhaseWatcher): Promise<StepReport> {
    const {
      seed,
      batch: size,
      augmentation,
      copyPaste,
      labelSmoothing,
      turns,
      weightDecay,
      clip,
      emaDecay,
    } = this.#settings;
    const step = this.#step;
    const { side } = this.segmenter.options;
    if (!this.#sampler)
      throw new RangeError('No image is labelled, so there is nothing to learn from. Label one.');
    const unlabelled = this.teaching ? await this.#unlabelledPart() : undefined;
    const drawn = this.#sampler.draw(step, size).map((index) => this.#labelled[index]);
    const images = pasteObjects(drawn, this.#labelled, { seed, step, side, chance: copyPaste });
    const labelled = labelledViews(images, augmentation, { seed, step, side, turns: turns === 'on' });
    await watch?.('batch');
    const options = {
      step,
      learningRate: this.learningRate,
      weightDecay,
      clip,
      labelSmoothing,
      emaDecay: emaDecayAt(step, emaDecay),
    };
    const report = await trainStep(this.segmenter, this.#weights, labelled, unlabelled, options, watch);
    const { total } = report.losses;
    if (!report.finite || this.#watch.hopeless(total)) {
      throw new DivergenceError(
        `Training diverged at step ${step + 1}: the ${report.finite ? `loss is ${total.toPrecision(3)}` : 'gradient is not finite'}. ` +
          'Lower the learning rate or the gradient clip, or look for bad values in the data, then go on from a checkpoint or reset.',
      );
    }
    this.#step = step + 1;
    this.#labelledSeen += size;
    this.#unlabelledSeen += unlabelled?.views.images ?? 0;
    return report;
  }

  async #unlabelledPart(): Promise<Unlabelled | undefined> {
    const pool = this.#unlabelled;
    const sampler = this.#unlabelledSampler;
    if (!pool || !sampler) return undefined;
    const labeller = await this.#readyLabeller();
    const { seed, unlabelledBatch, turns, studentView } = this.#settings;
    const step = this.#step;
    const { maskSide } = this.segmenter.geometry;
    const drawn = await Promise.all(sampler.draw(step, unlabelledBatch).map((index) => pool.image(index)));
    const views = unlabelledViews(drawn, studentView, {
      seed,
      step,
      side: this.segmenter.options.side,
      turns: turns === 'on',
    });
    return {
      views,
      choose: (images) =>
        labeller
          .choose(images, views, step)
          .map((lessons, b) =>
            lessons.filter(({ detection }) => !isHidden(detection, views.erased[b], maskSide)),
          ),
      weight: labeller.weightAt(step),
      pixels: labeller.pixels,
      teacherViews: this.#settings.teacherViews,
      looks: labeller.asksForLooks,
    };
  }

  /** The labeller, made at the end of burn-in; now and then it looks at labelled images again, for the teacher has moved. */
  async #readyLabeller(): Promise<Labeller> {
    const known = this.#labeller;
    const { unlabelledBatch: size } = this.#settings;
    if (known) {
      const turn = this.#step - known.since;
      if (turn % REVIEW_EVERY === 0) await this.#review(known, turn / REVIEW_EVERY, size);
      return known;
    }
    const labeller = new Labeller(this.segmenter.options.classes, this.#labelled, this.#settings, this.#step);
    const batches = Math.min(FIRST_REVIEW, Math.ceil(this.#labelled.length / size));
    for (let turn = 0; turn < batches; turn++) await this.#review(labeller, turn, size);
    this.#labeller = labeller;
    return labeller;
  }

  async #review(labeller: Labeller, turn: number, size: number): Promise<void> {
    const images = Array.from(
      { length: size },
      (_, i) => this.#labelled[(turn * size + i) % this.#labelled.length],
    );
    labeller.review(await describeLabelled(this.segmenter, this.teacher, images));
  }

  /** SYNC POINT: reads all weights back. */
  async checkpoint(): Promise<Checkpoint> {
    return {
      step: this.#step,
      weights: await this.#weights.state(),
      labelledImagesSeen: this.#labelledSeen,
      unlabelledImagesSeen: this.#unlabelledSeen,
      labeller: this.#labeller?.state(),
    };
  }

  dispose(): void {
    this.#weights.dispose();
  }
}
