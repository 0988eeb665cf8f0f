import type { Choice } from '../compute/choose.ts';
import { type DeviceError, sentence } from '../compute/errors.ts';
import type { Category, Splits } from '../data/dataset.ts';
import type { Rle } from '../masks/rle.ts';
import { type Suggestion, suggestThresholds } from '../method/suggestion.ts';
import { MASK_STRIDE } from '../network/geometry.ts';
import type { Settings } from '../settings/schema.ts';
import { startFrom } from '../training/base-weights.ts';
import { heldOutCandidates } from '../training/cross-validation.ts';
import type { Labeller } from '../training/labeller.ts';
import { bitsAtImageSize } from '../training/mask-bits.ts';
import type { PooledImage } from '../training/pool.ts';
import type { Candidate } from '../training/predict.ts';
import type { TensorFile } from '../training/safetensors.ts';
import type { Source } from '../training/sources.ts';
import type { StepReport } from '../training/train-step.ts';
import type { Checkpoint, TrainingImages } from '../training/trainer.ts';
import { buildStage } from './build-stage.ts';
import { CandidateWatch } from './candidate-watch.ts';
import { Checkpoints } from './checkpoints.ts';
import { type Curves, curvesOf, emptyCurves, noteInCurves, rowsUpTo } from './curves.ts';
import { describeRun } from './describe-run.ts';
import { DeviceLosses } from './device-losses.ts';
import { gaveWayNotice, insteadOfGpu, isGpuFailure } from './gpu-failure.ts';
import { labelCautions } from './label-cautions.ts';
import { LastViews } from './last-views.ts';
import type { DisplayPicture, Library } from './library.ts';
import { Lock, type Turn } from './lock.ts';
import { type Glimpse, Moments } from './moments.ts';
import { RunEndedError } from './notices.ts';
import { Predictions } from './predictions.ts';
import type { EngineEvent } from './protocol/events.ts';
import type { Notice } from './protocol/notice.ts';
import type { CandidateSurvey, PseudoLabelFigures } from './protocol/pseudo-labels.ts';
import type { Beginning, MomentFacts, Resumed, RunDescription } from './protocol/run.ts';
import { figuresOf } from './pseudo-label-figures.ts';
import { keepInPlace, putAside } from './resume/aside.ts';
import { Keeper } from './resume/keeper.ts';
import { runKey, type StoredRun } from './resume/stored-run.ts';
import type { Stage } from './stage.ts';
import type { Surroundings } from './surroundings.ts';

/** A step that was taken. */
export interface TakenStep extends StepReport {
  /** Steps done. */
  readonly step: number;
  readonly learningRate: number;
  readonly deviceBytes: number;
  /** Undefined where no unlabelled image took part. */
  readonly pseudoLabels?: PseudoLabelFigures;
}

/** What a run is made of. */
export interface RunMaterial {
  readonly source: Source;
  readonly labelled: ReadonlyMap<number, PooledImage>;
  /** Base weights; undefined for random ones. */
  readonly start: TensorFile | undefined;
  /** Where it stands; undefined for a run that begins at step 0. */
  readonly stored?: StoredRun | undefined;
  /** False where another tab keeps it. */
  readonly kept: boolean;
}

export interface RunParts {
  readonly surroundings: Surroundings;
  readonly library: Library;
  readonly emit: (event: EngineEvent) => void;
}

/**
 * One run: its data, and a stage that is made anew where the device is lost. Whatever touches the stage takes turns:
 * training steps, pictures, evaluation.
 */
export class Run {
  #source: Source;
  readonly predictions = new Predictions();
  readonly moments = new Moments();
  readonly lastViews = new LastViews();
  readonly #parts: RunParts;
  readonly #labelled: Map<number, PooledImage>;
  readonly #startFrom: TensorFile | undefined;
  readonly #lock = new Lock();
  readonly #candidates: CandidateWatch;
  #settings: Settings;
  #stage: Stage;
  #checkpoints: Checkpoints;
  /** As the page was told of them. */
  #curves: Curves;
  readonly #keeper: Keeper;
  #id: string;
  /** Where it stood when it was opened; undefined for one that began at step 0. */
  readonly resumed: Resumed | undefined;
  readonly #losses: DeviceLosses;
  /** That its network was made for, under the names that they have now. */
  #classes: readonly Category[];
  #renumbered = false;
  #ended = false;

