import type { Capabilities as ComputeCapabilities } from '../compute/capabilities.ts';
import type { ClassEdit } from '../labels/class-edits.ts';
import type { Marks } from '../labels/document.ts';
import type { Rle } from '../masks/rle.ts';
import type { Suggestion } from '../method/suggestion.ts';
import type { UsefulnessMeasure } from '../metrics/usefulness.ts';
import { type KnobName, type Settings, schema } from '../settings/schema.ts';
import { assistOn } from './assist.ts';
import { Library } from './library.ts';
import { Lock } from './lock.ts';
import { TrainingLoop } from './loop.ts';
import { modelAsOnnx } from './model/take-model.ts';
import { NoRunError, RunEndedError } from './notices.ts';
import { objectSizes } from './object-sizes.ts';
import { holdImages } from './own/hold-images.ts';
import { takeIn, wholeProject } from './own/whole-project.ts';
import { prepareRun } from './prepare.ts';
import { proposalsOn } from './proposals.ts';
import type { Capabilities } from './protocol/device.ts';
import type { Engine } from './protocol/engine.ts';
import type { EngineEvent } from './protocol/events.ts';
import type { AssistSeed, Proposal, ReviewQueue } from './protocol/labelling.ts';
import type { ProjectSummary } from './protocol/projects.ts';
import type { CandidateSurvey } from './protocol/pseudo-labels.ts';
import type { AsideRun, Beginning, RunDescription, RunState } from './protocol/run.ts';
import type { AnnotationFile, AnnotationForm, ExportedModel } from './protocol/take-home.ts';
import type {
  Destination,
  ImportedFile,
  ImportReport,
  LabelsTakenBack,
  OfferedFiles,
} from './protocol/take-in.ts';
import type { ImageView, Layers, ViewOptions } from './protocol/view.ts';
import { vacate } from './resume/aside.ts';
import { writeCheckpoint } from './resume/checkpoint-file.ts';
import { checkpointIn, fitted } from './resume/checkpoint-in.ts';
import { resumedNotice } from './resume/earlier-run.ts';
import { keepWithin } from './resume/keep-within.ts';
import { asideIn, isAside, projectOf, type StoredRun, settingsOf } from './resume/stored-run.ts';
import { reviewQueue } from './review.ts';
import type { Run, RunParts } from './run.ts';
import type { Surroundings } from './surroundings.ts';
import { predictionsAs, weightsAsSafetensors } from './take-home.ts';
import { viewOf } from './view.ts';

interface Opened {
  readonly run: Run;
  loop: TrainingLoop;
}

/** The engine itself: one run at a time, its commands one after another, pictures at any time. */
export class TrainingEngine implements Engine {
  readonly #surroundings: Surroundings;
  readonly #library: Library;
  /** Open, play, pause, step, reset and change wait for each other. */
  readonly #commands = new Lock();
  #listener: (event: EngineEvent) => void = () => {};
  #opened: Opened | undefined;
  #preparing: AbortController | undefined;
  #importing: AbortController | undefined;
  #suggesting: AbortController | undefined;
  /** Files for the next import. */
  readonly #offered: ImportedFile[] = [];
  #state: RunState = 'preparing';
  /** What another run has followed since, and keeps its place in the vault. */
  #left: AsideRun | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    surroundings.own.watch((writable) => this.#emit({ type: 'project', writable }));
    surroundings.watchDownloads((download) => this.#emit({ type: 'download', download }));
    this.#library = new Library((settings) => surroundings.openSource(settings, 'a run'));
  }

