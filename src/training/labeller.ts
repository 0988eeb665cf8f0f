import { type AlignmentState, DistributionAlignment } from '../method/alignment.ts';
import { ClassThresholds } from '../method/class-thresholds.ts';
import {
  lookOpinion,
  opinionWeight,
  prototypeOpinion,
  type SecondOpinion,
  sharpen,
} from '../method/correction.ts';
import type { Prediction } from '../method/prediction.ts';
import { PrototypeBank, type PrototypeState } from '../method/prototypes.ts';
import { type Decision, pseudoLabels } from '../method/pseudo-labels.ts';
import { fitRidge, type RidgeClassifier } from '../method/ridge.ts';
import type { Refusal } from '../method/rules.ts';
import type { ThresholdOptions, ThresholdState } from '../method/thresholds.ts';
import { INSTANCE_WIDTH } from '../network/segmenter.ts';
import type { Settings } from '../settings/schema.ts';
import type { Affine } from './augmentation.ts';
import type { UnlabelledViews } from './batch.ts';
import type { Description } from './describe-labelled.ts';
import type { Detection } from './detect.ts';
import { inWords } from './in-words.ts';
import { labelledLooks, planesOf, withLooks } from './looks.ts';
import type { PixelWeighting } from './loss.ts';
import { positiveBits } from './mask-bits.ts';
import type { PooledImage } from './pool.ts';
import type { Candidate } from './predict.ts';
import type { Lesson } from './teach.ts';

export type LabellerSettings = Pick<
  Settings,
  | 'rule'
  | 'classThreshold'
  | 'maskThreshold'
  | 'coupledThreshold'
  | 'thresholdRange'
  | 'thresholdMemory'
  | 'objectnessThreshold'
  | 'doubtfulClass'
  | 'classGoal'
  | 'alignment'
  | 'correction'
  | 'secondOpinion'
  | 'opinionSchedule'
  | 'opinionWeight'
  | 'fusion'
  | 'temperature'
  | 'uncertainty'
  | 'uncertaintyOn'
  | 'uncertaintyNorm'
  | 'unlabelledWeight'
  | 'unlabelledRamp'
  | 'steps'
>;

/** Everything the method remembers from step to step. */
export interface LabellerState {
  /** The step at which the student was copied into the teacher. */
  readonly since: number;
  /** Of the adaptive rules. */
  readonly thresholds: ThresholdState;
  readonly prototypes: PrototypeState;
  readonly alignment: AlignmentState;
  /** Labelled instances of each class when it began, [K]. */
  readonly counts: readonly number[];
  /** Instances of a labelled image at most, when it began. */
  readonly most: number;
}

/** Pseudo-labels of one unlabelled image: what the teacher saw, and what became of it. */
export interface JudgedImage {
  readonly id: number;
  /** From the pixels of the view that the teacher saw to the image's. */
  readonly map: Affine;
  readonly detections: readonly Detection[];
  readonly decisions: readonly Decision[];
}

/** How many candidates of the latest step went which way. */
export interface Tally {
  readonly candidates: number;
  readonly kept: number;
  /** Among all: those whose class is not the teacher's. */
  readonly corrected: number;
  readonly refused: Readonly<Record<Refusal, number>>;
}

/** Memory of prototypes: about the last hundred instances of a class. */
const PROTOTYPE_MEMORY = 0.99;
/** Memory of the teacher's class frequencies: about the last thousand candidates. */
const ALIGNMENT_MEMORY = 0.999;
/** What a pseudo-label of high quality tells its prototype, against a labelled instance's 1. */
const PSEUDO_WEIGHT = 0.2;
/** Both qualities of a pseudo-label that prototypes may learn from. */
const HIGH_QUALITY = 0.9;
/** Shares of the semi-supervised phase before pseudo-labels join the prototypes: labelled ones first. */
const LABELLED_FIRST = 0.2;

/** Makes pseudo-labels: PL-DC's instance and category level, with what they remember from step to step. */
export class Labeller {
  readonly since: number;
  /** What the latest step saw, for measurement and display. */
  latest: readonly JudgedImage[] = [];
  readonly #classes: number;
  readonly #counts: readonly number[];
  /** Instances of a labelled image at most. */
  readonly #most: number;
  readonly #thresholds: ClassThresholds;
  readonly #prototypes: PrototypeBank;
  readonly #alignment: DistributionAlignment;
  #labelled: readonly PooledImage[];
  /** Fitted when it is first asked. */
  #looks: { readonly classifier: RidgeClassifier | undefined } | undefined;
  #settings: LabellerSettings;

