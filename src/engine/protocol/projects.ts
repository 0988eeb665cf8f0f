import type { Marks } from '../../labels/document.ts';
import type { Settings } from '../../settings/schema.ts';
import type { AnnotationFile, AnnotationForm } from './take-home.ts';

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

/** A person's own projects. */
export interface Projects {
  /** Latest first. */
  projects(): Promise<readonly ProjectSummary[]>;
  /**
   * The dataset `own` is made of it from the next run on.
   * @returns settings of the run of it that was kept last; undefined where none was.
   * @throws Error where it is gone.
   */
  openProject(id: string): Promise<Settings | undefined>;
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
  /** What is marked in an image of a project. @throws Error where another one is open by now. */
  marks(project: string, imageId: number): Promise<Marks>;
  /** All that is marked in the open project, in the form that was asked for. */
  exportLabels(form: AnnotationForm): Promise<AnnotationFile>;
}
