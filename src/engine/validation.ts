import type { MaskFigures } from '../metrics/evaluation.ts';
import { evaluate } from '../training/evaluate.ts';
import type { PooledImage } from '../training/pool.ts';
import { type Candidate, predict } from '../training/predict.ts';
import type { Turn } from './lock.ts';
import { type Glimpse, packed } from './moments.ts';
import { RunEndedError } from './notices.ts';
import type { Scores } from './protocol/curves.ts';
import type { EngineEvent } from './protocol/events.ts';
import type { Run } from './run.ts';
import type { Stage } from './stage.ts';
import type { Surroundings } from './surroundings.ts';
import { snapshotTeacher, type TeacherSnapshot } from './teacher-snapshot.ts';

/** Images per forward pass: one pass must not keep a training step waiting for long. */
const batch = 4;

/**
 * Milliseconds that evaluation works before training and commands have a turn: half of what the others took in theirs,
 * so that it gets a third of the time, but never so much that a command would seem to hang.
 */
const slice = { least: 120, most: 1_000, share: 0.5 };

/** Milliseconds on the clock that an evaluation of all images may take while training goes on. */
const patience = 8_000;

/** Images evaluated while training goes on where all of them would take longer; the end of a run evaluates all. */
const fewer = 40;

const percent = (figure: number | undefined): number | undefined =>
  figure === undefined ? undefined : 100 * figure;

const inPercent = ({ ap, ap50, ap75 }: Pick<MaskFigures, 'ap' | 'ap50' | 'ap75'>): Scores => ({
  ap: percent(ap),
  ap50: percent(ap50),
  ap75: percent(ap75),
});

/** Without validation images: a step like any other, but for its figures. */
const unmeasured: Scores = { ap: undefined, ap50: undefined, ap75: undefined };

/** Evaluates the teacher, and after it the student, on validation images between training steps. */
export class Validation {
  readonly #run: Run;
  readonly #surroundings: Surroundings;
  readonly #emit: (event: EngineEvent) => void;
  readonly #ended = new AbortController();
  /** How many images are evaluated while training goes on; decided once, so that the curve is of one kind. */
  #live: number | undefined;
  #underWay: Promise<void> | undefined;
  #wanted: 'live' | 'whole' | undefined;

  constructor(run: Run, surroundings: Surroundings, emit: (event: EngineEvent) => void) {
    this.#run = run;
    this.#surroundings = surroundings;
    this.#emit = emit;
  }

