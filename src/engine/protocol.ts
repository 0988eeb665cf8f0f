/**
 * What the page and the worker say to each other: commands are promises, progress is a stream of plain events.
 * Types only, so that the page can import it without importing the engine.
 */
import type { Download } from '../compute/download.ts';
import type { ClassEdit } from '../labels/class-edits.ts';
import type { Marks } from '../labels/document.ts';
import type { Rle } from '../masks/rle.ts';
import type { Suggestion } from '../method/suggestion.ts';
import type { CandidateTable } from '../metrics/candidates.ts';
import type { UsefulnessMeasure } from '../metrics/usefulness.ts';
import type { Settings } from '../settings/schema.ts';

export type { Download };

export type RunState = 'preparing' | 'paused' | 'running' | 'finished' | 'failed';

/** What went wrong or is worth knowing, in words. */
export interface Notice {
  readonly level: 'info' | 'warning' | 'error';
  /** What happened. */
  readonly what: string;
  /** Where: the step, the file, the operator. */
  readonly where: string;
  /** What to do now. */
  readonly advice: string;
  /** What of it a person can take back. */
  readonly undo?: 'labels';
}

export interface DeviceReport {
  readonly kind: 'webgpu' | 'wasm';
  /** "WebAssembly, 2 threads". */
  readonly description: string;
  /** A sentence: why this device. */
  readonly reason: string;
}

/** Facts for the capability notice. */
export interface Capabilities {
  readonly webgpu: 'real' | 'fallback' | 'none';
  readonly adapter: string;
  readonly crossOriginIsolated: boolean;
  readonly threads: number;
  readonly simd: boolean;
}

