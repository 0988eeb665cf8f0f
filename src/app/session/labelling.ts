import type { Commands } from '../../engine/client.ts';
import type { RunDescription } from '../../engine/protocol/run.ts';
import type { Labels, Marks } from '../../labels/document.ts';
import { begin, type History, record, redo, undo } from '../../labels/history.ts';
import { offersOn } from '../../labels/offers.ts';
import { classOffered, type Draft, labelsOf } from '../../state/labelling.ts';
import { receiveDescription } from '../../state/receive.ts';
import { isReady, type RunFacts } from '../../state/run.ts';
import type { Stores } from '../../state/stores.ts';
import { splits } from '../../state/viewer.ts';
import type { Complain } from './complain.ts';
import { createClassEdits } from './label-classes.ts';
import { createDrawing } from './label-drawing.ts';
import { LabelSaves } from './label-saves.ts';
import { createLabelTools } from './label-tools.ts';
import { LeftHistories } from './left-histories.ts';
import { createReview } from './review.ts';
import { createWholeQueue } from './whole-queue.ts';

export type Labelling = ReturnType<typeof createLabelling>;

/** The teacher has not looked. */
const unseen = { proposals: undefined, offers: undefined, pointed: undefined };

export interface Edit {
  readonly labels: Labels;
  /** What is selected afterwards. */
  readonly id: number | undefined;
}

/** What tools of any kind need of the picture that is being labelled. */
export interface Desk {
  readonly engine: Commands;
  readonly stores: Stores;
  readonly complain: Complain;
  /** An edit of the objects that can be undone. */
  edit(change: (labels: Labels) => Edit): void;
  /** An edit of all that is marked. */
  editMarks(change: (draft: Draft) => Draft, selected: number | undefined): void;
  /**
   * An edit of any image, open or not, that can be undone in it; the same marks are none.
   * @returns where it was edited, once that is saved or could not be: an open image is taken up when it is left.
   */
  editImage(image: number, change: (marks: Marks) => Marks): Promise<'open' | 'left' | undefined>;
  /** The run takes up what is marked in images. */
  takeUp(images: readonly number[]): Promise<void>;
  /** Whether the images are one's own, and not another tab's to change. */
  mayLabel(): boolean;
  /** Of the image that is shown, in its pixels. */
  size(): { readonly width: number; readonly height: number };
  /** The splits and classes as they are now; the image that is looked at stays. */
  receive(description: RunDescription | undefined): void;
  /** Another run, for the classes have other numbers. */
  reopen(): Promise<void>;
  /** The class that a proposal becomes. */
  classOf(proposal: { readonly category: number }): number;
  /** Resolves when its labels can be edited, or are not to be. */
  open(image: number): Promise<void>;
  close(): void;
}

/**
 * Drawing labels into one's own images. Every edit is saved at once; training takes an image up, and the splits show it,
 * when the picture is left: so that nothing jumps under the pointer, and half an image's objects do not teach that the
 * others are background.
 */
