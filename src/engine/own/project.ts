import type { Dataset, Splits } from '../../data/dataset.ts';
import type { ReadAnnotations } from '../../data/formats/format.ts';
import { type Added, type Addition, addImages } from '../../data/own/add-images.ts';
import { marksOf, placedLike, withClassEdit, withMarks } from '../../data/own/edit-plan.ts';
import { type Joined, joinAnnotations } from '../../data/own/join-annotations.ts';
import { type ImportPlan, splitsFor } from '../../data/own/plan-import.ts';
import { type Brought, type TakenBack, withoutBrought } from '../../data/own/take-back.ts';
import type { ClassEdit } from '../../labels/class-edits.ts';
import type { Marks } from '../../labels/document.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Source } from '../../training/sources.ts';
import type { ProjectSummary } from '../protocol/projects.ts';
import { pictureOf } from './pictures.ts';
import type { KeptProject } from './shelf.ts';

/** A person's images and labels, open for work. Edits show in the dataset at once. */
export class Project {
  readonly id: string;
  readonly dataset: Dataset;
  #plan: ImportPlan;
  #touched: number;
  /** What class edits can be undone to, each while no other image is marked than the one that was marked since. */
  #beforeEdits: {
    readonly plan: Pick<ImportPlan, 'categories' | 'instances' | 'splits'>;
    readonly marked?: number;
  }[] = [];
  /** Labels that files brought last. */
  #brought: Brought | undefined;
  /** As the last run had them, with what was edited by hand since. */
  #splits: Splits | undefined;
  /** Of the last run: who measures was drawn with it. */
  #seed = 1;
  readonly #blobAt: (path: string) => Promise<Blob | undefined>;

  /** @param blobAt the image file at a path of the plan; undefined where it is gone. */
  constructor({ id, plan, touched }: KeptProject, blobAt: (path: string) => Promise<Blob | undefined>) {
    this.id = id;
    this.#blobAt = blobAt;
    this.#plan = plan;
    this.#touched = touched;
    this.keptTouched = touched;
    const now = (): ImportPlan => this.#plan;
    this.dataset = {
      get name() {
        return now().name;
      },
      get categories() {
        return now().categories;
      },
      get images() {
        return now().images;
      },
      picture: async (image) => pictureOf(await this.file(image)),
      file: (image) => this.file(image),
      instances: async (image) => now().instances.get(image) ?? [],
    };
  }

  /** The file of an image, as it was dropped. @throws Error where it is gone. */
  async file(image: number): Promise<Blob> {
    const path = this.#plan.paths.get(image);
    const blob = path === undefined ? undefined : await this.#blobAt(path);
    if (!blob)
      throw new Error(`The image ${path ?? image} is no longer on this computer. Drop its folder again.`);
    return blob;
  }

  /** As it was last read or written on this computer. */
  keptTouched: number;

  get kept(): KeptProject {
    return { id: this.id, plan: this.#plan, touched: this.#touched };
  }

  /** As a run of these settings would have it. @throws RangeError for an amount that is not to be had. */
  source({ labelled, seed }: Pick<Settings, 'labelled' | 'seed'>): Source {
    return { dataset: this.dataset, splits: splitsFor(this.#plan, labelled, seed), project: this.id };
  }

  /** As a run has it that begins: what is labelled from now on joins its splits. @throws as `source`. */
  begin(settings: Pick<Settings, 'labelled' | 'seed'>): Source {
    const source = this.source(settings);
    this.#seed = settings.seed;
    this.#splits = source.splits;
    return source;
  }

  marks(image: number): Marks {
    return marksOf(this.#plan, image);
  }

  /** Images in which a person marked or refused something. */
  get looked(): ReadonlySet<number> {
    const { instances, refused = new Map() } = this.#plan;
    const some = [...instances, ...refused].filter(([, { length }]) => length > 0);
    return new Set(some.map(([image]) => image));
  }

  /** As they stand: those of the last run, with what was labelled since. */
  get splits(): Splits {
    this.#splits ??= splitsFor(this.#plan, '100%', this.#seed);
    return this.#splits;
  }

  /** @throws RangeError for an image that there is not. */
  setMarks(image: number, marks: Marks): void {
    this.#beforeEdits = this.#beforeEdits
      .filter(({ marked = image }) => marked === image)
      .map(({ plan }) => ({ plan, marked: image }));
    const run = this.splits;
    // What a run was not allowed to know stays labelled: how much it may know is for each run to say.
    const lasting = this.#plan.splits ?? splitsFor(this.#plan, '100%', this.#seed);
    const plan = withMarks(this.#plan, image, marks, lasting);
    this.#edit(plan);
    this.#splits = placedLike(plan.splits ?? lasting, run, image);
  }

  /** @throws RangeError for classes that cannot be. */
  editClasses(edit: ClassEdit): void {
    const { categories, instances, splits } = this.#plan;
    const edited = withClassEdit(this.#plan, edit);
    this.#beforeEdits.push({ plan: { categories, instances, splits } });
    this.#edit(edited);
  }

  /** @throws Error where labels of other images were saved since. */
  undoClassEdit(): void {
    const before = this.#beforeEdits.pop();
    if (!before)
      throw new Error('Labels of another image were changed since, so the classes stay as they are now.');
    this.#edit({ ...this.#plan, ...before.plan });
  }

  /** Labels that files brought. Class edits before them cannot be undone any more. */
  join(read: ReadAnnotations): Joined {
    const joined = joinAnnotations(this.#plan, this.splits, read);
    this.adopt(joined);
    return joined;
  }

  /** As it would be with what a drop brings; `adopt` makes it so. @throws Error with a sentence where nothing is new. */
  with(addition: Addition): Added {
    return addImages(this.#plan, this.splits, addition);
  }

  /** Class edits before it cannot be undone any more. */
  adopt({ plan, images }: Pick<Joined, 'plan' | 'images'>): void {
    if (images.length > 0) this.#brought = { before: this.#plan, splits: this.splits, after: plan, images };
    this.#beforeEdits = [];
    this.#edit(plan);
    this.#splits = plan.splits;
  }

  /**
   * Takes the labels back that files brought last, but for those that were changed since.
   * @param leastClasses that a network was made for.
   * @throws Error with a sentence where there are none.
   */
  takeBack(leastClasses: number): TakenBack {
    if (!this.#brought) throw new Error('No labels came from a file since this project was opened.');
    const taken = withoutBrought(this.#plan, this.splits, this.#brought, leastClasses);
    this.#brought = undefined;
    this.#beforeEdits = [];
    this.#edit(taken.plan);
    this.#splits = taken.splits;
    return taken;
  }

  /** It is worked on now. */
  touch(): void {
    this.#edit(this.#plan);
  }

  /** Among all projects it keeps its place, which is for work on its images to change. */
  rename(name: string): void {
    this.#edit({ ...this.#plan, name: name.trim() || this.#plan.name }, this.#touched);
  }

  /** @param now when, in milliseconds since 1970. */
  #edit(plan: ImportPlan, now = Date.now()): void {
    this.#plan = plan;
    // Twice within a millisecond is still later.
    this.#touched = Math.max(now, this.#touched + 1);
  }
}

export const summaryOf = ({ id, plan, touched, deleted }: KeptProject, open: boolean): ProjectSummary => ({
  id,
  name: plan.name,
  images: plan.images.length,
  annotated: [...plan.instances.values()].filter(({ length }) => length > 0).length,
  touched,
  open,
  ...(deleted !== undefined && { deleted }),
});
