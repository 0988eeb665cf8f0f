import type { Splits } from '../../data/dataset.ts';
import type { GivenFile, Turn } from '../../data/formats/format.ts';
import { writeAnnotations } from '../../data/formats/writing/all.ts';
import type { FindHeld } from '../../data/own/add-images.ts';
import { areMasksFor, type Joined, readAnnotationsFor } from '../../data/own/join-annotations.ts';
import {
  ANNOTATION_FILE,
  annotationsByPath,
  IMAGE_FOLDER,
  PROJECT_FILE,
  SPLITS_FILE,
  withProjectFacts,
  writeProjectFacts,
} from '../../data/own/project-file.ts';
import type { TakenBack } from '../../data/own/take-back.ts';
import type { ZipWriter } from '../../data/own/zip-writer.ts';
import type { ClassEdit } from '../../labels/class-edits.ts';
import type { Marks } from '../../labels/document.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Source } from '../../training/sources.ts';
import { breathe } from '../breathe.ts';
import type { ProjectSummary } from '../protocol/projects.ts';
import type { AnnotationFile, AnnotationForm } from '../protocol/take-home.ts';
import type { ImportedFile, ImportReport } from '../protocol/take-in.ts';
import type { Vault } from '../resume/vault.ts';
import type { ImportedProject, JoinedProject, OwnProjects, Purpose } from '../surroundings.ts';
import { holdingsOf } from './holdings.ts';
import { Project, summaryOf } from './project.ts';
import { projectIn } from './project-zip.ts';
import {
  digestOf,
  given,
  type ReadPlan,
  readFiles,
  readFilesFor,
  readGiven,
  turnsUntil,
} from './read-files.ts';
import { Shelf } from './shelf.ts';
import { Tenure } from './tenure.ts';
import { marksAmong, UnsavedShelf } from './unsaved-marks.ts';

const ELSEWHERE =
  'Another tab has this project open, so it can only be read here. Take it over to change it.';

const GONE = 'This project is no longer on this computer; another tab may have deleted it.';

/** A person's own images and labels: read here, in the worker, and kept on this computer. One project is open at a time. */
export class OwnData implements OwnProjects {
  readonly #shelf: Shelf;
  readonly #unsaved = new UnsavedShelf();
  #project: Project | undefined;
  /** The project last worked on, while it is being opened. */
  #latest: Promise<Project> | undefined;
  /** Saves one after another: the last one said is the last one written. */
  #saving: Promise<unknown> = Promise.resolve();
  #tell: (writable: boolean) => void = () => {};
  readonly #tenure = new Tenure(navigator.locks, (writable) => this.#tell(writable));

  /** @param vault where runs are kept: they make room for images and labels. */
  constructor(vault: Vault) {
    this.#shelf = new Shelf(vault);
  }

  /** @param tell hears whether the open project may be changed here, whenever that changes. */
  watch(tell: (writable: boolean) => void): void {
    this.#tell = tell;
  }