  async capabilities(): Promise<Capabilities> {
    return inProtocol(await this.#surroundings.capabilities());
  }

  async filesFetched(): Promise<readonly string[]> {
    return performance.getEntriesByType('resource').map(({ name }) => name);
  }

  async listen(listener: (event: EngineEvent) => void): Promise<void> {
    this.#listener = listener;
  }

  open(settings: Settings, beginning: Beginning = 'anew'): Promise<RunDescription> {
    // A run that is still being prepared is given up for the new one.
    this.#preparing?.abort();
    const preparing = new AbortController();
    this.#preparing = preparing;
    return this.#commands.hold(async () => {
      if (preparing.signal.aborted) throw new RunEndedError();
      const left = await this.#close(beginning);
      this.#enter('preparing');
      try {
        const run = await prepareRun(this.#parts, settings, beginning, preparing.signal);
        this.#opened = { run, loop: this.#loop(run) };
      } catch (error) {
        if (!preparing.signal.aborted) this.#enter('failed');
        throw error;
      }
      if (left && beginning === 'anew') await this.#tellOf(left);
      const { run } = this.#opened;
      if (this.#left?.id === run.id) this.#left = undefined;
      this.#enter(run.finished ? 'finished' : 'paused');
      const { resumed, description } = run;
      if (!resumed) return description;
      this.#emit({ type: 'notice', notice: resumedNotice(resumed, settings.steps) });
      void this.#opened.loop.evaluateEnd();
      return { ...description, resumed };
    });
  }

  change(changes: Partial<Settings>): Promise<void> {
    return this.#commands.hold(async () => {
      const { run } = this.#current('change');
      const fixed = (Object.keys(changes) as KnobName[]).filter(
        (name) => schema[name].needsReset && changes[name] !== run.settings[name],
      );
      if (fixed.length > 0) {
        throw new RangeError(
          `${fixed.join(', ')} cannot change in the middle of a run. Open another run for that.`,
        );
      }
      await run.change({ ...run.settings, ...changes });
      // Changed settings are the way out of a run that diverged.
      if (this.#state === 'failed') this.#enter('paused');
    });
  }

