import { UnsavedShelf } from '../../engine/own/unsaved-marks.ts';
import type { Stores } from '../../state/stores.ts';

/**
 * Keeps what is marked from the moment it is, until the engine has saved it: between two steps of training that may be
 * seconds later. Where nothing can be stored, the save itself says so. A tab that takes the project over takes it up, so
 * it is not this one's to take away then.
 */
export function keepUnsaved(
  { labelling, run }: Pick<Stores, 'labelling' | 'run'>,
  shelf: Pick<UnsavedShelf, 'write' | 'forget'> = new UnsavedShelf(),
): void {
  /** Images whose marks are held, by project. */
  const held = new Map<string, Set<number>>();
  /** It is said to be saved when all is, also of images whose own save failed. */
  function forget(project: string): void {
    for (const image of held.get(project) ?? []) shelf.forget(project, image).catch(() => {});
    held.delete(project);
  }

  labelling.subscribe(({ saved, history, image, project }, before) => {
    if (saved === 'saved' && before.saved !== 'saved') forget(project);
    // Another image that is opened meanwhile has not been marked yet.
    if (saved !== 'saving' || image !== before.image) return;
    if (before.saved === 'saving' && before.history === history) return;
    const { categories = [] } = run.getState().description ?? {};
    if (!history || image === undefined) return;
    const { objects, refused, empty, classes: known } = history.present;
    held.set(project, (held.get(project) ?? new Set()).add(image));
    // Those that came from a file since are further ones.
    const classes = [...known, ...categories.slice(known.length).map(({ name }) => [name])];
    shelf.write({ project, image, classes, marks: { objects, refused, empty } }).catch(() => {});
  });
}