  /**
   * A new project of what was dropped; where it fails or is cancelled, everything stays as it was.
   * @throws Error with a sentence where nothing usable was dropped; ImportCancelled.
   */
  async import(
    files: readonly ImportedFile[],
    onProgress: (done: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<ImportReport> {
    return this.#take(crypto.randomUUID(), await readFiles(files, onProgress, signal));
  }

  /**
   * Takes in the zip of a project, with all that was in it; it is the open one then. Undefined where the zip is of
   * something else.
   * @throws Error with a sentence where it is damaged; ImportCancelled.
   */
  async importProject(
    zip: Blob,
    onProgress: (done: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<ImportedProject | undefined> {
    const found = await projectIn(given({ path: 'project.zip', file: zip }));
    if (!found) return undefined;
    const { plan, blobs } = await readGiven(found.files, onProgress, signal);
    const { plan: whole, facts } = withProjectFacts(plan, found.text);
    // The project itself may be here still: then this is a copy.
    const known = await this.#shelf.project(facts.id).catch(() => undefined);
    const report = await this.#take(known ? crypto.randomUUID() : facts.id, { plan: whole, blobs });
    return { report, settings: facts.settings, checkpoint: await found.checkpoint() };
  }

  /**
   * Gives images of the open project labels, from annotation files that came without images; undefined where something
   * else was dropped.
   * @throws Error with a sentence where the files cannot be read, are of other images, or may not change it;
   * ImportCancelled.
   */
  async joinAnnotations(
    files: readonly ImportedFile[],
    signal: AbortSignal,
  ): Promise<JoinedProject | undefined> {
    const project = await this.#current();
    const turn = turnsUntil(signal);
    const held = this.#heldBy(project, turn);
    const read = await readAnnotationsFor(project.kept.plan, files.map(given), turn, held);
    if (!read) return undefined;
    if (this.#writable() !== project)
      throw new Error('Another project was opened meanwhile, so nothing was taken in. Drop the file again.');
    const joined = project.join(read);
    await this.#save(project);
    return { report: joinedReport(project, joined), images: joined.images };
  }

  /** Whether images that were dropped are masks of those of the open project. */
  async areMasks(files: readonly ImportedFile[]): Promise<boolean> {
    const project = this.#project;
    if (!project) return false;
    const turn = turnsUntil(new AbortController().signal);
    const held = this.#heldBy(project, turn);
    // What is wrong with them is told when they are taken in.
    return areMasksFor(project.kept.plan, files.map(given), turn, held).catch(() => false);
  }

  /** Tells the project's own images from other files. They are looked up when the first one is asked for. */
  #heldBy(project: Project, turn: Turn): (file: GivenFile) => Promise<boolean> {
    let find: FindHeld | undefined;
    return async (file) => {
      find ??= await holdingsOf(project.dataset.images, (image) => project.file(image), turn);
      return (await find(file.size, await digestOf(await file.bytes()))) !== undefined;
    };
  }

  /**
   * Adds the images that were dropped to the open project, and what annotations came with them. Where it fails or is
   * cancelled, everything stays as it was.
   * @throws Error with a sentence where nothing of it is new, cannot be kept, or may not be changed here; ImportCancelled.
   */
  async add(
    files: readonly ImportedFile[],
    onProgress: (done: number, all: number) => void,
    signal: AbortSignal,
  ): Promise<JoinedProject> {
    const project = this.#writable();
    const { images } = project.dataset;
    const find = await holdingsOf(images, (image) => project.file(image), turnsUntil(signal));
    const { addition, blobs } = await readFilesFor(project.kept.plan, files, find, onProgress, signal);
    return this.#inTurn(async () => {
      if (this.#writable() !== project)
        throw new Error('Another project was opened meanwhile, so nothing was added. Drop the files again.');
      const added = project.with(addition);
      const pictures = new Map(
        [...added.sources].map(([path, source]) => [path, blobs.get(source) ?? new Blob()]),
      );
      const touched = Math.max(Date.now(), project.keptTouched + 1);
      await this.#shelf.keep({ id: project.id, plan: added.plan, touched }, project.keptTouched, pictures);
      project.keptTouched = touched;
      // What was marked while it was written is not lost: it is added to what there is now.
      const now = project.with(addition);
      project.adopt(now);
      return { report: joinedReport(project, now, added.sources.size), images: now.images };
    });
  }

  /** @throws Error with a sentence where there is nothing to take back, or another tab may change the project. */
  async takeBackLabels(leastClasses: number): Promise<Pick<TakenBack, 'images' | 'left'>> {
    const project = this.#writable();
    const taken = project.takeBack(leastClasses);
    await this.#save(project);
    return taken;
  }

  /** The open project; undefined where none is. */
  present(): ProjectSummary | undefined {
    return this.#project && summaryOf(this.#project.kept, true);
  }

  /** Writes everything of the open project into a zip. @param settings of the run that it is left with. */
  async writeProject(
    zip: ZipWriter,
    settings: Settings | undefined,
    turn: () => Promise<void>,
  ): Promise<void> {
    const project = await this.#current();
    const { plan } = project.kept;
    const text = (path: string, words: string): void =>
      zip.add(path, new TextEncoder().encode(words), 'packed');
    text(PROJECT_FILE, writeProjectFacts(plan, { id: project.id, settings }));
    text(ANNOTATION_FILE, annotationsByPath(plan));
    if (plan.splits) text(SPLITS_FILE, JSON.stringify(plan.splits));
    for (const { id } of plan.images) {
      const bytes = new Uint8Array(await (await project.file(id)).arrayBuffer());
      zip.add(IMAGE_FOLDER + (plan.paths.get(id) ?? id), bytes);
      await turn();
    }
  }

  async #take(id: string, { plan, blobs }: ReadPlan): Promise<ImportReport> {
    const notices = [...plan.notices];
    const kept = { id, plan, touched: Date.now() };
    const failure = await this.#shelf.add(kept, blobs).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (failure !== undefined)
      notices.push(
        `They could not be kept on this computer (${failure}), so they last until this page is closed.`,
      );
    // What was dropped may be moved, changed or deleted from now on: where there is a copy, that is read.
    this.#project =
      failure === undefined ? this.#opened(kept) : new Project(kept, async (path) => blobs.get(path));
    await this.#tenure.enter(kept.id);
    const { annotated } = summaryOf(kept, true);
    return {
      name: plan.name,
      images: plan.images.length,
      annotated,
      classes: plan.categories.map(({ name }) => name),
      skipped: plan.skipped,
      notices,
    };
  }

  /** @throws Error where nothing was imported on this computer; RangeError for an amount that is not to be had. */
  async source(settings: Pick<Settings, 'labelled' | 'seed'>, purpose: Purpose): Promise<Source> {
    const project = await this.#current();
    return purpose === 'a run' ? project.begin(settings) : project.source(settings);
  }

  /** Latest first. */
  async projects(): Promise<ProjectSummary[]> {
    const open = this.#project?.id;
    return (await this.#shelf.list()).map((kept) => summaryOf(kept, kept.id === open));
  }

  /** @throws Error where it is gone. */
  async openProject(id: string): Promise<void> {
    // Nothing is left for a project that is gone.
    if (!(await this.#shelf.has(id))) throw new Error(GONE);
    const writable = await this.#tenure.enter(id);
    const project = await this.#entered(id);
    // Another was asked for meanwhile.
    if (this.#tenure.project !== id) return;
    this.#project = project;
    if (!writable) return;
    project.touch();
    await this.#takeUpUnsaved(project);
    await this.#save(project);
  }

  /** From now on this tab changes the open project: as the other tab left it. */
  async takeOverProject(): Promise<void> {
    const { id } = await this.#current();
    await this.#tenure.takeOver();
    await this.openProject(id);
  }

  /** @throws Error where another tab may change it, or it is gone. */
  async renameProject(id: string, name: string): Promise<void> {
    if (await this.#tenure.heldElsewhere(id)) throw new Error(ELSEWHERE);
    const open = this.#project?.id === id ? this.#writable() : undefined;
    const kept = open ? undefined : await this.#shelf.project(id);
    const project = open ?? (kept && this.#opened(kept));
    if (!project) throw new Error('This project is no longer on this computer.');
    project.rename(name);
    await this.#save(project);
  }

  async duplicateProject(id: string): Promise<void> {
    const all = await this.#shelf.list();
    const name = all.find((kept) => kept.id === id)?.plan.name ?? '';
    const taken = new Set(all.map(({ plan }) => plan.name));
    let copy = `${name} copy`;
    for (let i = 2; taken.has(copy); i++) copy = `${name} copy ${i}`;
    await this.#saving.catch(() => {});
    await this.#shelf.duplicate(id, { id: crypto.randomUUID(), name: copy });
  }

  /** It can be brought back for a while. @throws Error where another tab may change it. */
  async deleteProject(id: string): Promise<void> {
    if (await this.#tenure.heldElsewhere(id)) throw new Error(ELSEWHERE);
    if (this.#project?.id === id) {
      await this.#saving.catch(() => {});
      this.#project = undefined;
      this.#tenure.leave();
    }
    await this.#shelf.setDeleted(id, true);
  }

  restoreProject(id: string): Promise<void> {
    return this.#shelf.setDeleted(id, false);
  }

  async marks(project: string, image: number): Promise<Marks> {
    return this.#named(project).marks(image);
  }

  /** Resolves when they are safe. @throws Error where they could not be kept; the page still has them. */
  async saveMarks(id: string, image: number, marks: Marks): Promise<void> {
    const project = this.#writable(id);
    project.setMarks(image, marks);
    await this.#save(project);
  }

  async splits(): Promise<Splits> {
    return this.#open.splits;
  }

  async looked(): Promise<ReadonlySet<number>> {
    return this.#open.looked;
  }

  /** @throws RangeError for classes that cannot be. */
  async editClasses(id: string, edit: ClassEdit): Promise<void> {
    const project = this.#writable(id);
    project.editClasses(edit);
    await this.#save(project);
  }

  /** @throws Error where labels of other images were saved since. */
  async undoClassEdit(id: string): Promise<void> {
    const project = this.#writable(id);
    project.undoClassEdit();
    await this.#save(project);
  }

  /** What a person marked; where the form lists images, unlabelled ones are listed too. */
  async exportLabels(form: AnnotationForm): Promise<AnnotationFile> {
    const { dataset, splits } = this.#open;
    const images = await Promise.all(
      dataset.images.map(async (image) => [image, await dataset.instances(image.id)] as const),
    );
    const description = `Labels of ${dataset.name}, drawn with Penumbra`;
    return writeAnnotations(form, { source: dataset, images, splits, description }, breathe);
  }

  /** As it is kept once this tab has it: one that is reloaded may have saved until then. @throws Error where it is gone. */
  async #entered(id: string): Promise<Project> {
    const kept = await this.#shelf.project(id);
    if (!kept) throw new Error(GONE);
    return this.#opened(kept);
  }

  #opened(kept: ConstructorParameters<typeof Project>[0]): Project {
    return new Project(kept, (path) => this.#shelf.picture(kept.id, path));
  }

  /** What was marked in a tab that died before it could be saved. */
  async #takeUpUnsaved(project: Project): Promise<void> {
    const unsaved = await this.#unsaved.of(project.id).catch(() => []);
    if (unsaved.length === 0) return;
    const known = new Set(project.dataset.images.map(({ id }) => id));
    for (const one of unsaved.filter(({ image }) => known.has(image))) {
      const names = project.dataset.categories.map(({ name }) => name);
      const { marks, added } = marksAmong(names, one);
      for (const name of added) project.editClasses({ kind: 'add', name });
      project.setMarks(one.image, marks);
    }
    // Where they cannot be saved now either, they stay where they are.
    await this.#save(project).then(
      () => Promise.all(unsaved.map(({ image }) => this.#unsaved.forget(project.id, image))),
      () => {},
    );
  }

  /** The open project, else the one last worked on. */
  async #current(): Promise<Project> {
    if (this.#project) return this.#project;
    this.#latest ??= this.#openLatest().finally(() => {
      this.#latest = undefined;
    });
    return this.#latest;
  }

  async #openLatest(): Promise<Project> {
    const latest = (await this.#shelf.list()).find(({ deleted }) => deleted === undefined);
    if (!latest)
      throw new Error(
        'There are no images of your own on this computer yet. Drop a folder with images onto the page, or choose the Workbench as the dataset.',
      );
    // Another was opened while this one was looked for.
    if (this.#project) return this.#project;
    const writable = await this.#tenure.enter(latest.id);
    const project = await this.#entered(latest.id);
    if (writable) await this.#takeUpUnsaved(project);
    this.#project ??= project;
    return this.#project;
  }

  /** Never another in its place: images of two projects have the same numbers. @throws Error where none is open. */
  get #open(): Project {
    if (!this.#project) throw new Error('No project is open any more. Open one first.');
    return this.#project;
  }

  /** The open project, where that is the one which is meant. @throws Error where another is open, or none. */
  #named(id: string): Project {
    const project = this.#open;
    if (project.id !== id)
      throw new Error(
        'Another project is open by now. Open the one that these labels are of to go on with them.',
      );
    return project;
  }

  /**
   * The open project, to be changed.
   * @param id where a certain one is meant.
   * @throws Error where none is open, or another, or only another tab may change it.
   */
  #writable(id?: string): Project {
    const project = id === undefined ? this.#open : this.#named(id);
    if (this.#tenure.project !== project.id || !this.#tenure.writable) throw new Error(ELSEWHERE);
    return project;
  }

  #save(project: Project): Promise<void> {
    return this.#inTurn(async () => {
      const { kept } = project;
      await this.#shelf.keep(kept, project.keptTouched);
      project.keptTouched = kept.touched;
    });
  }

  /** After what is being saved, whatever becomes of that. */
  #inTurn<T>(write: () => Promise<T>): Promise<T> {
    const written = this.#saving.catch(() => {}).then(write);
    this.#saving = written;
    return written;
  }
}

/** What came to a project that is open. @param added images that it did not have. */
function joinedReport(
  { kept: { plan } }: Project,
  { images, skipped, notices }: Pick<Joined, 'images' | 'skipped' | 'notices'>,
  added = 0,
): ImportReport {
  return {
    name: plan.name,
    images: plan.images.length,
    annotated: images.length,
    classes: plan.categories.map(({ name }) => name),
    skipped,
    notices,
    ...(added > 0 && { added }),
  };
}
