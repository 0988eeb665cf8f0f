import type { AssistSeed } from '../../engine/protocol/labelling.ts';
import { renumberedBetween } from '../../labels/class-edits.ts';
import {
  addObject,
  divide,
  fill,
  join,
  type LabelObject,
  objectAt,
  paste,
  reshape,
} from '../../labels/document.ts';
import { cutMask, holeAt, holesOf, partsOf } from '../../masks/regions.ts';
import { maskBox, type Rle } from '../../masks/rle.ts';
import { shifted } from '../../masks/shift.ts';
import { labelsOf, selectedOf } from '../../state/labelling.ts';
import type { Desk } from './labelling.ts';

/** Tools beyond drawing: what looks for an object by colour, and what takes objects apart and puts them together. */
export function createLabelTools({ engine, stores, complain, edit, size }: Desk) {
  const { labelling, run } = stores;
  let copied: { readonly image: number | undefined; readonly objects: readonly LabelObject[] } = {
    image: undefined,
    objects: [],
  };

  // Under other numbers, or in another project, its classes are others.
  run.subscribe(({ description: now }, { description: before }) => {
    const fewer = (now?.categories.length ?? 0) < (before?.categories.length ?? 0);
    if (fewer || now?.project !== before?.project) labelling.setState({ copied: 0 });
  });
  labelling.subscribe(({ history: now, copied: count }, { history: before }) => {
    if (count > 0 && now && before && renumberedBetween(now.present.classEdits, before.present.classEdits))
      labelling.setState({ copied: 0 });
  });

  /** The selected object, or else the one at a point. */
  const meant = (x: number, y: number): LabelObject | undefined => {
    const facts = labelling.getState();
    return selectedOf(facts) ?? objectAt(labelsOf(facts), x, y);
  };

  return {
    /** The object at a point or in a box, by a classical method in the worker. */
    async assist(seed: AssistSeed): Promise<void> {
      const { image, category, looking } = labelling.getState();
      if (image === undefined || looking) return;
      labelling.setState({ looking: true });
      try {
        const mask = await engine.assist(image, seed);
        if (labelling.getState().image !== image) return;
        if (mask) edit((labels) => addObject(labels, category, mask));
        else
          throw new Error(
            'Nothing stands out by its colour there. Draw a box close around the object, or use another tool.',
          );
      } catch (error) {
        complain('looking for an object by its colour', error);
      } finally {
        labelling.setState({ looking: false });
      }
    },
    /** The hole at a point, of the selected object or any other; all holes of an object that is clicked itself. */
    fillAt(x: number, y: number): void {
      const { selected } = labelling.getState();
      const labels = labelsOf(labelling.getState());
      for (const object of labels.filter(({ id }) => selected === undefined || id === selected)) {
        const hole = holeAt(object.mask, x, y);
        if (hole) {
          edit((before) => ({ labels: fill(before, object.id, hole), id: object.id }));
          return;
        }
      }
      const object = meant(x, y);
      const holes = object && holesOf(object.mask);
      if (object && holes) edit((before) => ({ labels: fill(before, object.id, holes), id: object.id }));
    },
    /** Along a line: the selected object, or all that the line goes through. */
    cutAlong(line: readonly number[]): void {
      const { selected } = labelling.getState();
      edit((before) => ({
        labels: before
          .filter(({ id, crowd }) => !crowd && (selected === undefined || id === selected))
          .reduce((labels, { id, mask }) => divide(labels, id, cutMask(mask, line)), before),
        id: undefined,
      }));
    },
    /** Every connected part of the selected object becomes an object. */
    partsOfSelected(): void {
      const object = selectedOf(labelling.getState());
      if (object)
        edit((labels) => ({ labels: divide(labels, object.id, partsOf(object.mask)), id: undefined }));
    },
    /** The object joins the selected one; without one it is selected. */
    joinWith(id: number | undefined): void {
      const { selected } = labelling.getState();
      if (selected === undefined || id === undefined || id === selected)
        labelling.setState({ selected: id === selected ? undefined : id });
      else edit((labels) => ({ labels: join(labels, selected, id), id: selected }));
    },
    reshape: (id: number, mask: Rle) => edit((labels) => ({ labels: reshape(labels, id, mask), id })),
    /** The selected object, or else all of the image. */
    copy(): void {
      const facts = labelling.getState();
      const one = selectedOf(facts);
      const objects = (one ? [one] : labelsOf(facts)).filter(({ crowd }) => !crowd);
      if (objects.length === 0) return;
      copied = { image: facts.image, objects };
      labelling.setState({ copied: objects.length });
    },
    /** At the same place of another image; beside itself in its own. It takes nothing from what is marked there. */
    paste(): void {
      if (labelling.getState().copied === 0) return;
      const { width, height } = size();
      const beside = copied.image === labelling.getState().image;
      const copies = copied.objects.map(({ category, mask }) => {
        const right = beside ? maskBox(mask)[2] : 0;
        return { category, mask: shifted(mask, right, 0, width, height) };
      });
      edit((labels) => {
        const pasted = paste(labels, copies);
        return { labels: pasted, id: copies.length === 1 ? pasted.at(-1)?.id : undefined };
      });
    },
  };
}