  /**
   * @param start the step at the end of burn-in, or the state to go on from.
   * @throws RangeError for thresholds that cannot be.
   */
  constructor(
    classes: number,
    labelled: readonly PooledImage[],
    settings: LabellerSettings,
    start: number | LabellerState,
  ) {
    const known = typeof start === 'number' ? undefined : start;
    this.since = typeof start === 'number' ? start : start.since;
    this.#classes = classes;
    this.#labelled = labelled;
    this.#settings = settings;
    this.#counts =
      known?.counts ??
      Array.from({ length: classes }, (_, k) =>
        labelled.reduce(
          (sum, { instances }) => sum + instances.filter(({ category }) => category === k).length,
          0,
        ),
      );
    this.#most = known?.most ?? Math.max(1, ...labelled.map(({ instances }) => instances.length));
    const { rule } = settings;
    this.#thresholds = new ClassThresholds(this.#counts, rule, thresholdOptions(settings), known?.thresholds);
    this.#prototypes = new PrototypeBank(classes, INSTANCE_WIDTH, PROTOTYPE_MEMORY, known?.prototypes);
    this.#alignment = new DistributionAlignment(this.#counts, ALIGNMENT_MEMORY, known?.alignment);
  }

  /** w(t) of the second opinion: now, and at so many steps from the end of burn-in to the end of the run. */
  opinionWeights(step: number, points: number): { readonly now: number; readonly schedule: Float32Array } {
    const { steps } = this.#settings;
    const at = (one: number): number => this.#opinionWeight(one);
    const apart = (steps - this.since) / (points - 1);
    return {
      now: at(step),
      schedule: Float32Array.from({ length: points }, (_, i) => at(this.since + i * apart)),
    };
  }

  /** How alike the class prototypes are: see `PrototypeBank.between`. */
  get prototypeSimilarities(): Float32Array {
    return this.#prototypes.between();
  }

  /** Thresholds that are in force, per class. */
  get thresholds(): ThresholdState {
    return this.#thresholds.now;
  }

  /** The pair that they grow from. */
  get centre(): { readonly class: number; readonly mask: number } {
    return thresholdOptions(this.#settings).centre;
  }

  /** The pixel level. */
  get pixels(): PixelWeighting {
    const { uncertainty, uncertaintyNorm: normaliser, uncertaintyOn } = this.#settings;
    return { uncertainty, normaliser, weightDice: uncertaintyOn === 'bce+dice' };
  }

  get tally(): Tally {
    const all = this.latest.flatMap(({ decisions }) => decisions);
    const refused = { objectness: 0, area: 0, class: 0, mask: 0, product: 0, crowd: 0 };
    for (const { verdict } of all) for (const reason of verdict.refusedFor) refused[reason]++;
    return {
      candidates: all.length,
      kept: all.filter(({ verdict }) => verdict.kept).length,
      corrected: all.filter(({ corrected }) => corrected).length,
      refused,
    };
  }

  /** Takes effect at the next look. */
  change(settings: LabellerSettings): void {
    this.#settings = settings;
    this.#thresholds.change(settings.rule, thresholdOptions(settings));
  }

  /** lambda of step t: rises over the ramp from the end of burn-in on. */
  weightAt(step: number): number {
    const { unlabelledWeight, unlabelledRamp } = this.#settings;
    return unlabelledWeight * Math.min(1, (step - this.since + 1) / Math.max(1, unlabelledRamp));
  }

  /** Labelled instances as the teacher sees them now. */
  review(descriptions: readonly Description[]): void {
    for (const { category, features } of descriptions) this.#prototypes.observe(category, features);
  }

  /** Corrects and filters what the teacher sees in an image; remembers nothing. */
  decide(predictions: readonly Prediction[], step: number): Decision[] {
    const { rule, coupledThreshold, objectnessThreshold, doubtfulClass, correction, fusion } = this.#settings;
    if (rule === 'off') return [];
    const options = {
      rule,
      coupled: coupledThreshold,
      objectness: objectnessThreshold,
      doubtfulClass,
      order: correction,
      fusion,
      opinionWeight: this.#opinionWeight(step),
      most: this.#most,
    };
    const decisions = pseudoLabels(
      this.#aligned(predictions),
      this.#secondOpinion(),
      this.thresholds,
      options,
    );
    return decisions.map((decision, i) => ({
      ...decision,
      corrected: decision.category !== predictions[i].category,
    }));
  }

  /** Other images are labelled from now on. */
  learnFrom(labelled: readonly PooledImage[]): void {
    this.#labelled = labelled;
    this.#looks = undefined;
  }

  /** Whether predictions need to say what they look like. */
  get asksForLooks(): boolean {
    const { rule, correction, secondOpinion } = this.#settings;
    return rule !== 'off' && correction !== 'off' && secondOpinion === 'looks';
  }

  #opinionWeight(step: number): number {
    const { steps, opinionSchedule, opinionWeight: first } = this.#settings;
    return opinionWeight(step, this.since, steps, opinionSchedule, first);
  }