  play(): Promise<void> {
    return this.#commands.hold(async () => {
      const { loop } = this.#unfinished('train');
      if (loop.running) return;
      this.#enter('running');
      void loop.start();
    });
  }

  pause(): Promise<void> {
    return this.#commands.hold(() => this.#pause());
  }

  step(): Promise<void> {
    return this.#commands.hold(async () => {
      const { loop } = this.#unfinished('train');
      await loop.stop();
      this.#enter('running');
      await loop.start(1);
      if (this.#state === 'running') this.#enter('paused');
    });
  }

  reset(): Promise<void> {
    return this.#commands.hold(async () => {
      const opened = this.#current('reset');
      await opened.loop.end();
      await opened.run.restart();
      opened.loop = this.#loop(opened.run);
      this.#enter('paused');
      opened.loop.announce();
    });
  }

  async asideRuns(): Promise<readonly AsideRun[]> {
    const { vault } = this.#surroundings;
    const left = this.#left;
    const there = left && (await vault.keyOf(left.id));
    const facts = (key: string) => asideIn(key) ?? (key === there ? left : undefined);
    return (await vault.keys())
      .map(facts)
      .filter((run) => run !== undefined)
      .reverse();
  }

  bringBack(id: string): Promise<Settings> {
    return this.#commands.hold(async () => {
      const { own, vault } = this.#surroundings;
      const key = await vault.keyOf(id);
      const kept = key === undefined ? undefined : await vault.find(key);
      if (!kept)
        throw new Error(
          'This run is kept no longer: others were put aside after it, or its room was needed.',
        );
      const { project } = kept;
      if (project !== undefined && own.present()?.id !== project) await own.openProject(project);
      return this.#take(await fitted(kept, this.#surroundings), 'this run');
    });
  }

  /** Gives a run its place, for it to be opened. @throws Error where another tab has it; then nothing ends. */
  async #take(stored: StoredRun, what: string): Promise<Settings> {
    const { vault } = this.#surroundings;
    if (!(await vault.claim(stored.key, true)))
      throw new Error(`Another tab has ${what} open: close that tab first.`);
    // What the present run has yet to keep must not take the place of this one.
    const left = await this.#close('anew');
    await vacate(this.#parts, stored.key, stored.id);
    await keepWithin(vault, stored);
    if (left) await this.#tellOf(left);
    return stored.settings;
  }

  /** What was left keeps its place among the runs of other settings, unless it was put aside, and that told. */
  async #tellOf({ id, key, settings, checkpoint: { step } }: StoredRun): Promise<void> {
    if ((await this.#surroundings.vault.keyOf(id).catch(() => {})) !== key) return;
    this.#left = { id, step, settings };
    this.#emit({ type: 'put aside', ...this.#left });
  }

  get #parts(): RunParts {
    return { surroundings: this.#surroundings, library: this.#library, emit: this.#emit };
  }

  thumbnail(imageId: number, side: number, layers: Layers): Promise<ImageView> {
    return this.view(imageId, side, layers);
  }

  async view(imageId: number, side: number, layers: Layers, options: ViewOptions = {}): Promise<ImageView> {
    const { run, loop } = this.#current('look at');
    const parts = { library: this.#library, surroundings: this.#surroundings };
    let begun = 0;
    const view = await viewOf(run, parts, { ...options, imageId, side, layers }, () => {
      begun = this.#surroundings.now();
    });
    loop.drew(this.#surroundings.now() - begun);
    return view;
  }

  async imageFile(imageId: number): Promise<Blob | undefined> {
    return this.#current('look at').run.source.dataset.file?.(imageId);
  }

  async candidates(at?: number): Promise<CandidateSurvey> {
    return this.#current('survey').run.survey(at);
  }

  async candidateMask(imageId: number, place: number, step: number): Promise<Rle | undefined> {
    return this.#current('look at').run.candidateMask(imageId, place, step);
  }

  async offerFiles(files: readonly ImportedFile[]): Promise<void> {
    this.#offered.push(...files);
  }

  async glance(): Promise<OfferedFiles> {
    const { own } = this.#surroundings;
    const open = own.present();
    const joins = open !== undefined && this.#ownRun?.source.project === open.id;
    const images = (await holdImages(this.#offered)) && !(joins && (await own.areMasks(this.#offered)));
    return { images, project: joins ? open.name : undefined };
  }

  importFiles(destination: Destination = 'new project'): Promise<ImportReport> {
    const files = this.#offered.splice(0);
    let told = Number.NEGATIVE_INFINITY;
    const tell = (done: number, all: number): void => {
      const now = this.#surroundings.now();
      // A page cannot show more, and each costs it a message.
      if (done < all && now - told < 100) return;
      told = now;
      this.#emit({ type: 'import', done, all });
    };
    this.#importing = new AbortController();
    return this.#takeIn(files, tell, this.#importing.signal, destination);
  }

  async #takeIn(
    files: readonly ImportedFile[],
    tell: (done: number, all: number) => void,
    signal: AbortSignal,
    destination: Destination,
  ): Promise<ImportReport> {
    const run = this.#ownRun;
    // What was kept of the run that stays open may have made room for images, in vain at that.
    const keepAgain = () => this.#ownRun?.settle().catch(() => {});
    const takeUp = run && ((images: readonly number[]) => this.#joined(run.source.project ?? '', images));
    try {
      const report = await takeIn(this.#surroundings, files, tell, signal, takeUp, destination);
      if (report.joined) await keepAgain();
      return report;
    } catch (error) {
      await keepAgain();
      throw error;
    }
  }

  /** As `takeUp`; where another run of the project takes the place of the present one meanwhile, that one does. */
  async #joined(project: string, images: readonly number[]): Promise<RunDescription | undefined> {
    for (;;) {
      // One that is being prepared is waited for.
      await this.#commands.hold(async () => {});
      try {
        return await this.takeUp(project, images);
      } catch (error) {
        if (!(error instanceof RunEndedError)) throw error;
      }
    }
  }

  async takeBackLabels(): Promise<LabelsTakenBack> {
    const { own } = this.#surroundings;
    const run = this.#ownRun;
    // Before the first step nothing is lost by making the network for the classes that are left.
    const leastClasses = run && run.step > 0 ? run.description.networkClasses : 0;
    const { images, left } = await own.takeBackLabels(leastClasses);
    const description = await run?.takeUp(images, await own.splits());
    return { images: images.length, left, description };
  }

  async exportProject(): Promise<Blob> {
    return wholeProject(this.#surroundings, this.#ownRun, (notice) => this.#emit({ type: 'notice', notice }));
  }

  async cancelImport(): Promise<void> {
    this.#offered.length = 0;
    this.#importing?.abort();
  }

  projects(): Promise<readonly ProjectSummary[]> {
    return this.#surroundings.own.projects();
  }

  async openProject(id: string): Promise<Settings | undefined> {
    const { own, vault } = this.#surroundings;
    await own.openProject(id);
    const keys = await vault.keys().catch(() => []);
    const last = keys.findLast((key) => projectOf(key) === id && !isAside(key));
    return last === undefined ? undefined : settingsOf(last);
  }

  renameProject(id: string, name: string): Promise<void> {
    return this.#surroundings.own.renameProject(id, name);
  }

  duplicateProject(id: string): Promise<void> {
    return this.#surroundings.own.duplicateProject(id);
  }

  takeOverProject(): Promise<void> {
    return this.#surroundings.own.takeOverProject();
  }

  restoreProject(id: string): Promise<void> {
    return this.#surroundings.own.restoreProject(id);
  }

  deleteProject(id: string): Promise<void> {
    return this.#surroundings.own.deleteProject(id);
  }

  marks(project: string, imageId: number): Promise<Marks> {
    return this.#surroundings.own.marks(project, imageId);
  }

  exportLabels(form: AnnotationForm): Promise<AnnotationFile> {
    return this.#surroundings.own.exportLabels(form);
  }

  saveMarks(project: string, imageId: number, marks: Marks): Promise<void> {
    return this.#surroundings.own.saveMarks(project, imageId, marks);
  }

  async takeUp(project: string, imageIds: readonly number[]): Promise<RunDescription | undefined> {
    const splits = await this.#surroundings.own.splits();
    const run = this.#ownRun;
    return (run?.source.project ?? '') === project ? run?.takeUp(imageIds, splits) : undefined;
  }

  async editClasses(project: string, edit: ClassEdit): Promise<RunDescription | undefined> {
    return this.#withClasses(() => this.#surroundings.own.editClasses(project, edit));
  }

  async undoClassEdit(project: string): Promise<RunDescription | undefined> {
    return this.#withClasses(() => this.#surroundings.own.undoClassEdit(project));
  }

  async #withClasses(edit: () => Promise<void>): Promise<RunDescription | undefined> {
    const dataset = this.#ownRun?.source.dataset;
    const before = dataset?.categories;
    try {
      await edit();
    } catch (error) {
      // Where it is done but could not be written, it is written with the marks that follow, or they tell.
      if (dataset?.categories === before) throw error;
    }
    const run = this.#ownRun;
    run?.heedClasses();
    try {
      // What is kept of a run names its classes: under a new name it would be taken for another's.
      if (run?.source.dataset.categories.length === before?.length) await run?.settle();
      return await run?.describe();
    } catch {
      // The classes are edited, whatever became of the run: another one describes itself.
      return run?.ended ? undefined : run?.description;
    }
  }

  async proposals(imageId: number): Promise<readonly Proposal[]> {
    return proposalsOn(this.#current('look at').run, imageId);
  }

  objectSizes(): Promise<Float32Array> {
    return objectSizes(this.#current('measure').run.source);
  }

  assist(imageId: number, seed: AssistSeed): Promise<Rle | undefined> {
    return assistOn(this.#current('look at').run, imageId, seed);
  }

  async reviewQueue(measure: UsefulnessMeasure): Promise<ReviewQueue> {
    const { breathe, own } = this.#surroundings;
    return reviewQueue(this.#current('review').run, measure, await own.looked(), breathe);
  }

  async suggestThresholds(): Promise<Suggestion | undefined> {
    const { run } = this.#current('suggest thresholds for');
    this.#suggesting?.abort();
    const suggesting = new AbortController();
    this.#suggesting = suggesting;
    return run.suggestThresholds((done, all) => {
      suggesting.signal.throwIfAborted();
      this.#emit({ type: 'suggesting', done, all });
    });
  }

  async cancelSuggestion(): Promise<void> {
    this.#suggesting?.abort(new DOMException('The suggestion was given up.', 'AbortError'));
  }

  /** The run on the open project, if there is one. */
  get #ownRun(): Run | undefined {
    const run = this.#opened?.run;
    return run?.settings.dataset === 'own' ? run : undefined;
  }

  async exportPredictions(imageIds: readonly number[], form: AnnotationForm): Promise<AnnotationFile> {
    const { breathe } = this.#surroundings;
    return predictionsAs(form, this.#current('export').run, imageIds, breathe);
  }

  async exportWeights(): Promise<Uint8Array> {
    return weightsAsSafetensors(this.#current('export').run);
  }

  async exportCheckpoint(): Promise<Uint8Array<ArrayBuffer>> {
    return writeCheckpoint(await this.#current('export').run.asItStands());
  }

  takeCheckpoint(file: Blob): Promise<Settings> {
    return this.#commands.hold(async () => {
      return this.#take(await checkpointIn(file, this.#surroundings), 'the run of this checkpoint');
    });
  }

  async exportModel(): Promise<ExportedModel> {
    return modelAsOnnx(this.#current('export').run);
  }

  async loseDevice(): Promise<void> {
    await this.#current('take the device from').run.loseDevice();
  }

  /** Ends the run, if any, and frees everything. */
  close(): Promise<void> {
    this.#preparing?.abort();
    return this.#commands.hold(async () => {
      await this.#close();
    });
  }

  async #pause(): Promise<void> {
    const { loop } = this.#current('pause');
    await loop.stop();
    if (this.#state === 'running') this.#enter('paused');
  }

  /** @returns the run that stood, where it is kept: none that cannot be must stand in another's way. */
  async #close(beginning: Beginning = 'where it stood'): Promise<StoredRun | undefined> {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.loop.end();
    const left = await opened?.run.leave(beginning).catch(() => undefined);
    await opened?.run.dispose();
    return left;
  }

  #loop(run: Run): TrainingLoop {
    return new TrainingLoop(run, this.#surroundings, {
      emit: (event) => {
        run.record(event);
        this.#emit(event);
      },
      onState: (state) => this.#enter(state),
    });
  }

  #current(command: string): Opened {
    if (!this.#opened) throw new NoRunError(command);
    return this.#opened;
  }

  #unfinished(command: string): Opened {
    const opened = this.#current(command);
    if (opened.run.finished) {
      throw new Error(
        `The run has taken all of its ${opened.run.settings.steps} steps. Reset it to train again.`,
      );
    }
    if (opened.run.source.splits.labelled.length === 0) {
      throw new Error(
        'No image is labelled yet, so there is nothing to learn from. Press Label above the picture and mark the objects of one.',
      );
    }
    return opened;
  }

  #enter(state: RunState): void {
    this.#state = state;
    this.#emit({ type: 'state', state });
  }

  readonly #emit = (event: EngineEvent): void => {
    if (event.type === 'state') this.#state = event.state;
    this.#listener(event);
  };
}

const inProtocol = ({
  webgpu,
  adapter,
  crossOriginIsolated,
  threads,
  simd,
}: ComputeCapabilities): Capabilities => ({
  webgpu: !webgpu || !adapter ? 'none' : adapter.fallback ? 'fallback' : 'real',
  adapter: adapter?.name ?? '',
  crossOriginIsolated,
  threads,
  simd,
});
