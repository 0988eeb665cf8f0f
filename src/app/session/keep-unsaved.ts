import { type UnsavedMarks, UnsavedShelf } from '../../engine/own/unsaved-marks.ts';
import type { Stores } from '../../state/stores.ts';

/**
 * Keeps what is marked from the moment it is, until the engine has saved it: between two steps of training that may be
 * seconds later. Where nothing can be stored, the save itself says so.
 */
export function keepUnsaved(
  { labelling, run }: Pick<Stores, 'labelling' | 'run'>,
  shelf: Pick<UnsavedShelf, 'write' | 'forget'> = new UnsavedShelf(),
): void {
  let written: Pick<UnsavedMarks, 'project' | 'image'> | undefined;
  function forget(): void {
    if (written) shelf.forget(written.project, written.image).catch(() => {});
    written = undefined;
  }

  labelling.subscribe(({ saved, history, image }, before) => {
    if (saved === 'saved' && before.saved !== 'saved') forget();
    if (saved !== 'saving' || (before.saved === 'saving' && before.history === history)) return;
    const { project, categories = [] } = run.getState().description ?? {};
    if (!history || image === undefined || project === undefined) return;
    const { objects, refused } = history.present;
    written = { project, image };
    const classes = categories.map(({ name }) => name);
    shelf.write({ ...written, classes, marks: { objects, refused } }).catch(() => {});
  });
  // Another tab took the project over, with all that was kept: from now on it is that tab's to change.
  run.subscribe(({ writable }, before) => {
    if (before.writable && !writable) forget();
  });
}
