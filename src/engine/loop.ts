import { sentence } from '../compute/errors.ts';
import { DivergenceError } from '../training/trainer.ts';
import { Drought, droughtNotice } from './drought.ts';
import { firstSentence, noticeOf, RunEndedError } from './notices.ts';
import type { EngineEvent } from './protocol/events.ts';
import type { Notice } from './protocol/notice.ts';
import type { RunState } from './protocol/run.ts';
import { Rate } from './rate.ts';
import { Refresh } from './refresh.ts';
import type { Run, TakenStep } from './run.ts';
import { StepReports } from './step-reports.ts';
import type { Surroundings } from './surroundings.ts';
import { Validation } from './validation.ts';

export interface LoopHooks {
  readonly emit: (event: EngineEvent) => void;
  /** The loop came to its end by itself. */
  readonly onState: (state: RunState) => void;
}

/** Trains a run: steps back to back, pictures and evaluation between them, until it is told to stop or is done. */
export class TrainingLoop {
  readonly #run: Run;
  readonly #surroundings: Surroundings;
  readonly #hooks: LoopHooks;
  readonly #validation: Validation;
  readonly #reports: StepReports;
  readonly #refresh: Refresh;
  readonly #rate = new Rate();
  readonly #drought = new Drought();
  #underWay: Promise<void> | undefined;
  #stopping = false;
  #over = false;

  constructor(run: Run, surroundings: Surroundings, hooks: LoopHooks) {
    this.#run = run;
    this.#surroundings = surroundings;
    this.#hooks = hooks;
    this.#validation = new Validation(run, surroundings, (event) => {
      hooks.emit(event);
      // While training goes on it is kept with the next checkpoint.
      if (event.type === 'evaluation' && !this.running) this.#settle();
    });
    this.#reports = new StepReports(hooks.emit, surroundings.now);
    this.#refresh = new Refresh(surroundings.now);
    if (surroundings.readAhead)
      this.#guard(
        this.#validation.readAhead(() => this.running),
        'reading validation images',
      );
  }

  get running(): boolean {
    return this.#underWay !== undefined;
  }

  /** Trains until `stop`, or for so many steps. */
  start(steps = Number.POSITIVE_INFINITY): Promise<void> {
    this.#stopping = false;
    this.#underWay ??= this.#train(steps).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** Resolves when the step under way is done. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#underWay;
  }

  /** Stops for good: the run is ended or begins anew. Nothing is reported after the last step. */
  async end(): Promise<void> {
    this.#over = true;
    await this.stop();
    // What is put aside has its curves to the end.
    this.#reports.flush();
    await this.#validation.end();
  }

  /** A run that was left in its last evaluation has its score from now on. */
  async evaluateEnd(): Promise<void> {
    const { finished, resumed, step } = this.#run;
    if (!finished || !resumed || resumed.curves.scores.step.at(-1) === step) return;
    // After the answer to the command that opened it: the curves in that would take the place of the score.
    await this.#surroundings.breathe();
    if (!this.#over) this.#evaluate('whole');
  }

  /** Tells the page that pictures may be asked for again. */
  announce(): void {
    this.#refresh.announced();
    this.#run.predictions.announce(this.#run.step);
    this.#hooks.emit({ type: 'predictions', step: this.#run.step });
    const { labelling } = this.#run;
    if (labelling) this.#hooks.emit(labelling);
  }

  /** Drawing took so many milliseconds. */
  drew(milliseconds: number): void {
    this.#refresh.spend(milliseconds);
  }

  async #train(steps: number): Promise<void> {
    try {
      for (let taken = 0; taken < steps && !this.#stopping && !this.#run.finished; taken++) {
        const rests = () => this.#stopping || taken + 1 >= steps;
        await this.#run.advance(rests, (step, keeping) => {
          this.#report(step);
          if (keeping) this.#reports.flush();
        });
        await this.#surroundings.breathe();
      }
    } catch (error) {
      await this.#fail(error);
      return;
    }
    this.#rate.restart();
    if (this.#over) return;
    this.#reports.flush();
    this.announce();
    this.#settle();
    if (!this.#run.finished) return;
    this.#hooks.onState('finished');
    this.#evaluate('whole');
  }

  #report(taken: TakenStep): void {
    const { steps, batch, unlabelledBatch, evaluateEvery } = this.#run.settings;
    const { step, losses, gradientNorm, learningRate, deviceBytes, pseudoLabels } = taken;
    this.#rate.add(this.#surroundings.now());
    const { stepsPerSecond } = this.#rate;
    this.#reports.add({
      type: 'step',
      step,
      losses,
      gradientNorm,
      learningRate,
      stepsPerSecond,
      imagesPerSecond: stepsPerSecond * (batch + (taken.pseudoLabels ? unlabelledBatch : 0)),
      remainingSeconds: stepsPerSecond > 0 ? (steps - step) / stepsPerSecond : Number.POSITIVE_INFINITY,
      deviceBytes,
      ...(pseudoLabels ? { pseudoLabels } : {}),
    });
    if (this.#drought.lasts(pseudoLabels)) this.#notice(droughtNotice(step));
    if (step % evaluateEvery === 0 && step < steps) this.#evaluate('live');
    if (this.#refresh.due) this.announce();
  }

  #settle(): void {
    this.#guard(this.#run.settle(), 'keeping the run');
  }

  #evaluate(extent: 'live' | 'whole'): void {
    this.#guard(this.#validation.request(extent), 'evaluating the validation images');
  }

  /** What nobody waits for must tell its failures by itself. */
  #guard(work: Promise<unknown>, where: string): void {
    work.catch((error: unknown) => {
      if (this.#over || error instanceof RunEndedError) return;
      this.#notice(
        noticeOf(error, where, 'Training goes on. If this happens again, please report it with this text.'),
      );
    });
  }

  async #fail(error: unknown): Promise<void> {
    this.#rate.restart();
    if (this.#over || error instanceof RunEndedError) return;
    this.#reports.flush();
    const where = `step ${this.#run.step + 1}`;
    this.#notice(
      error instanceof DivergenceError
        ? await this.#restored(error, where)
        : noticeOf(
            error,
            where,
            'Play tries again, reset begins at step 0. If it happens again, please report it with this text.',
          ),
    );
    this.#hooks.onState('failed');
    this.announce();
  }

  async #restored(error: DivergenceError, where: string): Promise<Notice> {
    const what = firstSentence(error);
    try {
      const step = await this.#run.restore();
      const advice = `The weights are back at step ${step}, the last good one. Lower the learning rate and press Play to go on, or reset.`;
      return { level: 'error', what, where, advice };
    } catch (failure) {
      return {
        level: 'error',
        what,
        where,
        advice: `The last good weights could not be brought back: ${sentence(failure)} Reset to begin anew.`,
      };
    }
  }

  #notice(notice: Notice): void {
    this.#hooks.emit({ type: 'notice', notice });
  }
}