  #secondOpinion(): SecondOpinion {
    if (!this.asksForLooks) return prototypeOpinion(this.#prototypes, this.#settings.temperature);
    this.#looks ??= { classifier: fitRidge(labelledLooks(this.#labelled), this.#classes) };
    return lookOpinion(this.#looks.classifier);
  }

  /** As `decide`, of what the teacher sees in an image as it is. */
  decideOn(image: PooledImage, candidates: readonly Candidate[], step: number): Decision[] {
    if (!this.asksForLooks) return this.decide(candidates, step);
    const seen = candidates.map((candidate) => ({ ...candidate, bits: positiveBits(candidate.logits) }));
    return this.decide(withLooks(planesOf(image), seen), step);
  }

  #aligned(predictions: readonly Prediction[]): readonly Prediction[] {
    if (this.#settings.alignment === 'off') return predictions;
    return predictions.map((prediction) => {
      const probabilities = this.#alignment.align(prediction.probabilities);
      const classQuality = Math.max(...probabilities);
      return { ...prediction, probabilities, classQuality, category: probabilities.indexOf(classQuality) };
    });
  }

  /** Why a prediction was kept or refused, in words. */
  explain(prediction: Prediction, decision: Decision, classNames: readonly string[]): string {
    const { coupledThreshold, objectnessThreshold } = this.#settings;
    const { judgedCategory: judged } = decision;
    const { thresholds } = this;
    const name = (category: number): string => classNames[category] ?? `class ${category}`;
    const reason = inWords({
      decision,
      maskQuality: prediction.maskQuality,
      objectness: prediction.objectness,
      thresholds: { class: thresholds.class[judged], mask: thresholds.mask[judged] },
      coupled: coupledThreshold,
      objectnessThreshold,
      className: name(judged),
    });
    return decision.corrected
      ? `${reason} Corrected from ${name(prediction.category)} to ${name(decision.category)}.`
      : reason;
  }

  /** Makes lessons of what the teacher sees in a batch, and learns from it for the next. */
  choose(
    images: readonly (readonly Detection[])[],
    views: Pick<UnlabelledViews, 'ids' | 'maps'>,
    step: number,
  ): Lesson[][] {
    if (this.#settings.rule === 'off') return images.map(() => []);
    this.latest = images.map((detections, b) => ({
      id: views.ids[b],
      map: views.maps[b],
      detections,
      decisions: this.decide(detections, step),
    }));
    this.#remember(step);
    const { classGoal: goal } = this.#settings;
    return this.latest.map(({ detections, decisions }) =>
      detections.flatMap((detection, i) => {
        const { category, probabilities, verdict } = decisions[i];
        const { kept, classWeight, maskWeight } = verdict;
        const likely = goal === 'sharp' ? sharpen(probabilities) : probabilities;
        const classGoal = goal === 'hard' ? undefined : likely;
        return kept ? [{ detection, category, classGoal, classWeight, maskWeight }] : [];
      }),
    );
  }

  state(): LabellerState {
    return {
      since: this.since,
      thresholds: this.#thresholds.state(),
      prototypes: this.#prototypes.state(),
      alignment: this.#alignment.state(),
      counts: this.#counts,
      most: this.#most,
    };
  }

  #remember(step: number): void {
    const { steps, objectnessThreshold } = this.#settings;
    // As they were judged: what is observed below aligns the next step's.
    const aligned = this.latest.map(({ detections }) => this.#aligned(detections));
    for (const [i, { detections, decisions }] of this.latest.entries()) {
      this.#thresholds.observe(aligned[i]);
      for (const { probabilities, objectness } of detections)
        if (objectness >= objectnessThreshold) this.#alignment.observe(probabilities);
      if (step - this.since < LABELLED_FIRST * (steps - this.since)) continue;
      detections.forEach(({ maskQuality, features }, row) => {
        const { verdict, category, classQuality } = decisions[row];
        const sure = verdict.kept && classQuality >= HIGH_QUALITY && maskQuality >= HIGH_QUALITY;
        if (sure) this.#prototypes.observe(category, features, PSEUDO_WEIGHT);
      });
    }
  }
}

const thresholdOptions = ({
  classThreshold,
  maskThreshold,
  thresholdRange,
  thresholdMemory,
  objectnessThreshold,
}: LabellerSettings): ThresholdOptions => ({
  centre: { class: classThreshold, mask: maskThreshold },
  range: thresholdRange,
  memory: thresholdMemory,
  credible: objectnessThreshold,
});
