import type { Settings } from '../../settings/schema.ts';
import type { RunDescription } from './run.ts';

/** A file that a person dropped, with its place in the dropped folder. */
export interface ImportedFile {
  readonly path: string;
  readonly file: Blob;
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
