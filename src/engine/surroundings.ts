import type { Capabilities } from '../compute/capabilities.ts';
import type { Choice, DevicePreference } from '../compute/choose.ts';
import type { Splits } from '../data/dataset.ts';
import type { TakenBack } from '../data/own/take-back.ts';
import type { ZipWriter } from '../data/own/zip-writer.ts';
import type { ClassEdit } from '../labels/class-edits.ts';
import type { Marks } from '../labels/document.ts';
import type { Settings } from '../settings/schema.ts';
import type { Source } from '../training/sources.ts';
import type { Download } from './protocol/events.ts';
import type { ProjectSummary, Projects } from './protocol/projects.ts';
import type { ImportedFile, ImportReport } from './protocol/take-in.ts';
import type { Vault } from './resume/vault.ts';

/** A project that came as a zip, with what it was left with. */
export interface ImportedProject {
  readonly report: ImportReport;
  /** Values of knobs by their names, as they were written. */
  readonly settings: Readonly<Record<string, number | string>> | undefined;
  /** A checkpoint file; undefined where there was none. */
  readonly checkpoint: Uint8Array<ArrayBuffer> | undefined;
}

/** Images and labels that came to the open project. */
export interface JoinedProject {
  readonly report: ImportReport;
  /** Ids of the images that have labels since. */
  readonly images: readonly number[];
}

/** Where a person's own images and labels are kept. */
export interface OwnProjects extends Omit<Projects, 'openProject'> {
  /** @throws Error where it is gone. */
  openProject(id: string): Promise<void>;
  /** @param tell hears whether the open project may be changed in this tab, whenever that changes. */
  watch(tell: (writable: boolean) => void): void;
  /** @throws Error with a sentence where nothing usable is among the files; ImportCancelled once `signal` says so. */
  import(
    files: readonly ImportedFile[],
    onProgress: (done: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<ImportReport>;
  /**
   * Takes in the zip of a project; undefined where the zip is of something else.
   * @throws Error with a sentence where it is damaged; ImportCancelled.
   */
  importProject(
    zip: Blob,
    onProgress: (done: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<ImportedProject | undefined>;
  /**
   * Annotation files without images give those of the open project labels; undefined where something else was dropped.
   * @throws Error with a sentence where they cannot be used; ImportCancelled.
   */
  joinAnnotations(files: readonly ImportedFile[], signal: AbortSignal): Promise<JoinedProject | undefined>;
  /** Whether images that were dropped are masks of those of the open project: then they are annotations. */
  areMasks(files: readonly ImportedFile[]): Promise<boolean>;
  /**
   * Adds dropped images, and the annotations among them, to the open project; all of it or nothing.
   * @throws Error with a sentence where nothing of it is new or it cannot be kept; ImportCancelled once `signal` says so.
   */
  add(
    files: readonly ImportedFile[],
    onProgress: (done: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<JoinedProject>;
  /**
   * Takes the labels back that files brought last, but for those of images that were changed since.
   * @param leastClasses that stay, for a network was made for them.
   * @throws Error with a sentence where there are none.
   */
  takeBackLabels(leastClasses: number): Promise<Pick<TakenBack, 'images' | 'left'>>;
  /** The open project; undefined where none is. */
  present(): ProjectSummary | undefined;
  /** Writes everything of the open project into a zip. @param settings of the run that it is left with. */
  writeProject(zip: ZipWriter, settings: Settings | undefined, turn: () => Promise<void>): Promise<void>;
  /** Resolves when they are safe. @throws Error where they could not be kept, or another project is open. */
  saveMarks(project: string, image: number, marks: Marks): Promise<void>;
  /** As the labels have made them. */
  splits(): Promise<Splits>;
  /** Images in which a person marked or refused something. */
  looked(): Promise<ReadonlySet<number>>;
  /** @throws RangeError for classes that cannot be; Error where another project is open. */
  editClasses(project: string, edit: ClassEdit): Promise<void>;
  /** @throws Error where labels of other images were saved since, or another project is open. */
  undoClassEdit(project: string): Promise<void>;
}

/** A run has labels from then on that a person draws; a look at whether a run would fit leaves everything as it is. */
export type Purpose = 'a run' | 'a look';

/** What the engine needs of the world it runs in; tests in Node put stand-ins here. */
export interface Surroundings {
  capabilities(): Promise<Capabilities>;
  /** @throws UnavailableError where no such device can be had. */
  chooseDevice(preference: DevicePreference): Promise<Choice>;
  /**
   * The dataset of the settings; the same object for the same dataset, so that what was read of it can be kept.
   * @throws RangeError for unusable settings.
   */
  openSource(settings: Settings, purpose: Purpose): Promise<Source>;
  /** A person's own projects. */
  readonly own: OwnProjects;
  /** Where runs are kept as they stand. */
  readonly vault: Vault;
  /** The file of the base weights. @throws Error where it cannot be had. */
  baseWeights(): Promise<Uint8Array>;
  /** @param tell hears how the files come that are fetched from now on. */
  watchDownloads(tell: (download: Download) => void): void;
  /** Resolves after what has come in meanwhile (commands, answers) was handled. Never throttled in hidden tabs. */
  breathe(): Promise<void>;
  /** @param pixels RGBA, four bytes a pixel. */
  createBitmap(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): Promise<ImageBitmap>;
  /** Milliseconds on a clock that never goes back. */
  now(): number;
  /** Whether validation images may be read before they are asked for. */
  readonly readAhead: boolean;
}
