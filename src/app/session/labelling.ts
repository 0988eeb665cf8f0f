import type { RunDescription } from '../../engine/protocol.ts';
import {
  acceptProposal,
  addObject,
  erase,
  type Labels,
  paint,
  recategorise,
  remove,
} from '../../labels/document.ts';
import { begin, type History, record, redo, undo } from '../../labels/history.ts';
import { rasterisePolygon } from '../../masks/polygons.ts';
import type { Rle } from '../../masks/rle.ts';
import { rasteriseStroke } from '../../masks/stroke.ts';
import { resized, type Tool } from '../../state/labelling.ts';
import { receiveDescription } from '../../state/receive.ts';
import type { Stores } from '../../state/stores.ts';
import { splits } from '../../state/viewer.ts';
import type { Commands } from './actions.ts';

export type Labelling = ReturnType<typeof createLabelling>;

/** Proposals below this are taken one by one only. */
const WORTH_TAKING = 0.3;

/**
 * Drawing labels into one's own images. Every edit is saved at once; what it makes of the splits shows when the picture
 * is left, so that nothing jumps under the pointer.
 */
export function createLabelling(
  engine: Commands,
  stores: Stores,
  complain: (where: string, error: unknown) => void,
) {
  const { labelling, viewer, run, settings, progress } = stores;
  let waiting: RunDescription | undefined;

  const shownImage = () => {
    const { description } = run.getState();
    const { split, selected } = viewer.getState();
    return description?.[split].find(({ id }) => id === selected);
  };

  /** The splits as the labels have made them; the image that is looked at stays, wherever it belongs now. */
  function settle(): void {
    const description = waiting;
    waiting = undefined;
    if (!description) return;
    const { selected } = viewer.getState();
    receiveDescription(stores, description);
    const split = splits.find((name) => description[name].some(({ id }) => id === selected));
    if (split) viewer.setState({ split, selected });
  }

  async function read(image: number): Promise<void> {
    labelling.setState({
      image: undefined,
      history: undefined,
      selected: undefined,
      proposals: [],
      pointed: undefined,
    });
    const wanted = () => labelling.getState().on && viewer.getState().selected === image;
    try {
      const labels = await engine.labels(image);
      if (!wanted()) return;
      labelling.setState({ image, history: begin(labels) });
      const proposals = await engine.proposals(image);
      if (wanted()) labelling.setState({ proposals });
    } catch (error) {
      complain('reading the labels', error);
    }
  }

  let dirty = false;
  let writing = false;
  /** One save at a time, always of the newest labels. */
  async function save(): Promise<void> {
    dirty = true;
    if (writing) return;
    writing = true;
    while (dirty) {
      dirty = false;
      const facts = labelling.getState();
      if (facts.image === undefined || !facts.history) break;
      labelling.setState({ saved: 'saving' });
      try {
        waiting = (await engine.saveLabels(facts.image, facts.history.present)) ?? waiting;
        labelling.setState({ saved: 'saved' });
      } catch (error) {
        labelling.setState({ saved: 'failed' });
        complain('saving the labels', error);
      }
    }
    writing = false;
  }

  function put(history: History<Labels>, selected: number | undefined): void {
    const there = history.present.some(({ id }) => id === selected);
    labelling.setState({ history, selected: there ? selected : undefined });
    void save();
  }

  function edit(change: (labels: Labels) => { labels: Labels; id: number | undefined }): void {
    const { history } = labelling.getState();
    if (!history) return;
    const { labels, id } = change(history.present);
    if (labels !== history.present) put(record(history, labels), id);
  }

  /** Labels are read when the picture shows another image. */
  viewer.subscribe(({ selected }, before) => {
    if (!labelling.getState().on || selected === before.selected || selected === undefined) return;
    settle();
    void read(selected);
  });
  // Another run, another dataset: what was being labelled may be gone.
  run.subscribe(({ description }, before) => {
    if (description !== before.description && description?.settings.dataset !== 'own')
      labelling.setState({ on: false });
  });

  const sizeOf = () => shownImage() ?? { width: 0, height: 0 };
  const strokeMask = (points: readonly number[]): Rle => {
    const { width, height } = sizeOf();
    return rasteriseStroke(points, labelling.getState().radius, width, height);
  };

  async function saveClasses(names: readonly string[]): Promise<boolean> {
    try {
      const fresh = await engine.saveClasses(names);
      const { description } = run.getState();
      if (!fresh || !description) return true;
      waiting = fresh;
      // The classes at once, the splits when the picture is left.
      const { labelled, unlabelled, validation } = description;
      receiveDescription(stores, { ...fresh, labelled, unlabelled, validation });
      return true;
    } catch (error) {
      complain('naming the classes', error);
      return false;
    }
  }

  const classNames = () => run.getState().description?.categories.map(({ name }) => name) ?? [];

  return {
    toggle(): void {
      const image = shownImage();
      const { on } = labelling.getState();
      if (!on && (!image || settings.getState().running?.dataset !== 'own')) return;
      labelling.setState({ on: !on });
      if (on) settle();
      else if (image) void read(image.id);
    },
    setTool: (tool: Tool) => labelling.setState({ tool, pointed: undefined }),
    setRadius: (radius: number) => labelling.setState({ radius }),
    resize: (bigger: boolean) => labelling.setState(({ radius }) => ({ radius: resized(radius, bigger) })),
    point: (pointed: number | undefined) => labelling.setState({ pointed }),
    select: (selected: number | undefined) => labelling.setState({ selected }),

    /** The class of what is drawn next, and of the selected object. */
    choose(category: number): void {
      if (category >= classNames().length) return;
      const { selected } = labelling.getState();
      labelling.setState({ category });
      if (selected !== undefined)
        edit((labels) => ({ labels: recategorise(labels, selected, category), id: selected }));
    },
    async addClass(name: string): Promise<boolean> {
      const added = await saveClasses([...classNames(), name]);
      if (added) labelling.setState({ category: classNames().length - 1 });
      return added;
    },
    renameClass: (category: number, name: string) =>
      saveClasses(classNames().map((before, i) => (i === category ? name : before))),

    /** Goes on with the selected object, or begins one. */
    brush(points: readonly number[]): void {
      const { selected, category } = labelling.getState();
      const mask = strokeMask(points);
      edit((labels) =>
        selected === undefined
          ? addObject(labels, category, mask)
          : { labels: paint(labels, selected, mask), id: selected },
      );
    },
    erase(points: readonly number[]): void {
      const { selected } = labelling.getState();
      edit((labels) => ({ labels: erase(labels, selected, strokeMask(points)), id: selected }));
    },
    polygon(points: readonly number[]): void {
      const { width, height } = sizeOf();
      const { category } = labelling.getState();
      edit((labels) => addObject(labels, category, rasterisePolygon(points, width, height)));
    },
    /** Makes a label of what the teacher sees; before any training its classes mean nothing. */
    accept(index: number): void {
      const { proposals, category } = labelling.getState();
      const proposal = proposals[index];
      if (!proposal) return;
      const trained = progress.getState().step > 0;
      edit((labels) => acceptProposal(labels, trained ? proposal.category : category, proposal.mask));
    },
    acceptAll(): void {
      const { proposals, category } = labelling.getState();
      const trained = progress.getState().step > 0;
      edit((labels) =>
        proposals
          .filter(({ score }) => !trained || score >= WORTH_TAKING)
          .reduce<{ labels: Labels; id: number | undefined }>(
            (before, { mask, ...proposal }) => ({
              ...acceptProposal(before.labels, trained ? proposal.category : category, mask),
              id: undefined,
            }),
            { labels, id: undefined },
          ),
      );
    },
    removeSelected(): void {
      const { selected } = labelling.getState();
      if (selected !== undefined) edit((labels) => ({ labels: remove(labels, selected), id: undefined }));
    },
    undo(): void {
      const { history, selected } = labelling.getState();
      if (history?.past.length) put(undo(history), selected);
    },
    redo(): void {
      const { history, selected } = labelling.getState();
      if (history?.future.length) put(redo(history), selected);
    },
  };
}