export interface RunImage {
  readonly id: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface RunCategory {
  readonly name: string;
  /** CSS colour, distinguishable under the common colour-blindnesses. */
  readonly colour: string;
}

/** A file that a person dropped, with its place in the dropped folder. */
export interface ImportedFile {
  readonly path: string;
  readonly file: Blob;
}

/** Forms in which annotations leave. */
export type AnnotationForm = 'coco' | 'labelme' | 'yolo' | 'masks';

/** Annotations, as other tools read them: one JSON file or an archive. */
export interface AnnotationFile {
  readonly kind: 'json' | 'zip';
  readonly content: Uint8Array<ArrayBuffer>;
  /** Sentences about what the form cannot hold. */
  readonly notices: readonly string[];
}

/** What became of dropped files. */
export interface ImportReport {
  readonly name: string;
  readonly images: number;
  readonly annotated: number;
  readonly classes: readonly string[];
  readonly skipped: readonly { readonly path: string; readonly why: string }[];
  /** Sentences about what was left out or assumed. */
  readonly notices: readonly string[];
  /** Of the run that a project was left with, where it came as a whole. */
  readonly settings?: Settings;
  /** The open run as it is since, where all came to its project: `annotated` of its images have labels since. */
  readonly joined?: RunDescription;
  /** Of them, images that the open project did not have. */
  readonly added?: number;
}

/** What became of labels that were taken back. */
export interface LabelsTakenBack {
  /** Images that have none since. */
  readonly images: number;
  /** Images that keep theirs, for somebody changed them. */
  readonly left: number;
  /** The open run as it is since. */
  readonly description: RunDescription | undefined;
}

/** What dropped images are for. */
export type Destination = 'new project' | 'open project';

/** Files that wait to be taken in, at a first glance. */
export interface OfferedFiles {
  /** Whether images are among them, or in their archives, that are no masks of the open project's. */
  readonly images: boolean;
  /** Name of the open project, where there is one that they could join. */
  readonly project: string | undefined;
}

/** A person's images and labels, as they are kept on this computer. */
export interface ProjectSummary {
  readonly id: string;
  readonly name: string;
  readonly images: number;
  /** Images with objects marked in them. */
  readonly annotated: number;
  /** When it was last worked on, in milliseconds since 1970. */
  readonly touched: number;
  /** Whether the dataset `own` is made of it. */
  readonly open: boolean;
  /** When it was deleted; it can still be brought back. */
  readonly deleted?: number;
}

/** A mask that the teacher sees in an image, at the image's own size. */
export interface Proposal {
  /** After the category correction, where the rule in force corrects. */
  readonly category: number;
  readonly score: number;
  readonly objectness: number;
  readonly classQuality: number;
  readonly maskQuality: number;
  /** What the thresholds in force make of it. */
  readonly fate: Fate;
  readonly mask: Rle;
}

/** Where a classical method is to look for an object, in image pixels. */
export type AssistSeed =
  | { readonly kind: 'point'; readonly x: number; readonly y: number }
  | {
      readonly kind: 'box';
      readonly box: readonly [left: number, top: number, right: number, bottom: number];
    };

/** Images that nobody has labelled, those first whose labels would teach most. */
export interface ReviewQueue {
  readonly measure: UsefulnessMeasure;
  /** Steps that the network which ranked them had done. */
  readonly step: number;
  readonly images: readonly RankedImage[];
  /** Unlabelled images that were not ranked: there are too many to look at them all. */
  readonly left: number;
}

export interface RankedImage {
  readonly id: number;
  /** 0 to 1. */
  readonly usefulness: number;
}

/** A person's own projects. */
export interface Projects {
  /** Latest first. */
  projects(): Promise<readonly ProjectSummary[]>;
  /** The dataset `own` is made of it from the next run on. @throws Error where it is gone. */
  openProject(id: string): Promise<void>;
  /** @throws Error where it is gone. */
  renameProject(id: string, name: string): Promise<void>;
  /** A copy with its images and labels. */
  duplicateProject(id: string): Promise<void>;
  /** From now on this tab changes the open project, and the one that could only reads it. */
  takeOverProject(): Promise<void>;
  /** With its images and labels; for some minutes `restoreProject` brings it back. */
  deleteProject(id: string): Promise<void>;
  /** @throws Error where it is gone for good. */
  restoreProject(id: string): Promise<void>;
  /** What is marked in an image of the open project. */
  marks(imageId: number): Promise<Marks>;
  /** All that is marked in the open project, in the form that was asked for. */
  exportLabels(form: AnnotationForm): Promise<AnnotationFile>;
}

/** The curves of a run, by columns of equal length; NaN where there was nothing to find. */
export interface CurveRows {
  readonly losses: Readonly<Record<'step' | keyof Losses, Float64Array>>;
  readonly scores: Readonly<Record<'step' | keyof Scores, Float64Array>>;
}

/** Where a run stands that was kept from an earlier visit, or from before a crash. */
export interface Resumed {
  /** Steps done. */
  readonly step: number;
  /** When it was kept, in milliseconds since 1970. */
  readonly saved: number;
  readonly curves: CurveRows;
}

/** What came of running an exported model beside the page. */
export interface ModelCheck {
  readonly images: number;
  /** Of the page, each compared with that of the model which lies most like it. */
  readonly objects: number;
  /** Of their masks; 1 where there is no object. */
  readonly leastIou: number;
  /** Of their scores. */
  readonly mostDifference: number;
  /** Whether it is as good as the same. */
  readonly agrees: boolean;
}

/** The teacher as a model file for other programs. */
export interface ExportedModel {
  /** ONNX. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** Of its input, in pixels. */
  readonly side: number;
  /** Of its mask logits. */
  readonly maskSide: number;
  /** Instances that it gives for an image. */
  readonly rows: number;
  readonly classes: readonly string[];
  /** Steps that its weights were trained for. */
  readonly step: number;
  readonly check: ModelCheck;
}

/** Whether a run begins at step 0, or where one of the same settings was left on this computer. */
export type Beginning = 'anew' | 'where it stood';

/** What stands after `open`. Splits and classes change only where a person labels images of their own. */
export interface RunDescription {
  readonly settings: Settings;
  readonly device: DeviceReport;
  readonly categories: readonly RunCategory[];
  /** Classes that the network was made for: those beyond join it in the next run. */
  readonly networkClasses: number;
  readonly labelled: readonly RunImage[];
  readonly unlabelled: readonly RunImage[];
  readonly validation: readonly RunImage[];
  readonly parameters: number;
  /** Of a run that goes on where it stood; undefined for one at step 0. */
  readonly resumed?: Resumed;
}

export interface Losses {
  readonly total: number;
  readonly objectness: number;
  readonly classes: number;
  readonly mask: number;
  readonly dice: number;
  /** Of pseudo-labels, as it enters the total; 0 without. */
  readonly unlabelled: number;
}

/** What became of the teacher's candidates on unlabelled images, per step and averaged over the steps of a report. */
export interface PseudoLabelFigures {
  readonly candidates: number;
  readonly kept: number;
  /** Whose class was corrected, kept or not. */
  readonly corrected: number;
  /** Refused for class quality, mask quality, or both. */
  readonly refusedForClass: number;
  readonly refusedForMask: number;
  /** Refused for anything else: objectness, size, their product, or better ones in the image. */
  readonly refusedOtherwise: number;
}

/** Mean over the classes, and the lowest and highest of them. */
export interface Spread {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

/** What kept pseudo-labels are worth against the truth that there is, shares of 1; undefined where there is none. */
export interface PseudoLabelWorth {
  /** Of the kept, those with the right class and an IoU of at least .5. */
  readonly precision: number | undefined;
  /** Of the kept that lie on an object, those of the right class. */
  readonly classPrecision: number | undefined;
  /** Of the kept, those with an IoU of at least .75. */
  readonly maskPrecision: number | undefined;
  /** Of all true objects, those that a kept candidate shows with the right class. */
  readonly recall: number | undefined;
}

/** An evaluated step of the run that can be looked back at. */
export interface MomentFacts {
  readonly step: number;
  /** Mask AP in percent. */
  readonly ap: number | undefined;
}

export interface Scores {
  /** COCO mask AP in percent; undefined where there is nothing to find. */
  readonly ap: number | undefined;
  readonly ap50: number | undefined;
  readonly ap75: number | undefined;
}

export type EngineEvent =
  | { readonly type: 'state'; readonly state: RunState }
  | {
      readonly type: 'step';
      readonly step: number;
      readonly losses: Losses;
      readonly gradientNorm: number;
      readonly learningRate: number;
      /** Over the last seconds of training. */
      readonly stepsPerSecond: number;
      readonly imagesPerSecond: number;
      readonly remainingSeconds: number;
      /** Tensors alive on the device. */
      readonly deviceBytes: number;
      /** Undefined during burn-in and without unlabelled images. */
      readonly pseudoLabels?: PseudoLabelFigures;
    }
  | {
      readonly type: 'evaluation';
      readonly step: number;
      readonly teacher: Scores;
      /** How many validation images were evaluated: all of them, or fewer on a slow device while training goes on. */
      readonly images?: number;
    }
  /** The student on the same images, some time after the teacher. */
  | { readonly type: 'student evaluation'; readonly step: number; readonly student: Scores }
  /** How the teacher's labelling stands. */
  | {
      readonly type: 'labelling';
      readonly step: number;
      readonly worth: PseudoLabelWorth;
      readonly thresholds: { readonly class: Spread; readonly mask: Spread };
    }
  /** Moments that can be looked back at: one more, or fewer. */
  | { readonly type: 'moments'; readonly moments: readonly MomentFacts[] }
  /** Predictions have changed: views of images may be asked for again. */
  | { readonly type: 'predictions'; readonly step: number }
  /** The run is kept on this computer as it was after this step. */
  | { readonly type: 'kept'; readonly step: number }
  /** Dropped images are being read. */
  | { readonly type: 'import'; readonly done: number; readonly all: number }
  /** Networks are trained on parts of the labels, to suggest thresholds from the rest. */
  | { readonly type: 'suggesting'; readonly done: number; readonly all: number }
  /** A file that training needs comes, or has come. */
  | { readonly type: 'download'; readonly download: Download }
  | { readonly type: 'device'; readonly device: DeviceReport }
  /** Whether the open project may be changed in this tab: another one may have it. */
  | { readonly type: 'project'; readonly writable: boolean }
  | { readonly type: 'notice'; readonly notice: Notice };

/**
 * What can be drawn over an image: what is true of it; what teacher and student see in it; the teacher's candidates by
 * what becomes of them as pseudo-labels, `corrected` being those that are kept with another class than the teacher's;
 * and two heat maps, the teacher's doubt about each pixel and the weight of each pixel of the kept in the mask loss.
 */
export type LayerName =
  | 'truth'
  | 'teacher'
  | 'student'
  | 'kept'
  | 'corrected'
  | 'refused'
  | 'uncertainty'
  | 'weights';

/** Opacity of each layer, 0 to 1. What is 0 or not named is left out, and costs nothing. */
export type Layers = Readonly<Partial<Record<LayerName, number>>>;

/**
 * What of an image is drawn: the image; the same as one network sees it; or, of an unlabelled one, the teacher's and the
 * student's view of its latest step side by side, with what the teacher saw in the one and the student learnt in the other.
 */
export type Aspect = 'image' | 'teacher' | 'student' | 'views';

export interface ViewOptions {
  readonly aspect?: Aspect;
  /** Step of a moment: the image as the teacher saw it then, where that was kept. */
  readonly at?: number | undefined;
}

/** What becomes of a candidate on an unlabelled image under the rule in force. */
export interface Fate {
  readonly kept: boolean;
  readonly corrected: boolean;
  /** The class it teaches, or would. */
  readonly category: number;
  /** A sentence: why. */
  readonly reason: string;
}

/** What the teacher sees in the unlabelled images, as it stands. */
export interface CandidateSurvey {
  /** Steps done when it was asked for; each candidate has its own, at which it was seen. */
  readonly step: number;
  /** Unlabelled images that have been looked at. */
  readonly images: number;
  readonly table: CandidateTable;
  /**
   * Candidates on validation images as the same rule would judge them: a measure of thresholds where nobody knows what
   * is true of the unlabelled images. Undefined where that is known, and before the first evaluation.
   */
  readonly validation?: CandidateTable | undefined;
  /** Lowest qualities in force, per class; undefined before the teacher labels. */
  readonly thresholds: { readonly class: Float32Array; readonly mask: Float32Array } | undefined;
  /** Undefined before the teacher labels. */
  readonly secondOpinion?: SecondOpinionFacts | undefined;
}

/** What class prototypes have to say. */
export interface SecondOpinionFacts {
  /** Step since which they have a say. */
  readonly since: number;
  /** w(t): what it weighs now, and at equal distances from `since` to the end of the run. */
  readonly now: number;
  readonly schedule: Float32Array;
  /** How alike every two prototypes are, [K, K] cosines; NaN where one is missing. */
  readonly similarities: Float32Array;
}

export interface ViewInstance {
  readonly source: 'truth' | 'teacher' | 'student';
  readonly category: number;
  /** Predictions only, 0 to 1. */
  readonly score: number | undefined;
  readonly classQuality: number | undefined;
  readonly maskQuality: number | undefined;
  /** Best IoU with truth, where truth is known. */
  readonly iou: number | undefined;
  /** What becomes of it as a pseudo-label; undefined in labelled images, and before the teacher labels. */
  readonly fate?: Fate;
  /** [x, y, width, height] in image pixels. */
  readonly box: readonly [number, number, number, number];
  /** Pixels of the image. */
  readonly area: number;
}

/** An image with its layers drawn in the worker. */
export interface ImageView {
  readonly imageId: number;
  /** Step of the weights that made the predictions; of the views, the step that they were drawn for. */
  readonly step: number;
  /** What is drawn: the image itself where there are no views of it. */
  readonly aspect: Aspect;
  /** Layers that there are for this image. */
  readonly offered: readonly LayerName[];
  /** Transferred; the page closes it. */
  readonly bitmap: ImageBitmap;
  readonly instances: readonly ViewInstance[];
  /** Row-major, bitmap size: 1 + index into `instances` of the topmost instance at a pixel, 0 for none. */
  readonly topmost: Uint16Array;
}

/** The worker, as the page sees it through comlink. Every command may reject with an Error whose message says what, where and what to do. */
export interface Engine extends Projects {
  capabilities(): Promise<Capabilities>;
  /** Ends the present run, if any, and prepares another: data, device, network. It begins anew unless `beginning` says otherwise. */
  open(settings: Settings, beginning?: Beginning): Promise<RunDescription>;
  /** Changes what can be changed in mid-run (knobs whose `needsReset` is false). */
  change(settings: Partial<Settings>): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** One training step, then paused. */
  step(): Promise<void>;
  /** Back to step 0 of the same settings. */
  reset(): Promise<void>;
  /** A small picture for the gallery with predictions drawn on it. */
  thumbnail(imageId: number, side: number, layers: Layers): Promise<ImageView>;
  /**
   * An image of at most `side` pixels on its longest side with those of the layers that there are for it. Where there
   * are no views of it, the image itself.
   */
  view(imageId: number, side: number, layers: Layers, options?: ViewOptions): Promise<ImageView>;
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
  /** Keeps what a person marked in an image of the open project. A run on it hears of it by `takeUp`. */
  saveMarks(imageId: number, marks: Marks): Promise<void>;
  /**
   * A person is done with an image: a run on the project goes on with its labels from its next step, and is described
   * anew. Not before, lest objects that are yet to be marked teach as background.
   */
  takeUp(imageId: number): Promise<RunDescription | undefined>;
  /** Changes the open project's classes; where they get other numbers, the next run is the first that fits. */
  editClasses(edit: ClassEdit): Promise<RunDescription | undefined>;
  /** Takes the latest class edit back, while no other image was marked since: the open image's labels are the page's to save. */
  undoClassEdit(): Promise<RunDescription | undefined>;
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
