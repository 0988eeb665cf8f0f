import { identity } from '../training/affine.ts';
import { CandidatePool, type Look, type SeenMask } from '../training/candidate-pool.ts';
import type { Labeller } from '../training/labeller.ts';
import { positiveBits } from '../training/mask-bits.ts';
import type { PooledImage, PooledInstance } from '../training/pool.ts';
import type { Candidate } from '../training/predict.ts';
import type { Trainer } from '../training/trainer.ts';
import type { EngineEvent } from './protocol/events.ts';
import type { CandidateSurvey } from './protocol/pseudo-labels.ts';
import { worthOf } from './pseudo-label-figures.ts';

/** Of the second opinion's schedule: enough for a smooth curve. */
const schedulePoints = 41;

/** What was seen, by image. */
export interface WatchState {
  readonly unlabelled: ReadonlyMap<number, Look>;
  readonly validation: ReadonlyMap<number, Look>;
}

/** What the teacher sees and what becomes of it, for the page to show; training never reads it. */
export class CandidateWatch {
  readonly #truthOf: (image: number) => Promise<readonly PooledInstance[]>;
  readonly #unlabelled: CandidatePool;
  /** Candidates on validation images; empty where the truth of unlabelled ones is known. */
  readonly #validation: CandidatePool;

  /** @param truthOf what is true of an image; empty where nobody knows. @param side the network's input side. */
  constructor(side: number, truthOf: (image: number) => Promise<readonly PooledInstance[]>) {
    this.#truthOf = truthOf;
    this.#unlabelled = new CandidatePool(side);
    this.#validation = new CandidatePool(side);
  }

  /** The latest step's look at unlabelled images. */
  async note({ latest }: Labeller, step: number): Promise<void> {
    for (const image of latest) {
      const truth = await this.#truthOf(image.id);
      this.#unlabelled.note(image, step, truth.length > 0 ? truth : undefined);
    }
  }

  /**
   * Judges what an evaluation saw in validation images as the rule in force would: the next best measure of thresholds
   * where nobody knows what is true of the unlabelled ones.
   */
  async judgeValidation(
    labeller: Labeller | undefined,
    seen: ReadonlyMap<PooledImage, readonly Candidate[]>,
    step: number,
  ): Promise<void> {
    if (!labeller || this.#unlabelled.size === 0 || this.#unlabelled.truthKnown) return;
    for (const [image, candidates] of seen) {
      const { id } = image;
      const detections = candidates.map((candidate, row) => ({
        ...candidate,
        row,
        bits: positiveBits(candidate.logits),
      }));
      const decisions = labeller.decideOn(image, candidates, step);
      if (decisions.length < detections.length) return;
      this.#validation.note({ id, map: identity, detections, decisions }, step, await this.#truthOf(id));
    }
  }

  /** The mask of a candidate as the teacher saw it; undefined where its image has been looked at anew since that step. */
  maskOf(image: number, place: number, step: number): SeenMask | undefined {
    return this.#unlabelled.maskOf(image, place, step);
  }

  /** How the labelling stands; undefined before the teacher labels. */
  labelling(trainer: Trainer): Extract<EngineEvent, { type: 'labelling' }> | undefined {
    const { step, thresholds, table, validation } = this.survey(trainer);
    if (!thresholds || table.count === 0) return undefined;
    return {
      type: 'labelling',
      step,
      worth: worthOf(this.#unlabelled.truthKnown ? table : validation),
      thresholds,
    };
  }

  /** What the teacher has seen in unlabelled images lately. */
  survey({ step, labeller }: Pick<Trainer, 'step' | 'labeller'>): CandidateSurvey {
    const { thresholds } = labeller ?? {};
    return {
      step,
      images: this.#unlabelled.size,
      table: this.#unlabelled.table(),
      validation: this.#validation.size > 0 ? this.#validation.table() : undefined,
      thresholds: thresholds && {
        class: Float32Array.from(thresholds.class),
        mask: Float32Array.from(thresholds.mask),
      },
      centre: labeller?.centre,
      secondOpinion: labeller && {
        since: labeller.since,
        similarities: labeller.prototypeSimilarities,
        ...labeller.opinionWeights(step, schedulePoints),
      },
    };
  }

  /** Everything, to go on with another time. */
  state(): WatchState {
    return { unlabelled: this.#unlabelled.looks(), validation: this.#validation.looks() };
  }

  bringBack({ unlabelled, validation }: WatchState): void {
    this.#unlabelled.bringBack(unlabelled);
    this.#validation.bringBack(validation);
  }

  /** An image that is unlabelled no more. */
  forget(image: number): void {
    this.#unlabelled.forget(image);
  }

  clear(): void {
    this.#unlabelled.clear();
    this.#validation.clear();
  }
}
