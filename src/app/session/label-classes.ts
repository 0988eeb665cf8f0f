import { aliasesAfter, type ClassEdit, marksAfter, renumbers } from '../../labels/class-edits.ts';
import type { Desk } from './labelling.ts';

/**
 * Edits of the classes, part of the same history as what is drawn: the page has them at once, the project with the next
 * save. Those that give classes other numbers begin a new run, for the network's class head no longer fits.
 */
export function createClassEdits({ engine, stores, complain, editMarks, receive, reopen }: Desk) {
  const { labelling, run } = stores;
  /** Those of this image's history, undone ones too. */
  let edits: ClassEdit[] = [];
  /** How many of them the project has. */
  let done = 0;

  /** Brings the project to where the history is. @throws Error where it cannot be brought there. */
  async function settle(wanted: number): Promise<void> {
    const { project } = labelling.getState();
    let anew = false;
    while (done !== wanted) {
      const forward = done < wanted;
      const edit = edits[forward ? done : done - 1];
      if (!edit) return;
      // Not again and again where it is refused.
      done += forward ? 1 : -1;
      receive(forward ? await engine.editClasses(project, edit) : await engine.undoClassEdit(project));
      anew ||= renumbers(edit);
    }
    if (anew) void reopen();
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
    const { classEdits: count, classes } = history.present;
    edits = [...edits.slice(0, count), edit];
    done = Math.min(done, count);
    const after = { classEdits: count + 1, classes: aliasesAfter(edit, classes) };
    editMarks((draft) => ({ ...marksAfter(edit, draft), ...after }), selected);
    return true;
  }

  return {
    settle,
    /** Another image: what was done to the classes before it stays. */
    forget(): void {
      edits = [];
      done = 0;
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
