import type { Commands } from '../../engine/client.ts';
import type { Marks } from '../../labels/document.ts';
import type { Draft } from '../../state/labelling.ts';
import type { Stores } from '../../state/stores.ts';
import type { Complain } from './complain.ts';
import { askToPersist } from './persist.ts';

/** What is marked in an image of a project; of the open image with the edits of the classes that lie behind it. */
interface Unsaved {
  readonly project: string;
  readonly marks: Marks & Partial<Pick<Draft, 'classEdits'>>;
}

/** What saving needs of whoever labels. */
export interface SavesOptions {
  readonly engine: Commands;
  readonly labelling: Stores['labelling'];
  readonly complain: Complain;
  /** Id of the project that the run is on. */
  openProject(): string;
  /** Brings the project's classes to such edits. Returns whether they have other numbers now. */
  settleClasses(edits: Draft['classEdits']): Promise<boolean>;
  /** The project's classes are not those that an open image was drawn with: nothing of its history holds for them. */
  readAnew(image: number): void;
}

/** Brings what is marked to the engine, which may be in the middle of a training step. */
export class LabelSaves {
  readonly #options: SavesOptions;
  /** What is not with the engine yet, or could not be saved, by image. */
  readonly #unsaved = new Map<number, Unsaved>();
  #saving: Promise<void> = Promise.resolve();
  #writing = false;
  /** Saves so far that were asked for, and at how many of them all labels were last taken home. */
  #asked = 0;
  #takenHome = 0;

  constructor(options: SavesOptions) {
    this.#options = options;
  }

  keep(project: string, image: number, marks: Unsaved['marks']): void {
    this.#asked++;
    this.#unsaved.set(image, { project, marks });
    if (!this.#writing) this.#saving = this.#save(this.#options.complain);
  }

  /** Resolves when all that was marked is saved, or could not be. */
  settled(): Promise<void> {
    return this.#saving;
  }

  /** The newest there are of an image that is not open. */
  async marksOf(project: string, image: number): Promise<Marks> {
    const waiting = this.#unsaved.get(image);
    return waiting?.project === project ? waiting.marks : this.#options.engine.marks(project, image);
  }

  /** A file is made of the labels as they are now. Returns what is to be called when the person has it. */
  takingHome(): () => void {
    const asked = this.#asked;
    return () => {
      this.#takenHome = asked;
    };
  }

  /** Whether something can neither be saved nor was taken home, though it is tried once more. */
  async wouldLose(): Promise<boolean> {
    const losing = () => this.#unsaved.size > 0 && this.#takenHome < this.#asked;
    if (!losing()) return false;
    // Whoever asks tells what comes of it.
    this.#saving = this.#save(() => {});
    await this.#saving;
    return losing();
  }

  /** Another project has the place of this one. */
  forget(): void {
    this.#unsaved.clear();
  }

  /**
   * One save at a time, always of the newest labels; all that is marked meanwhile is saved before it says so. What cannot
   * be saved is tried again with the next one.
   */
  async #save(tell: Complain): Promise<void> {
    const { engine, labelling, openProject, settleClasses, readAnew } = this.#options;
    this.#writing = true;
    labelling.setState({ saved: 'saving' });
    let undone = false;
    const failed = new Map<number, Unsaved>();
    for (const [image, { project, marks }] of this.#unsaved) {
      const { objects, refused, empty, classEdits } = marks;
      this.#unsaved.delete(image);
      try {
        if (classEdits !== undefined && (await settleClasses(classEdits)))
          // Those were not written, but the project has given them their new numbers.
          for (const other of failed.keys())
            failed.set(other, { project, marks: await engine.marks(project, other) });
      } catch (error) {
        undone = true;
        tell('editing the classes', error);
        this.#unsaved.delete(image);
        readAnew(image);
        continue;
      }
      try {
        await engine.saveMarks(project, image, { objects, refused, empty });
        failed.delete(image);
        if (objects.length > 0 || empty) askToPersist();
      } catch (error) {
        failed.set(image, { project, marks: { objects, refused, empty } });
        tell('saving the labels', error);
      }
    }
    // Nothing of a project is tried with another that has its place.
    for (const [image, one] of failed) if (one.project === openProject()) this.#unsaved.set(image, one);
    this.#writing = false;
    labelling.setState({ saved: undone || failed.size > 0 ? 'failed' : 'saved' });
  }
}