export function createLabelling(
  engine: Commands,
  stores: Stores,
  complain: Complain,
  reopen: () => Promise<void>,
) {
  const { labelling, viewer, run, settings, progress } = stores;
  /** Marked since the run last heard of it. */
  let touched: number | undefined;

  /** Whether there is a run that is not about to begin anew. */
  const stands = (facts: RunFacts): boolean =>
    isReady(facts) && facts.command !== 'open' && facts.command !== 'reset';

  /** Not while images are taken in: another project, or other labels, may have the place of these at any moment. */
  const mayLabel = (): boolean => {
    const { writable, importing } = run.getState();
    return settings.getState().running?.dataset === 'own' && writable && importing === undefined;
  };

  const shownImage = () => {
    const { description } = run.getState();
    const { split, selected } = viewer.getState();
    return description?.[split].find(({ id }) => id === selected);
  };

  /** The splits as the labels have made them; the image that is looked at stays, wherever it belongs now. */
  function receiveSplits(description: RunDescription): void {
    const { selected } = viewer.getState();
    const split = splits.find((name) => description[name].some(({ id }) => id === selected));
    if (split) viewer.setState({ split });
    receiveDescription(stores, description);
  }

  /** Id of the project that the run is on. */
  const openProject = (): string => run.getState().description?.project ?? '';

  async function takeUp(images: readonly number[]): Promise<void> {
    try {
      await saves.settled();
      const description = await engine.takeUp(openProject(), images);
      if (description) receiveSplits(description);
    } catch (error) {
      complain('taking the labels up', error);
    }
  }

  /** The run takes up what was marked. */
  async function settle(): Promise<void> {
    const image = touched;
    touched = undefined;
    // Whoever goes on to another project must not leave any on their way, though somebody else waits for them.
    if (image === undefined) await saves.settled();
    else await takeUp([image]);
  }

  const left = new LeftHistories();

  /** The labels of the image that was opened last. */
  let reading: Promise<void> = Promise.resolve();
  async function read(image: number): Promise<void> {
    const { image: before, history } = labelling.getState();
    if (before !== undefined && history) left.keep(before, history);
    labelling.setState({
      image: undefined,
      history: undefined,
      selected: undefined,
      ...unseen,
    });
    const wanted = () => labelling.getState().on && viewer.getState().selected === image;
    try {
      // What was drawn a moment ago may still be on its way.
      await saves.settled();
      const project = openProject();
      const marks = await saves.marksOf(project, image);
      if (!wanted() || project !== openProject()) return;
      classes.forget();
      const draft = { ...marks, classEdits: [], classes: classNames().map((name) => [name]) };
      labelling.setState({
        image,
        project,
        history: left.of(image, draft) ?? wholeQueue.historyOf(image, draft) ?? begin(draft),
      });
      void propose(image);
    } catch (error) {
      complain('reading the labels', error);
    }
  }

  /** Runs that ended or began anew. */
  let ended = 0;
  /** While a run is being prepared there is no teacher to look: it is asked when the run stands. */
  async function propose(image: number): Promise<void> {
    if (!stands(run.getState())) return;
    const before = ended;
    try {
      const proposals = await engine.proposals(image);
      if (labelling.getState().image !== image || ended !== before) return;
      labelling.setState({ proposals });
      offer();
    } catch (error) {
      if (ended === before && isReady(run.getState())) complain('looking at the image', error);
    }
  }

  /** Offers what the marks leave of the proposals. */
  function offer(): void {
    const { proposals, history, pointed, review } = labelling.getState();
    if (!history || !proposals) return;
    if (!classes.areOfRun(history.present.classEdits)) {
      labelling.setState({ offers: undefined, pointed: undefined });
      return;
    }
    const offers = offersOn(proposals, history.present);
    const last = offers.length - 1;
    labelling.setState({
      offers,
      pointed: review && last >= 0 ? Math.min(pointed ?? 0, last) : undefined,
    });
  }

  const saves = new LabelSaves({
    engine,
    labelling,
    complain,
    openProject,
    settleClasses: (edits) => classes.settle(edits),
    readAnew(image) {
      if (labelling.getState().image !== image) return;
      labelling.setState({ history: undefined, copied: 0 });
      reading = read(image);
    },
  });

  /** Edits of open images so far. */
  let edits = 0;
  function put(history: History<Draft>, selected: number | undefined): void {
    edits++;
    const there = history.present.objects.some(({ id }) => id === selected);
    labelling.setState({ history, selected: there ? selected : undefined });
    const { image, project } = labelling.getState();
    touched = image;
    if (image !== undefined) saves.keep(project, image, history.present);
    offer();
  }

  function editMarks(change: (draft: Draft) => Draft, selected: number | undefined): void {
    const { history } = labelling.getState();
    if (!history) return;
    const draft = change(history.present);
    if (draft !== history.present) put(record(history, draft), selected);
  }

  function edit(change: (labels: Labels) => Edit): void {
    const { id, labels } = change(labelsOf(labelling.getState()));
    editMarks(
      (draft) =>
        labels === draft.objects
          ? draft
          : { ...draft, objects: labels, empty: draft.empty && labels.length === 0 },
      id,
    );
  }

  const isShown = (image: number): boolean => labelling.getState().on && viewer.getState().selected === image;

  const editImage: Desk['editImage'] = async (image, change) => {
    for (;;) {
      const [opening, before] = [reading, edits];
      await opening;
      await saves.settled();
      const project = openProject();
      const marks = isShown(image) ? undefined : await saves.marksOf(project, image);
      // What was opened or drawn meanwhile counts.
      if (reading !== opening || edits !== before || isShown(image) !== (marks === undefined)) continue;
      if (marks) {
        const changed = change(marks);
        if (changed === marks) return undefined;
        left.record(image, marks, changed);
        saves.keep(project, image, changed);
      } else {
        // Its labels could not be read.
        if (labelling.getState().image !== image) return undefined;
        editMarks((draft) => {
          const changed = change(draft);
          return changed === draft ? draft : { ...draft, ...changed };
        }, undefined);
        if (edits === before) return undefined;
      }
      await saves.settled();
      return marks ? 'left' : 'open';
    }
  };

  /** Labels are read when the picture shows another image. */
  viewer.subscribe(({ selected }, before) => {
    if (!labelling.getState().on || selected === before.selected || selected === undefined) return;
    void settle();
    reading = read(selected);
  });
  run.subscribe((facts, before) => {
    if (stands(facts) === stands(before)) return;
    const { on, image, proposals } = labelling.getState();
    if (!stands(facts)) {
      // Another teacher, perhaps of other classes: what this one saw is not to be answered any more.
      ended++;
      labelling.setState(unseen);
    } else if (on && image !== undefined && !proposals && facts.state !== 'failed') void propose(image);
  });
  // Another run, another dataset: what was being labelled may be gone.
  run.subscribe(({ description, writable }, before) => {
    if (description !== before.description && description?.settings.dataset !== 'own')
      labelling.setState({ on: false, review: undefined });
    const { image, project } = labelling.getState();
    if (description && image !== undefined && project !== openProject()) forgetImages();
    // Another tab took the project over: nothing that is drawn here would be kept.
    if (before.writable && !writable) labelling.setState({ on: false, review: undefined });
  });

  /** Of this project nothing is open any more. */
  function forgetImages(): void {
    labelling.setState({
      on: false,
      review: undefined,
      image: undefined,
      history: undefined,
      selected: undefined,
    });
    left.forget();
  }

  const sizeOf = () => shownImage() ?? { width: 0, height: 0 };
  const classNames = () => run.getState().description?.categories.map(({ name }) => name) ?? [];

  function close(): void {
    labelling.setState({ on: false, review: undefined });
    void settle();
  }

  function open(image: number): Promise<void> {
    const { on } = labelling.getState();
    const { description } = run.getState();
    const split = splits.find((name) => description?.[name].some(({ id }) => id === image));
    if (!split) return Promise.resolve();
    labelling.setState({ on: true });
    const { selected } = viewer.getState();
    viewer.setState({ split, selected: image });
    if (selected === image) {
      // Where it is shown already, nobody else reads its labels, and what was offered is of an earlier teacher.
      if (!on || labelling.getState().image !== image) reading = read(image);
      else {
        labelling.setState(unseen);
        void propose(image);
      }
    }
    return reading;
  }

  const classOf: Desk['classOf'] = (proposal) =>
    classOffered(labelling.getState(), progress.getState().step, proposal);

  const desk: Desk = {
    engine,
    stores,
    complain,
    edit,
    editMarks,
    editImage,
    takeUp,
    mayLabel,
    size: sizeOf,
    receive: (description) => {
      if (description && run.getState().description) receiveSplits(description);
    },
    reopen: async () => {
      // So that the picture is found where it belongs now.
      await settle();
      await reopen();
    },
    classOf,
    open,
    close,
  };
  const review = createReview(desk);
  const classes = createClassEdits(desk);
  const wholeQueue = createWholeQueue(desk);

  return {
    ...review,
    ...createDrawing(desk, review),
    ...createLabelTools(desk),
    ...classes.actions,
    ...wholeQueue.actions,
    toggle(): void {
      const image = shownImage();
      const { on, review: reviewing } = labelling.getState();
      if (on && !reviewing) {
        close();
        return;
      }
      if (!image || !mayLabel()) return;
      labelling.setState({ review: undefined, pointed: undefined });
      void open(image.id);
    },
    /**
     * Done with this project's images: what is drawn on them is kept with it, and never with another.
     * @throws Error with a sentence where it could not be saved, has not been taken home, and would be lost.
     */
    async leave(): Promise<void> {
      labelling.setState({ on: false, review: undefined });
      await wholeQueue.end();
      await settle();
      // What another tab's project cannot be given here is held for that tab.
      if (run.getState().writable && (await saves.wouldLose()))
        throw new Error(
          'Some labels of the open project could not be saved on this computer, so it stays open. Take its labels home first, and then do this again.',
        );
      forgetImages();
      saves.forget();
    },
    /** See `LabelSaves.takingHome`. */
    takingHome: () => saves.takingHome(),
    /** Labels came from elsewhere. */
    receive: desk.receive,
    /** Training takes up what is marked so far, though the picture is still open. */
    settle,
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