  /**
   * Evaluates the weights as they are now, or, where an evaluation is under way, as they will be when it is done.
   * Resolves when nothing is left to evaluate. @throws what an evaluation throws.
   */
  request(extent: 'live' | 'whole'): Promise<void> {
    if (this.#wanted !== 'whole') this.#wanted = extent;
    this.#underWay ??= this.#work().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** What is under way is given up; resolves when that is done. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#underWay?.catch(() => {});
  }

  /** Reads the validation images before they are needed, leaving most of the time to `others` while they are busy. */
  async readAhead(others: () => boolean): Promise<void> {
    for (const id of this.#run.source.splits.validation) {
      const begun = this.#surroundings.now();
      await this.#run.onStage(() => this.#run.pooled(id));
      this.#check();
      const pause = others() ? 7 * (this.#surroundings.now() - begun) : 0;
      await (pause > 0 ? new Promise((resolve) => setTimeout(resolve, pause)) : this.#surroundings.breathe());
    }
  }

  async #work(): Promise<void> {
    for (let extent = this.#wanted; extent; extent = this.#wanted) {
      this.#wanted = undefined;
      const whole = extent === 'whole';
      await this.#run.onStage((stage, turn) => this.#measure(stage, turn, whole));
    }
  }

  async #measure(stage: Stage, turn: Turn, whole: boolean): Promise<void> {
    const teacher = snapshotTeacher(stage.device, stage.trainer);
    const student = snapshotTeacher(stage.device, stage.trainer, 'student');
    try {
      const images = await this.#measureTeacher(stage, turn, teacher, whole);
      // Where training is quicker than evaluation, the teacher is what counts.
      if (images.length > 0 && !this.#wanted) await this.#measureStudent(stage, turn, student, images);
    } finally {
      teacher.dispose();
      student.dispose();
    }
  }

  /** A place to let the others have a turn, now and then. */
  #pauses(turn: Turn): () => Promise<void> {
    const { now } = this.#surroundings;
    let resumed = now();
    let allowed = slice.least;
    return async () => {
      const paused = now();
      if (paused - resumed < allowed) return;
      await turn.pause(() => this.#surroundings.breathe());
      this.#check();
      resumed = now();
      allowed = Math.min(slice.most, Math.max(slice.least, slice.share * (resumed - paused)));
    };
  }

  /** Images that were evaluated. */
  async #measureTeacher(
    stage: Stage,
    turn: Turn,
    teacher: TeacherSnapshot,
    whole: boolean,
  ): Promise<readonly PooledImage[]> {
    const { dataset, splits } = this.#run.source;
    const { step, parameters } = teacher;
    const { maskSide } = stage.segmenter.geometry;
    const survey = this.#run.survey();
    const between = this.#pauses(turn);
    const images: PooledImage[] = [];
    const read = async (count: number): Promise<void> => {
      for (const id of splits.validation.slice(images.length, count)) {
        images.push(await this.#run.pooled(id));
        await between();
      }
    };
    const all = splits.validation.length;
    if (all === 0) {
      this.#tell(step, unmeasured, new Map(), survey);
      return [];
    }
    if (!whole && this.#live === undefined) {
      await read(batch);
      const each = await this.#timed(stage, teacher, images);
      await between();
      const onTheClock = (each * all * (1 + slice.share)) / slice.share;
      this.#live = onTheClock > patience ? Math.min(fewer, all) : all;
    }
    await read(whole ? all : (this.#live ?? all));
    const seen = new Map<PooledImage, readonly Candidate[]>();
    const figures = await evaluate(stage.segmenter, parameters, dataset, images, {
      batch,
      between,
      onCandidates: (image, candidates) => {
        seen.set(image, candidates);
        this.#run.predictions.set(image.id, { step, candidates });
      },
    });
    await this.#run.judgeValidation(stage, seen, step);
    const masks = new Map([...seen].map(([{ id }, candidates]) => [id, packed(candidates, maskSide)]));
    const { validation } = this.#run.survey();
    this.#tell(step, inPercent(figures), masks, { ...survey, validation });
    return images;
  }

  /** The figures of an evaluated step, which can be looked back at from then on. */
  #tell(step: number, teacher: Scores, masks: Glimpse['masks'], survey: Glimpse['survey']): void {
    this.#emit({ type: 'evaluation', step, teacher, images: masks.size });
    this.#run.remember({ step, ap: teacher.ap }, { survey, masks });
    // What the evaluation saw can be drawn for nothing.
    this.#run.predictions.announce(step);
    this.#emit({ type: 'predictions', step });
  }

  /** On the images that the teacher was evaluated on, so that the two can be compared. */
  async #measureStudent(
    { segmenter }: Stage,
    turn: Turn,
    { step, parameters }: TeacherSnapshot,
    images: readonly PooledImage[],
  ): Promise<void> {
    const between = this.#pauses(turn);
    const figures = await evaluate(segmenter, parameters, this.#run.source.dataset, images, {
      batch,
      between,
    });
    this.#emit({ type: 'student evaluation', step, student: inPercent(figures) });
  }

  /** Milliseconds that the evaluation of one image takes. */
  async #timed(
    { segmenter }: Stage,
    { parameters }: TeacherSnapshot,
    images: readonly PooledImage[],
  ): Promise<number> {
    const full = Array.from({ length: batch }, (_, i) => images[i % images.length]);
    // The first pass makes the sessions.
    await predict(segmenter, parameters, full);
    const begun = this.#surroundings.now();
    await predict(segmenter, parameters, full);
    return (this.#surroundings.now() - begun) / batch;
  }

  #check(): void {
    if (this.#ended.signal.aborted) throw new RunEndedError();
  }
}
