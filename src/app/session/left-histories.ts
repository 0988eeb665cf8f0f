import type { ClassEdit } from '../../labels/class-edits.ts';
import { type Marks, sameObjects } from '../../labels/document.ts';
import { type History, record } from '../../labels/history.ts';
import { sameMask } from '../../masks/rle.ts';
import type { Draft } from '../../state/labelling.ts';

/** Images whose histories are kept at most, the one left last longest. */
const MOST = 100;

const none: readonly ClassEdit[] = [];

/** What was drawn in images that were left: whoever comes back to one can undo it still. */
export class LeftHistories {
  readonly #kept = new Map<number, History<Draft>>();

  /** Edits of the classes are undone where they were made, and nowhere else. */
  keep(image: number, history: History<Draft>): void {
    this.#kept.delete(image);
    const { past, future } = history;
    if (past.length + future.length === 0) return;
    if ([...past, ...future].some(({ classEdits }) => classEdits !== history.present.classEdits)) return;
    this.#kept.set(image, history);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST) this.#kept.delete(oldest);
  }

  /**
   * @param now what is marked, and the names of the classes: where a file, another tab or an edit of the classes made
   * them others than they were left, what led there is no history of theirs.
   */
  of(image: number, now: Pick<Draft, keyof Marks | 'classes'>): History<Draft> | undefined {
    const kept = this.#kept.get(image);
    if (!kept || !sameMarks(kept.present, now)) return undefined;
    const names = kept.present.classes.map(([name]) => name);
    if (names.length !== now.classes.length || names.some((name, k) => name !== now.classes[k][0]))
      return undefined;
    const afresh = (draft: Draft): Draft => ({ ...draft, classEdits: none });
    return {
      past: kept.past.map(afresh),
      present: afresh(kept.present),
      future: kept.future.map(afresh),
    };
  }

  /** An image that was left is edited from elsewhere: one edit more, where it has a history. */
  record(image: number, before: Marks, { objects, refused, empty }: Marks): void {
    const kept = this.#kept.get(image);
    if (kept && sameMarks(kept.present, before))
      this.#kept.set(image, record(kept, { ...kept.present, objects, refused, empty }));
  }

  forget(): void {
    this.#kept.clear();
  }
}

const sameMarks = (a: Marks, b: Marks): boolean =>
  a.empty === b.empty &&
  a.refused.length === b.refused.length &&
  a.refused.every((mask, i) => sameMask(mask, b.refused[i])) &&
  sameObjects(a.objects, b.objects);
