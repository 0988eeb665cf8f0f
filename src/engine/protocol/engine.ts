/**
 * What the page and the worker say to each other: commands are promises, progress is a stream of plain events.
 * Types only, so that the page can import it without importing the engine.
 */
import type { ClassEdit } from '../../labels/class-edits.ts';
import type { Marks } from '../../labels/document.ts';
import type { Rle } from '../../masks/rle.ts';
import type { Suggestion } from '../../method/suggestion.ts';
import type { UsefulnessMeasure } from '../../metrics/usefulness.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Capabilities } from './device.ts';
import type { EngineEvent } from './events.ts';
import type { AssistSeed, Proposal, ReviewQueue } from './labelling.ts';
import type { Projects } from './projects.ts';
import type { CandidateSurvey } from './pseudo-labels.ts';
import type { AsideRun, Beginning, RunDescription } from './run.ts';
import type { AnnotationFile, AnnotationForm, ExportedModel } from './take-home.ts';
import type { Destination, ImportedFile, ImportReport, LabelsTakenBack, OfferedFiles } from './take-in.ts';
import type { ImageView, Layers, ViewOptions } from './view.ts';

/** The worker, as the page sees it through comlink. Every command may reject with an Error whose message says what, where and what to do. */
export interface Engine extends Projects {
  capabilities(): Promise<Capabilities>;
  /** Addresses of the files that the worker has fetched so far. */
  filesFetched(): Promise<readonly string[]>;
  /** Ends the present run, if any, and prepares another: data, device, network. It begins anew unless `beginning` says otherwise. */
  open(settings: Settings, beginning?: Beginning): Promise<RunDescription>;
  /** Changes what can be changed in mid-run (knobs whose `needsReset` is false). */
  change(settings: Partial<Settings>): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** One training step, then paused. */
  step(): Promise<void>;
  /** Back to step 0 of the same settings. What stood is put aside. */
  reset(): Promise<void>;
  /** Runs that can be brought back, the one put aside last first. */
  asideRuns(): Promise<readonly AsideRun[]>;
  /**
   * Gives a run its place again that was put aside; the present one ends, and is put aside in its turn. Opened with the
   * settings that it resolves to, where it stood, the run is as it was.
   * @throws Error in a sentence where it is kept no longer, or does not fit the images here; then nothing ends.
   */
  bringBack(id: string): Promise<Settings>;
  /** A small picture for the gallery with predictions drawn on it. */
  thumbnail(imageId: number, side: number, layers: Layers): Promise<ImageView>;
  /**
   * An image of at most `side` pixels on its longest side with those of the layers that there are for it. Where there
   * are no views of it, the image itself.
   */
  view(imageId: number, side: number, layers: Layers, options?: ViewOptions): Promise<ImageView>;
  /** The file of an image of the run as a person gave it, to look at more closely; undefined for the demo, which has none. */
  imageFile(imageId: number): Promise<Blob | undefined>;
  /** The teacher's candidates on unlabelled images, now or at the moment of a step. No network runs for it. */
  candidates(at?: number): Promise<CandidateSurvey>;
  /**
   * The mask of a candidate of a survey, at its image's own size: the one at a place in its image, seen at a step.
   * Undefined where the image has been looked at anew since.
   */
  candidateMask(imageId: number, place: number, step: number): Promise<Rle | undefined>;
  /** What was offered: where it holds images and a project is open, a person has to say which they are for. */
  glance(): Promise<OfferedFiles>;
  /**
   * Makes a project of the files that were offered, and opens it, or adds them to the open one. Nothing is taken where it
   * rejects. Annotations alone are always for the open one, and a whole project is always one of its own.
   */
  importFiles(destination?: Destination): Promise<ImportReport>;
  /**
   * Takes the labels back that files brought last to the open project, but for those that were changed since.
   * @throws Error in a sentence where there are none.
   */
  takeBackLabels(): Promise<LabelsTakenBack>;
  /** Files for the next import. In pieces: thousands in one message would hold the page up. */
  offerFiles(files: readonly ImportedFile[]): Promise<void>;
  /** Ends the import that is under way, which then rejects, and forgets what was offered; everything stays as it was. */
  cancelImport(): Promise<void>;
  /**
   * Keeps what a person marked in an image of a project. A run on it hears of it by `takeUp`. Images and classes of two
   * projects have the same numbers, so this and what follows says which project it means.
   * @throws Error where another one is open by now.
   */
  saveMarks(project: string, imageId: number, marks: Marks): Promise<void>;
  /**
   * A person is done with images: a run on the project goes on with their labels from its next step, and is described
   * anew. Not before, lest objects that are yet to be marked teach as background.
   */
  takeUp(project: string, imageIds: readonly number[]): Promise<RunDescription | undefined>;
  /** Changes a project's classes; where they get other numbers, the next run is the first that fits. */
  editClasses(project: string, edit: ClassEdit): Promise<RunDescription | undefined>;
  /** Takes the latest class edit back, while no other image was marked since: the open image's labels are the page's to save. */
  undoClassEdit(project: string): Promise<RunDescription | undefined>;
  /** What the teacher sees in an image of the run. */
  proposals(imageId: number): Promise<readonly Proposal[]>;
  /** Of each object that is labelled in the run's images: the square root of its area by its image's longest side. */
  objectSizes(): Promise<Float32Array>;
  /** The object at a point or in a box by its colours alone, without a network; undefined where none stands out. */
  assist(imageId: number, seed: AssistSeed): Promise<Rle | undefined>;
  /** Ranks the images of the open project that nobody has labelled; those that nobody has looked at come first. */
  reviewQueue(measure: UsefulnessMeasure): Promise<ReviewQueue>;
  /**
   * Start values for the thresholds from the labelled images alone, by cross-validation; the run may go on meanwhile.
   * Undefined where no candidate was seen.
   */
  suggestThresholds(): Promise<Suggestion | undefined>;
  /** Gives up the suggestion that is under way, which then rejects. */
  cancelSuggestion(): Promise<void>;
  /** The teacher's masks on images of the run, in the form that was asked for. */
  exportPredictions(imageIds: readonly number[], form: AnnotationForm): Promise<AnnotationFile>;
  /** The teacher's weights as a safetensors file, half precision. */
  exportWeights(): Promise<Uint8Array>;
  /** Everything of the open project as a zip: images, labels, splits, and its run as checkpoint and model. */
  exportProject(): Promise<Blob>;
  /** The run as it stands, as a file to go on with. */
  exportCheckpoint(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Takes a checkpoint file in. The present run ends; opened with the settings that it resolves to, where it stood, the
   * file's run goes on.
   * @throws Error in a sentence for a file that is no checkpoint, or does not fit the images here; then nothing ends.
   */
  takeCheckpoint(file: Blob): Promise<Settings>;
  /** The teacher as an ONNX file, from image to instances, run on the spot and compared with what the page sees. */
  exportModel(): Promise<ExportedModel>;
  /** From now on every event goes to `listener` (a comlink proxy). One listener at a time. */
  listen(listener: (event: EngineEvent) => void): Promise<void>;
  /** Destroys the device as a crash of the GPU process would, to see recovery at work. */
  loseDevice(): Promise<void>;
}
