import {
  aliasesAfter,
  type ClassEdit,
  marksAfter,
  renumberedBetween,
  renumbers,
} from '../../labels/class-edits.ts';
import type { Desk } from './labelling.ts';

/**
 * Edits of the classes, part of the same history as what is drawn: the page has them at once, the project with the next
 * save. Those that give classes other numbers begin a new run, for the network's class head no longer fits.
 */
export function createClassEdits({ engine, stores, complain, editMarks, receive, reopen }: Desk) {
  const { labelling, run } = stores;
  /** What the project has of this image's history. */
  let applied: readonly ClassEdit[] = [];
  /** What the run was opened with of it; undefined where its classes have numbers that they never had here. */
  let ofRun: readonly ClassEdit[] | undefined = [];
  run.subscribe(({ command }, before) => {
    if (command === 'open' && before.command !== 'open') ofRun = applied;
  });

  /** Whether classes have the same numbers after such edits as in the run. */
  const areOfRun = (edits: readonly ClassEdit[]): boolean =>
    ofRun !== undefined && !renumberedBetween(ofRun, edits);

  /**
   * Brings the project to where the history is.
   * @returns whether classes have other numbers now.
   * @throws Error where it cannot be brought there.
   */
  async function settle(wanted: readonly ClassEdit[]): Promise<boolean> {
    const { project } = labelling.getState();
    let anew = false;
    try {
      for (;;) {
        // What is not wanted any more goes before anything is built on it.
        const back = applied.some((edit, i) => edit !== wanted[i]);
        const edit = back ? applied.at(-1) : wanted[applied.length];
        if (!edit) return anew;
        receive(back ? await engine.undoClassEdit(project) : await engine.editClasses(project, edit));
        applied = back ? applied.slice(0, -1) : [...applied, edit];
        anew ||= renumbers(edit);
      }
    } finally {
      if (anew) void reopen();
    }
  }

  /** What the worker would refuse is not recorded. */
  function objection(edit: ClassEdit): string | undefined {
    const names = run.getState().description?.categories.map(({ name }) => name) ?? [];
    if (edit.kind === 'add' || edit.kind === 'rename') {
      const name = edit.name.trim();
      if (name === '') return 'A class needs a name.';
      const others = edit.kind === 'add' ? names : names.filter((_, i) => i !== edit.category);
      if (others.includes(name)) return 'There is a class of that name already; choose another name.';
    }
    if (renumbers(edit) && names.length < 2) return 'A project needs a class; rename this one instead.';
    return undefined;
  }

  function editClasses(edit: ClassEdit): boolean {
    const why = objection(edit);
    if (why !== undefined) {
      complain('editing the classes', new RangeError(why));
      return false;
    }
    const { history, selected } = labelling.getState();
    if (!history) return false;
    const { classEdits, classes } = history.present;
    const after = { classEdits: [...classEdits, edit], classes: aliasesAfter(edit, classes) };
    editMarks((draft) => ({ ...marksAfter(edit, draft), ...after }), selected);
    return true;
  }

  return {
    settle,
    areOfRun,
    /** Another image: what was done to the classes before it stays. */
    forget(): void {
      ofRun = areOfRun(applied) ? [] : undefined;
      applied = [];
    },
    actions: {
      editClasses,
      /** Drawn with from now on. */
      addClass(name: string): boolean {
        const next = run.getState().description?.categories.length ?? 0;
        const added = editClasses({ kind: 'add', name: name.trim() });
        if (added) labelling.setState({ category: next, selected: undefined });
        return added;
      },
    },
  };
}