  constructor(
    parts: RunParts,
    settings: Settings,
    { source, labelled, start, stored, kept }: RunMaterial,
    stage: Stage,
  ) {
    this.#parts = parts;
    this.#settings = settings;
    this.#source = source;
    this.#labelled = new Map([...labelled].map(([id, image]) => [id, known(image, stage)]));
    this.#startFrom = start;
    this.#candidates = new CandidateWatch(settings.side, (id) =>
      parts.library.truth(this.#source.dataset, id, settings.side),
    );
    this.#losses = new DeviceLosses(parts.surroundings);
    const { now, vault } = parts.surroundings;
    this.#checkpoints = new Checkpoints(now, stored);
    this.#curves = stored ? curvesOf(stored.curves) : emptyCurves();
    this.#keeper = new Keeper(vault, parts.emit, now, kept ? undefined : this.#key);
    // A copy is another run: turned into one of other settings, it must not take the place of what it came from.
    this.#id = (kept ? stored?.id : undefined) ?? crypto.randomUUID();
    this.#stage = stage;
    this.#classes = this.#classesNow();
    stage.start(this.#trainingImages(stage), settings, stored?.checkpoint);
    if (stored?.seen) this.#candidates.bringBack(stored.seen);
    if (stored?.film) this.moments.bringBack(stored.film);
    this.resumed = stored && {
      step: stored.checkpoint.step,
      saved: stored.saved,
      copy: !kept,
      curves: stored.curves,
      moments: this.moments.facts,
    };
    this.#watch(stage);
  }

  get source(): Source {
    return this.#source;
  }

  get description(): RunDescription {
    return describeRun(this.#settings, this.#source, this.#stage, this.#labelled);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** The same from its first step on; after a reset it is another. */
  get id(): string {
    return this.#id;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Steps done. */
  get step(): number {
    return this.#stage.trainer.step;
  }

  get finished(): boolean {
    return this.#stage.trainer.finished;
  }

  /**
   * Waits for a turn and works with the stage. Where the device is lost meanwhile, another is made, training goes back
   * to the last checkpoint, and the work is done again; so it is, on WebAssembly, where a GPU fails that nobody asked for.
   * @throws RunEndedError where the run has ended; UnavailableError where a GPU fails that was asked for; otherwise
   * whatever the work throws.
   */
  onStage<R>(work: (stage: Stage, turn: Turn) => Promise<R>): Promise<R> {
    return this.#lock.hold(async (turn) => {
      for (;;) {
        if (this.#ended) throw new RunEndedError();
        if (this.#stage.loss) await this.#recover();
        const stage = this.#stage;
        try {
          return await work(stage, turn);
        } catch (error) {
          // A stage that was replaced during a pause of the turn is no stage to work on any more.
          const gone = stage !== this.#stage || (!this.#ended && (await stage.isLoss(error)));
          if (error instanceof RunEndedError) throw error;
          if (gone) continue;
          if (this.#ended || !isGpuFailure(error, stage.device)) throw error;
          await this.#leaveGpu(error);
        }
      }
    });
  }

  /**
   * @param rests whether this is the last step for now: then it is kept in the same turn, before anybody else has one.
   * @param tell takes the step, before it is kept: what is kept has its curves to the end. `keeping` says that it is.
   * @throws DivergenceError; see `restore`.
   */
  advance(rests: () => boolean, tell: (step: TakenStep, keeping: boolean) => void): Promise<void> {
    return this.onStage(async ({ trainer, device }) => {
      const { learningRate, teaching } = trainer;
      const report = await trainer.advance();
      const { labeller } = trainer;
      if (teaching && labeller) await this.#note(labeller, trainer.step);
      this.#checkpoints.note(report.losses.total);
      const resting = rests();
      const taking = resting || this.#checkpoints.due;
      const keeping = taking && (resting || this.#keeper.due);
      tell(
        {
          ...report,
          step: trainer.step,
          learningRate,
          deviceBytes: device.memory.bytes,
          ...(teaching && labeller ? { pseudoLabels: figuresOf(labeller.tally) } : {}),
        },
        keeping,
      );
      if (taking) await this.#checkpoints.take(trainer);
      if (keeping) this.#keep();
    });
  }

  /** What the page is told of the run: its curves are kept with it. */
  record(event: EngineEvent): void {
    noteInCurves(this.#curves, event);
  }

  /** Training rests: what it has reached is kept on this computer, with its curves to the end. */
  settle(): Promise<void> {
    return this.onStage(async ({ trainer }) => {
      if (trainer.step === 0) return;
      await this.#checkpoints.take(trainer);
      this.#keep();
    });
  }

  /** The run as it stands now. */
  asItStands(): Promise<StoredRun> {
    return this.onStage(async ({ trainer }) => this.#storedAt(await trainer.checkpoint()));
  }

  #storedAt(checkpoint: Checkpoint): StoredRun {
    const { splits, project } = this.#source;
    return {
      key: this.#key,
      id: this.#id,
      saved: Date.now(),
      settings: this.#settings,
      project,
      classes: this.#classes.map(({ name }) => name),
      labelled: [...this.#labelled.keys()],
      unlabelled: splits.unlabelled,
      firstLoss: this.#checkpoints.firstLoss,
      checkpoint,
      curves: rowsUpTo(this.#curves, checkpoint.step),
      seen: this.#candidates.state(),
      film: this.moments.filmUpTo(checkpoint.step),
    };
  }

  get #key(): string {
    return runKey(this.#settings, this.#source.project);
  }

  /** Classes were edited. Where they have other numbers, the network's outputs mean nothing under their names any more. */
  heedClasses(): void {
    const now = this.#classesNow();
    this.#renumbered ||= this.#classes.some(({ id }, i) => id !== now[i]?.id);
    if (!this.#renumbered) this.#classes = now;
  }

  #classesNow(): readonly Category[] {
    const { classes } = this.#stage.segmenter.options;
    return this.#source.dataset.categories.slice(0, classes);
  }

  #keep(): void {
    const { latest } = this.#checkpoints;
    if (latest && !this.#renumbered) this.#keeper.keep(this.#storedAt(latest));
  }

  async #note(labeller: Labeller, step: number): Promise<void> {
    const { seed, studentView: strength } = this.#settings;
    const names = this.#source.dataset.categories.map(({ name }) => name);
    const seen = { step: step - 1, seed, strength, names };
    this.lastViews.note(labeller.latest, labeller, seen);
    await this.#candidates.note(labeller, step);
  }

  /** What an evaluation saw in validation images, judged as the rule in force would. */
  judgeValidation(
    { trainer }: Stage,
    seen: ReadonlyMap<PooledImage, readonly Candidate[]>,
    step: number,
  ): Promise<void> {
    return this.#candidates.judgeValidation(trainer.labeller, seen, step);
  }

  /** The mask of a candidate as the teacher saw it, in its image. @throws Error naming the image where it cannot be read. */
  async candidateMask(id: number, place: number, step: number): Promise<Rle | undefined> {
    const seen = this.#candidates.maskOf(id, place, step);
    return (
      seen && bitsAtImageSize(seen.bits, seen.map, this.#settings.side / MASK_STRIDE, await this.pooled(id))
    );
  }

  /** One moment more to look back at. */
  remember(facts: MomentFacts, glimpse: Glimpse): void {
    this.moments.add(facts, glimpse);
    this.#tellMoments();
  }

  #tellMoments(): void {
    this.#parts.emit({ type: 'moments', moments: this.moments.facts });
  }

  /** How the labelling stands; undefined before the teacher labels. */
  get labelling(): Extract<EngineEvent, { type: 'labelling' }> | undefined {
    return this.#candidates.labelling(this.#stage.trainer);
  }

  /** What the teacher has seen in unlabelled images lately, or had at the moment of a step. */
  survey(at?: number): CandidateSurvey {
    const then = at === undefined ? undefined : this.moments.survey(at);
    return then ?? this.#candidates.survey(this.#stage.trainer);
  }

  /** What stands, once no work is under way. */
  describe(): Promise<RunDescription> {
    return this.onStage(async () => this.description);
  }

  /**
   * Images were labelled anew, are no longer labelled, or came to the project: training goes on with that from its next
   * step. Images without labels are in `splits` alone.
   */
  async takeUp(ids: readonly number[], splits: Splits): Promise<RunDescription> {
    const { library } = this.#parts;
    const { dataset } = this.#source;
    const teaching = new Set(splits.labelled);
    for (const id of ids) {
      library.forget(dataset, id);
      // Read before the turn: training goes on meanwhile.
      if (teaching.has(id)) await library.pooled(dataset, id, this.#settings.side, true);
    }
    return this.onStage(async (stage) => {
      this.#source = { ...this.#source, splits };
      for (const id of ids) {
        this.#candidates.forget(id);
        if (teaching.has(id))
          this.#labelled.set(id, known(await library.pooled(dataset, id, this.#settings.side, true), stage));
        else this.#labelled.delete(id);
      }
      stage.trainer.learnFrom(this.#trainingImages(stage));
      this.#tellCautions();
      return this.description;
    });
  }

  #tellCautions(): void {
    const { slots } = this.#stage.segmenter.options;
    this.#parts.emit(labelCautions(this.#settings, this.#source, this.#labelled, slots));
  }

  /** From the next step on. The weights as they are now are kept, to come back to should the change spoil them. */
  change(settings: Settings): Promise<void> {
    return this.onStage(async ({ trainer }) => {
      await this.#checkpoints.take(trainer);
      const turned = settings.rule !== this.#settings.rule;
      this.#settings = settings;
      trainer.change(settings);
      if (turned) this.#tellCautions();
      // Kept at once: a reload asks for the run by its settings. At step 0 there is nothing to come back to.
      if (trainer.step > 0) this.#keep();
    });
  }

  /**
   * Start values for the thresholds, from networks trained on parts of the labelled images; training has every second turn
   * meanwhile.
   * @param onStep training steps done and to do; it ends the work by throwing.
   */
  suggestThresholds(onStep: (done: number, all: number) => void): Promise<Suggestion | undefined> {
    return this.onStage(async (stage, turn) => {
      const { labelled, start } = this.#trainingImages(stage);
      const seen = await heldOutCandidates(stage.segmenter, labelled, start, this.#settings, {
        onStep: async (done, all) => {
          onStep(done, all);
          await turn.pause(this.#parts.surroundings.breathe);
          if (this.#ended) throw new RunEndedError();
        },
      });
      return suggestThresholds(seen);
    });
  }

  /** Back to the last good checkpoint, or to step 0. Returns its step. */
  restore(): Promise<number> {
    return this.onStage(async (stage) => this.#start(stage));
  }

  /**
   * Keeps the run to its last step before it ends; what cannot be kept in its own place is put aside.
   * @param beginning of the run that follows.
   * @returns the run, where it is kept in its place.
   */
  async leave(beginning: Beginning): Promise<StoredRun | undefined> {
    const { vault } = this.#parts.surroundings;
    if (this.step === 0 || this.#renumbered) return undefined;
    if (beginning === 'next') {
      await this.#keeper.end();
      if (await vault.claim(this.#key)) await vault.remove(this.#key);
      return undefined;
    }
    const stored = await this.asItStands();
    await this.#keeper.end();
    try {
      if (await vault.claim(stored.key)) {
        await keepInPlace(this.#parts, stored);
        return stored;
      }
    } catch {
      // Putting it aside says why.
    }
    if (beginning === 'anew') await putAside(this.#parts, stored);
    return undefined;
  }

  /** Back to step 0. What was reached is put aside. */
  async restart(): Promise<void> {
    await this.onStage(async (stage) => {
      await this.#keeper.end();
      const { trainer } = stage;
      if (trainer.step > 0) await putAside(this.#parts, this.#storedAt(await trainer.checkpoint()));
      await this.#keeper.forget(this.#key);
      this.#checkpoints = new Checkpoints(this.#parts.surroundings.now);
      this.#curves = emptyCurves();
      this.#id = crypto.randomUUID();
      this.#start(stage);
    });
  }

  /** Unlabelled images are read when training first draws them. */
  #trainingImages({ segmenter }: Stage): TrainingImages {
    const { unlabelled } = this.source.splits;
    const start = this.#startFrom;
    return {
      labelled: [...this.#labelled.values()],
      unlabelled: { length: unlabelled.length, image: (index) => this.pooled(unlabelled[index]) },
      start: start && startFrom(start, segmenter.layout, this.#settings.seed),
    };
  }

  #start(stage: Stage): number {
    stage.start(this.#trainingImages(stage), this.#settings, this.#checkpoints.latest);
    this.predictions.clear();
    this.#candidates.clear();
    this.lastViews.clear();
    this.moments.rewind(stage.trainer.step);
    this.#tellMoments();
    return stage.trainer.step;
  }

  /** A copy of an image, its longest side at most `side`. @throws Error naming the image where it cannot be read. */
  async displayed(id: number, side: number): Promise<DisplayPicture> {
    const record = this.source.dataset.images.find((image) => image.id === id);
    if (!record)
      throw new RangeError(`The dataset has no image ${id}; the images of a run are in its description.`);
    const { width, height } = record;
    return this.#parts.library.displayed(this.source.dataset, id, Math.min(side, Math.max(width, height)));
  }

  /** An image as the network sees it. @throws Error naming the image where it cannot be read. */
  async pooled(id: number): Promise<PooledImage> {
    const { dataset } = this.source;
    const known = this.#labelled.get(id);
    return known ?? this.#parts.library.pooled(dataset, id, this.#settings.side, false);
  }

  /** Takes the device away, as a crash would: without waiting for a turn. */
  async loseDevice(): Promise<void> {
    await this.#stage.device.destroy();
  }

  /** A lost device is replaced even while nothing asks for it. */
  #watch({ device }: Stage): void {
    device.lost.then(() => {
      if (this.#ended) return;
      this.onStage(async () => {}).catch((error: unknown) => {
        if (error instanceof RunEndedError) return;
        const advice = 'Reset tries again; reload the page if that does not help.';
        const notice = {
          level: 'error',
          what: sentence(error),
          where: 'replacing the device',
          advice,
        } as const;
        this.#parts.emit({ type: 'notice', notice });
        this.#parts.emit({ type: 'state', state: 'failed' });
      });
    });
  }

  async #recover(): Promise<void> {
    const { loss } = this.#stage;
    this.#losses.note();
    const choice = await this.#losses.chooseAgain(this.#settings.device);
    await this.#moveTo(choice, ({ trainer, report }, reached) => ({
      level: 'warning',
      what: `The device was lost: ${sentence(loss?.reason ?? 'nobody said why')} Training goes on from step ${trainer.step} on ${report.description}.`,
      where: `step ${reached}`,
      advice: choice.warning ? choice.reason : 'Nothing needs to be done.',
    }));
  }

  async #leaveGpu(error: DeviceError): Promise<void> {
    const choice = await insteadOfGpu(error, this.#settings.device, this.#parts.surroundings);
    await this.#moveTo(choice, (_, reached) => gaveWayNotice(choice, `step ${reached + 1}`));
  }

  /** Training goes back to the last checkpoint, on another device. */
  async #moveTo(choice: Choice, notice: (stage: Stage, reached: number) => Notice): Promise<void> {
    const { segmenter, trainer } = this.#stage;
    await this.#stage.dispose();
    const stage = await buildStage(this.#parts, this.#settings, choice, segmenter.options);
    this.#stage = stage;
    const step = this.#start(stage);
    this.#watch(stage);
    this.#parts.emit({ type: 'device', device: stage.report });
    this.#parts.emit({ type: 'notice', notice: notice(stage, trainer.step) });
    this.#parts.emit({ type: 'predictions', step });
  }

  /** Frees everything. Work that waits for a turn is refused. */
  async dispose(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#lock.hold(() => this.#stage.dispose());
    await this.#keeper.settled();
  }
}

/** Classes that were added since the network was made wait for the next run; so do their instances. */
function known(image: PooledImage, { segmenter }: Stage): PooledImage {
  const { classes } = segmenter.options;
  return { ...image, instances: image.instances.filter(({ category }) => category < classes) };
}
