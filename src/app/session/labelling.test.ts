import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../engine/protocol/engine.ts';
import type { EngineEvent } from '../../engine/protocol/events.ts';
import type { Proposal } from '../../engine/protocol/labelling.ts';
import type { RunDescription } from '../../engine/protocol/run.ts';
import { createStandIn } from '../../engine/testing/stand-in-engine.ts';
import type { ClassEdit } from '../../labels/class-edits.ts';
import type { Marks } from '../../labels/document.ts';
import { rasterisePolygon } from '../../masks/polygons.ts';
import { maskArea } from '../../masks/rle.ts';
import { defaultSettings } from '../../settings/settings.ts';
import { classOffered, labelsOf, offerAskedOf, offersOf } from '../../state/labelling.ts';
import { receive } from '../../state/receive.ts';
import { createStores, type Stores } from '../../state/stores.ts';
import { type Actions, createActions } from './actions.ts';

vi.mock('./download.ts', () => ({ download: () => {} }));

const box = (x: number, y: number, side: number): number[] => [
  x,
  y,
  x + side,
  y,
  x + side,
  y + side,
  x,
  y + side,
];
const proposal = (x: number, kept: boolean, category = 1): Proposal => ({
  category,
  score: 0.5,
  objectness: 0.9,
  classQuality: 0.7,
  maskQuality: 0.8,
  fate: { kept, corrected: false, category, reason: 'Because.' },
  mask: rasterisePolygon(box(x, 100, 20), 256, 256),
});

let stores: Stores;
let actions: Actions;
let saved: [image: number, marks: Marks][];
let taken: number[];
/** Images whose proposals were asked for. */
let looks: number[];
let classEdits: (ClassEdit | 'undo')[];
/** What the engine does with an edit of the classes. */
let edited: (edit: ClassEdit | 'undo') => Promise<void>;
let opened = 0;
/** What a review asks about, and what the teacher sees there. */
let queued: number[];
let seen: (image: number) => Proposal[];
/** What the teacher answers later on in place of what it sees. */
let late: Promise<Proposal[]> | undefined;
/** Marks of an image that come from elsewhere. */
let brought: Engine['saveMarks'];
/** What the engine does with marks. */
let kept: Engine['saveMarks'];
/** Hears of what is done with all of a project. */
let heard: (what: string) => void;

const facts = () => stores.labelling.getState();
const objects = () => labelsOf(facts()).map(({ category, mask }) => [category, maskArea(mask)]);

beforeEach(async () => {
  stores = createStores({ ...defaultSettings, dataset: 'own' });
  [saved, taken, looks, classEdits, opened] = [[], [], [], [], 0];
  queued = [21, 25];
  seen = (image) => (image === 21 ? [proposal(10, true), proposal(60, false), proposal(110, true)] : []);
  const standIn = createStandIn({
    draw: () => Promise.reject(new Error('Nothing is drawn.')),
    milliseconds: 1,
  });
  await standIn.listen((event: EngineEvent) => receive(stores, event));
  late = undefined;
  brought = standIn.saveMarks;
  kept = standIn.saveMarks;
  edited = async () => {};
  heard = () => {};
  let description: RunDescription | undefined;
  const engine: Engine = {
    ...standIn,
    async open(settings) {
      opened++;
      description = await standIn.open(settings);
      return description;
    },
    proposals: async (image) => {
      looks.push(image);
      return (await late) ?? seen(image);
    },
    reviewQueue: async (measure) => ({
      measure,
      step: 0,
      images: queued.map((id) => ({ id, usefulness: 0.5 })),
      left: 0,
    }),
    async saveMarks(project, image, marks) {
      saved.push([image, marks]);
      await kept(project, image, marks);
    },
    async openProject(id) {
      heard('opened');
      await standIn.openProject(id);
    },
    async takeOverProject() {
      heard('taken over');
      await standIn.takeOverProject();
    },
    async duplicateProject(id) {
      heard('copied');
      await standIn.duplicateProject(id);
    },
    async exportLabels() {
      heard('read for its labels');
      return standIn.exportLabels('coco');
    },
    async exportProject() {
      heard('written into a zip');
      throw new Error('There is no page to take it from.');
    },
    async takeUp(_project, images) {
      taken.push(...images);
      return description;
    },
    async editClasses(_project, edit) {
      classEdits.push(edit);
      await edited(edit);
      return description;
    },
    async undoClassEdit() {
      classEdits.push('undo');
      await edited('undo');
      return description;
    },
  };
  actions = createActions(engine, stores);
  await actions.start();
});

const reviewing = async (): Promise<void> => {
  actions.toggleReview();
  await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(3));
};

describe('a review', () => {
  test('accepts, corrects and refuses one mask after another, and undo takes each back', async () => {
    await reviewing();
    expect(facts()).toMatchObject({ on: true, image: 21, pointed: 0 });
    await actions.step();
    actions.labelling.acceptAsked();
    actions.labelling.choose(3);
    actions.labelling.refuseAsked();
    expect(objects()).toEqual([
      [1, 400],
      [3, 400],
    ]);
    expect(facts().history?.present.refused).toHaveLength(1);
    expect(offersOf(facts())).toEqual([]);
    expect(facts().pointed).toBeUndefined();
    // With nothing left to ask, answers do nothing.
    actions.labelling.acceptAsked();
    actions.labelling.refuseAsked();
    expect(objects()).toHaveLength(2);
    actions.labelling.undo();
    expect(offersOf(facts())).toHaveLength(1);
    actions.labelling.undo();
    actions.labelling.undo();
    expect([objects(), offersOf(facts()).length, facts().pointed]).toEqual([[], 3, 0]);
  });

  test('of an image that is opened while a run is prepared asks when it stands', async () => {
    stores.viewer.setState({ split: 'unlabelled', selected: 21 });
    stores.run.setState({ state: 'preparing' });
    actions.toggleLabelling();
    await vi.waitFor(() => expect(facts().image).toBe(21));
    expect([looks, facts().offers]).toEqual([[], undefined]);
    stores.run.setState({ state: 'paused' });
    await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(3));
    expect(looks).toEqual([21]);
    expect(stores.notices.getState().shown).toEqual([]);
  });

  test('offers nothing of the teacher before while a run begins anew, and asks the new one', async () => {
    await reviewing();
    await actions.step();
    const [image] = looks;
    let began = false;
    stores.run.subscribe(({ command }, before) => {
      if (command === 'reset' && before.command !== 'reset') {
        expect([facts().proposals, facts().offers, facts().pointed]).toEqual(Array(3).fill(undefined));
        actions.labelling.acceptAsked();
        actions.labelling.acceptAbove();
        began = true;
      }
    });
    seen = () => [proposal(200, true)];
    await actions.reset();
    expect(began).toBe(true);
    await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(1));
    expect([objects(), looks, facts().pointed]).toEqual([[], [image, image], 0]);
  });

  test('asks for the class that the answer gives, before and after training begins', async () => {
    await reviewing();
    const askedFor = () => {
      const asked = offerAskedOf(facts());
      return asked && classOffered(facts(), stores.progress.getState().step, asked);
    };
    stores.labelling.setState({ category: 3 });
    const before = askedFor();
    actions.labelling.acceptAsked();
    await actions.step();
    const after = askedFor();
    actions.labelling.acceptAsked();
    expect([before, after]).toEqual([3, 1]);
    expect(objects().map(([category]) => category)).toEqual([before, after]);
  });

  test('heeds no answer of a teacher whose run has begun anew since', async () => {
    let answer = (_: Proposal[]): void => {};
    late = new Promise((resolve) => {
      answer = resolve;
    });
    actions.toggleReview();
    await vi.waitFor(() => expect(looks).toEqual([21]));
    const early = late;
    late = undefined;
    await actions.reset();
    await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(3));
    answer([]);
    await early;
    await Promise.resolve();
    expect(offersOf(facts())).toHaveLength(3);
  });

  test('offers nothing in numbers of other classes than the run has', async () => {
    await reviewing();
    await actions.step();
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    edited = () => answered;
    actions.labelling.editClasses({ kind: 'rename', category: 0, name: 'pin' });
    expect(offersOf(facts())).toHaveLength(3);
    actions.labelling.editClasses({ kind: 'remove', category: 0 });
    expect([facts().offers, facts().pointed]).toEqual([undefined, undefined]);
    actions.labelling.undo();
    expect([offersOf(facts()).length, facts().pointed]).toEqual([3, 0]);
    actions.labelling.redo();
    answer();
    await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(3));
    expect([opened, looks]).toEqual([2, [21, 21]]);
  });

  test('of the image that is being labelled asks its first question, by the teacher of now', async () => {
    stores.viewer.setState({ split: 'unlabelled', selected: 21 });
    actions.toggleLabelling();
    await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(3));
    expect([looks, facts().pointed]).toEqual([[21], undefined]);
    actions.toggleReview();
    await vi.waitFor(() => expect(facts().pointed).toBe(0));
    expect(looks).toEqual([21, 21]);
    expect(facts()).toMatchObject({ image: 21, history: { past: [] } });
  });

  test('takes what is above the thresholds, and nothing from what a person drew', async () => {
    await reviewing();
    actions.labelling.polygon(box(10, 100, 12));
    expect(offersOf(facts())).toHaveLength(3);
    const [drawn] = labelsOf(facts());
    actions.labelling.release();
    actions.labelling.acceptAbove();
    expect(objects().map(([, area]) => area)).toEqual([144, 256, 400]);
    expect(labelsOf(facts())[0]).toBe(drawn);
    expect(offersOf(facts())).toHaveLength(1);
  });

  test('takes a mask before it is mended, and the brush goes on with it', async () => {
    await reviewing();
    actions.labelling.setTool('brush');
    expect(facts().selected).toBe(1);
    actions.labelling.brush([40, 110]);
    expect(objects()).toHaveLength(1);
    expect(objects()[0][1]).toBeGreaterThan(450);
  });

  test('goes through its queue; training takes an image up when it is left, not before', async () => {
    await reviewing();
    actions.labelling.acceptAsked();
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect(taken).toEqual([]);
    actions.next();
    expect(stores.viewer.getState().selected).toBe(25);
    await vi.waitFor(() => expect(taken).toEqual([21]));
    actions.next();
    expect(stores.viewer.getState().selected).toBe(21);
    await vi.waitFor(() => expect(objects()).toHaveLength(1));
    actions.toggleReview();
    expect(facts()).toMatchObject({ on: false, review: undefined });
    expect(taken).toEqual([21]);
  });

  describe('of a candidate that was chosen in the plane', () => {
    const mask = rasterisePolygon(box(10, 100, 20), 256, 256);
    const choose = (image: number) =>
      stores.viewer.setState({
        chosen: { image, place: 0, step: 8, category: 2, words: 'Kept.', mask },
        ...(image > 0 && { split: 'unlabelled', selected: image }),
      });

    test('accepts it with its own mask and class, asks for the rest, and undo takes it back', async () => {
      choose(21);
      await actions.labelling.answerChosen(true, [21, 25]);
      expect(objects()).toEqual([[2, 400]]);
      expect(facts()).toMatchObject({ on: true, image: 21, review: { measure: 'chosen' } });
      // Not before the teacher has looked is anything said to be left, or not.
      await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(2));
      expect(facts().pointed).toBe(0);
      // A second answer is none.
      await actions.labelling.answerChosen(false, [21, 25]);
      expect([objects().length, facts().history?.present.refused]).toEqual([1, []]);
      actions.labelling.undo();
      expect([objects(), offersOf(facts()).length]).toEqual([[], 3]);
      await vi.waitFor(() => expect(saved.at(-1)?.[1].objects).toEqual([]));
    });

    test('refuses it, and goes on with the images that were chosen; training takes up what is left', async () => {
      choose(21);
      await actions.labelling.answerChosen(false, [21, 25]);
      expect(facts().history?.present.refused).toEqual([mask]);
      await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(2));
      expect(taken).toEqual([]);
      actions.next();
      expect(stores.viewer.getState().selected).toBe(25);
      await vi.waitFor(() => expect(taken).toEqual([21]));
    });

    test('takes nothing from what a person drew', async () => {
      stores.viewer.setState({ split: 'unlabelled', selected: 21 });
      actions.toggleLabelling();
      await vi.waitFor(() => expect(facts().image).toBe(21));
      actions.labelling.polygon(box(10, 100, 12));
      const [drawn] = labelsOf(facts());
      choose(21);
      await actions.labelling.answerChosen(true, [21]);
      expect(objects().map(([, area]) => area)).toEqual([144, 256]);
      expect(labelsOf(facts())[0]).toBe(drawn);
    });

    test('keeps a ranked queue, and waits for one no longer', async () => {
      await reviewing();
      choose(30);
      await actions.labelling.answerChosen(true, [30]);
      expect(facts()).toMatchObject({ image: 30, review: { measure: 'class', queue: { step: 0 } } });
      void actions.labelling.rank('mask');
      await actions.labelling.answerChosen(true, [30]);
      await Promise.resolve();
      expect(facts()).toMatchObject({ image: 30, review: { measure: 'chosen' } });
    });

    test('does nothing where its mask is gone, or another tab has the project', async () => {
      choose(21);
      stores.run.setState({ writable: false });
      await actions.labelling.answerChosen(true, [21]);
      stores.run.setState({ writable: true });
      stores.viewer.setState(({ chosen }) => ({ chosen: chosen && { ...chosen, mask: undefined } }));
      await actions.labelling.answerChosen(true, [21]);
      expect([facts().on, saved]).toEqual([false, []]);
    });
  });

  test('does without images of one’s own nothing at all', async () => {
    stores.settings.setState({ running: defaultSettings });
    actions.toggleReview();
    expect(facts().on).toBe(false);
  });
});

describe('the whole queue', () => {
  const images = Array.from({ length: 40 }, (_, i) => 21 + i);
  const stage = () => facts().wholeQueue;
  /** Objects with the project, by image. */
  const kept = new Map<number, Marks>();
  const keptObjects = (image: number) => kept.get(image)?.objects.length ?? 0;
  const lookedAt = async (): Promise<void> => {
    queued = images;
    // Two of three are above the thresholds; none in the last image.
    const usual = seen;
    seen = (image) => (image === 60 ? [proposal(60, false)] : usual(21));
    await actions.step();
    actions.toggleReview();
    await vi.waitFor(() => expect(offersOf(facts())).toHaveLength(3));
    await actions.labelling.lookAtWholeQueue();
  };
  const accept = async (): Promise<void> => {
    await actions.labelling.acceptWholeQueue();
    for (const [image, marks] of saved) kept.set(image, marks);
  };
  const afterFive = (act: () => void) =>
    stores.labelling.subscribe(({ wholeQueue }) => {
      if (wholeQueue?.stage === 'accepting' && wholeQueue.done === 5) act();
    });
  beforeEach(() => kept.clear());

  test('is looked at before anything is accepted; then all is, saved and taken up', async () => {
    await lookedAt();
    expect(stage()).toEqual({ stage: 'found', images: 39, masks: 78, looked: 40, step: 1 });
    expect([saved, taken]).toEqual([[], []]);
    await accept();
    expect(stage()).toEqual({ stage: 'accepted', images: 39, masks: 78 });
    expect(images.map(keptObjects)).toEqual([...Array(39).fill(2), 0]);
    // The open image teaches when it is left.
    expect(taken).toEqual(images.slice(1, -1));
    actions.next();
    await vi.waitFor(() => expect(taken).toContain(21));
  });

  test('is taken back at once, but for what was changed since', async () => {
    await lookedAt();
    await accept();
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(22));
    actions.labelling.polygon(box(200, 200, 20));
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(23));
    taken = [];
    await actions.labelling.takeWholeQueueBack();
    for (const [image, marks] of saved) kept.set(image, marks);
    expect(stage()).toEqual({ stage: 'taken back', images: 38, changed: 1 });
    expect(images.map(keptObjects)).toEqual([0, 3, ...Array(38).fill(0)]);
    expect(objects()).toEqual([]);
    expect(taken.filter((image) => image > 23)).toEqual(images.slice(3, -1));
    // Nothing is left to take back.
    await actions.labelling.lookAtWholeQueue();
    actions.labelling.stopWholeQueue();
    expect(stage()).toBeUndefined();
  });

  test('is taken back image by image with undo, and done again with redo', async () => {
    await lookedAt();
    await accept();
    actions.next();
    await vi.waitFor(() => expect(objects()).toHaveLength(2));
    actions.labelling.undo();
    await vi.waitFor(() => expect(saved.at(-1)).toEqual([22, { objects: [], refused: [], empty: false }]));
    actions.labelling.redo();
    expect(objects()).toHaveLength(2);
    actions.previous();
    await vi.waitFor(() => expect(facts().image).toBe(21));
    actions.labelling.undo();
    expect(objects()).toEqual([]);
  });

  test('leaves what a person marked, said to be empty or refused as it is', async () => {
    await brought('', 30, {
      objects: [{ id: 1, category: 4, mask: proposal(200, true).mask, crowd: false }],
      refused: [],
      empty: false,
    });
    await brought('', 31, { objects: [], refused: [], empty: true });
    await brought('', 32, { objects: [], refused: [proposal(10, true).mask], empty: false });
    await lookedAt();
    expect(stage()).toMatchObject({ images: 37, masks: 73 });
    await accept();
    expect([kept.has(30), kept.has(31)]).toEqual([false, false]);
    expect(kept.get(32)).toMatchObject({ objects: { length: 1 }, refused: { length: 1 } });
    await actions.labelling.takeWholeQueueBack();
    for (const [image, marks] of saved) kept.set(image, marks);
    expect(kept.get(32)).toMatchObject({ objects: [], refused: { length: 1 } });
  });

  test('takes nothing from what is drawn while it is accepted', async () => {
    await lookedAt();
    const accepting = accept();
    actions.next();
    await vi.waitFor(() => expect(facts().history).toBeDefined());
    actions.labelling.undo();
    actions.labelling.polygon(box(10, 100, 12));
    const drawn = labelsOf(facts()).find(({ mask }) => maskArea(mask) === 144)?.mask;
    await accepting;
    expect(drawn).toBeDefined();
    expect(labelsOf(facts()).map(({ mask }) => mask)).toContain(drawn);
    await vi.waitFor(() =>
      expect(saved.findLast(([image]) => image === 22)?.[1].objects.map(({ mask }) => mask)).toContain(drawn),
    );
    expect(keptObjects(59)).toBe(2);
  });

  test('stops where it is asked to, and what was accepted until then can be taken back', async () => {
    await lookedAt();
    afterFive(actions.labelling.stopWholeQueue);
    await accept();
    const { length } = [...kept.keys()];
    expect(length).toBeLessThan(20);
    expect(stage()).toEqual({ stage: 'accepted', images: length, masks: 2 * length });
    expect(taken).toHaveLength(length - 1);
    await actions.labelling.takeWholeQueueBack();
    expect(stage()).toEqual({ stage: 'taken back', images: length, changed: 0 });
  });

  test('stops where the review or the project is left', async () => {
    await lookedAt();
    let leaving: Promise<void> | undefined;
    afterFive(() => {
      leaving ??= actions.openProject('another');
    });
    await accept();
    await leaving;
    const { length } = saved;
    expect(stage()).toBeUndefined();
    expect(length).toBeLessThan(20);
    // What was saved is taken up before the project is left.
    expect(new Set(taken)).toEqual(new Set(saved.map(([image]) => image)));
  });

  test('is not found any more under other thresholds or other classes', async () => {
    await lookedAt();
    await actions.change({ learningRate: 0.0001 });
    expect(stage()?.stage).toBe('found');
    await actions.change({ maskThreshold: 0.9 });
    expect(stage()).toBeUndefined();
    await actions.labelling.lookAtWholeQueue();
    const { description } = stores.run.getState();
    const categories = description?.categories.slice(1) ?? [];
    stores.run.setState({ description: description && { ...description, categories } });
    await accept();
    expect(saved).toEqual([]);
  });
});

describe('labels', () => {
  const labelling = async (): Promise<void> => {
    actions.showSplit('labelled');
    actions.toggleLabelling();
    await vi.waitFor(() => expect(facts().image).toBe(1));
  };

  test('are taken up by a step, though the picture is open', async () => {
    await labelling();
    actions.labelling.polygon(box(10, 10, 30));
    await actions.step();
    expect(taken).toEqual([1]);
    expect(saved.at(-1)?.[1].objects).toHaveLength(1);
  });

  test('are all saved before it says so, though another image is opened in the middle of a save', async () => {
    await labelling();
    const told: string[] = [];
    stores.labelling.subscribe(({ saved: now }, { saved: before }) => {
      if (now !== before) told.push(now);
    });
    actions.labelling.polygon(box(10, 10, 30));
    actions.labelling.polygon(box(50, 50, 30));
    actions.labelling.polygon(box(90, 90, 30));
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(2));
    expect(saved.map(([image, marks]) => [image, marks.objects.length])).toEqual([
      [1, 1],
      [1, 3],
    ]);
    expect(told).toEqual(['saving', 'saved']);
  });

  test.each([
    ['opened', () => actions.openProject('another')],
    ['copied', () => actions.duplicateProject('this one')],
    ['read for its labels', () => actions.takeLabels('coco')],
    ['written into a zip', () => actions.takeProject()],
  ])(
    'are with their project before it is %s, though a step of training keeps them waiting',
    async (what, act) => {
      await labelling();
      const order: string[] = [];
      let released = (): void => {};
      kept = async (_project, image, marks) => {
        await new Promise<void>((resolve) => {
          released = resolve;
        });
        order.push(`${marks.objects.length} in image ${image}`);
      };
      heard = (done) => order.push(done);
      actions.labelling.polygon(box(10, 10, 30));
      actions.labelling.polygon(box(50, 50, 30));
      actions.next();
      const done = act();
      for (let saves = 1; saves <= 2; saves++) {
        await vi.waitFor(() => expect(saved).toHaveLength(saves));
        await new Promise((resolve) => setTimeout(resolve, 20));
        released();
      }
      await done;
      expect(order).toEqual(['1 in image 1', '2 in image 1', what]);
    },
  );

  test('are not drawn while images are taken in, nor into another project that has the place of theirs', async () => {
    stores.run.setState({ importing: { done: 1, all: 2 } });
    actions.showSplit('labelled');
    actions.toggleLabelling();
    expect(facts().on).toBe(false);
    stores.run.setState({ importing: undefined });
    await labelling();
    actions.labelling.polygon(box(10, 10, 30));
    await vi.waitFor(() => expect(facts().saved).toBe('saved'));
    // As after a crash of the worker, which may have opened another.
    stores.run.setState(({ description }) => ({
      description: description && { ...description, project: 'other' },
    }));
    expect(facts()).toMatchObject({ on: false, image: undefined, history: undefined });
  });

  test('that cannot be saved keep their project open until they can, or have been taken home', async () => {
    await labelling();
    const told: string[] = [];
    heard = (what) => told.push(what);
    kept = () => Promise.reject(new Error('There is no room left.'));
    actions.labelling.polygon(box(10, 10, 30));
    await vi.waitFor(() => expect(facts().saved).toBe('failed'));
    await actions.openProject('another');
    expect(told).toEqual([]);
    const { shown, further } = stores.notices.getState();
    expect([shown[0].what, further[0].what]).toEqual([
      'There is no room left.',
      expect.stringContaining('Take its labels home first'),
    ]);
    // Nothing hides it where that was read and dismissed.
    stores.notices.setState({ shown: [], further: [] });
    await actions.openProject('another');
    expect(stores.notices.getState().shown[0].what).toContain('Take its labels home first');
    // It is tried again.
    kept = brought;
    await actions.openProject('another');
    expect([told, saved.at(-1)?.[0]]).toEqual([['opened'], 1]);

    await labelling();
    kept = () => Promise.reject(new Error('There is no room left.'));
    actions.labelling.polygon(box(50, 50, 30));
    await actions.takeLabels('coco');
    await actions.openProject('a third');
    expect(told).toEqual(['opened', 'read for its labels', 'opened']);
    const before = saved.length;
    kept = brought;
    await labelling();
    actions.labelling.polygon(box(90, 90, 30));
    await vi.waitFor(() => expect(facts().saved).toBe('saved'));
    // Nothing of one project is saved with another.
    expect(saved.slice(before).map(([, marks]) => marks.objects.length)).toEqual([2]);
  });

  test('that cannot be saved keep nobody from taking over what another tab has', async () => {
    await labelling();
    let taken = 0;
    kept = () => Promise.reject(new Error('Another tab has this project open.'));
    heard = () => taken++;
    actions.labelling.polygon(box(10, 10, 30));
    await vi.waitFor(() => expect(facts().saved).toBe('failed'));
    stores.run.setState({ writable: false });
    await actions.takeOverProject();
    expect(taken).toBe(1);
  });

  test('stay with their project when another is opened in the middle of drawing', async () => {
    await labelling();
    actions.labelling.polygon(box(10, 10, 30));
    await actions.openProject('another');
    expect(taken).toEqual([1]);
    expect(facts()).toMatchObject({ on: false, image: undefined, history: undefined });
    const before = saved.length;
    actions.labelling.polygon(box(50, 50, 30));
    await Promise.resolve();
    expect(saved).toHaveLength(before);
  });

  test('are copied beside themselves and to the same place of another image', async () => {
    await labelling();
    actions.labelling.polygon(box(10, 10, 30));
    actions.labelling.copy();
    actions.labelling.paste();
    expect(objects()).toEqual([
      [0, 900],
      [0, 900],
    ]);
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(2));
    actions.labelling.paste();
    actions.labelling.paste();
    expect(objects()).toEqual([[0, 900]]);
  });

  test('that were copied are gone with the numbers of their classes, and with their project', async () => {
    await labelling();
    const { labelling: tools } = actions;
    const pasted = (): number => {
      const before = objects().length;
      tools.paste();
      return objects().length - before;
    };
    tools.choose(4);
    tools.polygon(box(10, 10, 30));
    tools.copy();
    tools.editClasses({ kind: 'rename', category: 0, name: 'pin' });
    expect(pasted()).toBe(1);
    tools.editClasses({ kind: 'remove', category: 0 });
    expect([facts().copied, pasted()]).toEqual([0, 0]);
    tools.copy();
    tools.undo();
    expect([facts().copied, pasted()]).toEqual([0, 0]);
    tools.copy();
    const { description } = stores.run.getState();
    stores.run.setState({ description: description && { ...description, project: 'another' } });
    expect([facts().copied, pasted()]).toEqual([0, 0]);
  });

  test('can be undone still when one comes back to them', async () => {
    await labelling();
    actions.labelling.polygon(box(10, 10, 30));
    actions.labelling.polygon(box(50, 50, 20));
    actions.labelling.undo();
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(2));
    expect(facts().history?.past).toEqual([]);
    actions.previous();
    await vi.waitFor(() => expect(facts().image).toBe(1));
    expect(objects()).toEqual([[0, 900]]);
    actions.labelling.redo();
    expect(objects()).toHaveLength(2);
    actions.labelling.undo();
    actions.labelling.undo();
    expect(objects()).toEqual([]);
    await vi.waitFor(() => expect(saved.at(-1)).toEqual([1, { objects: [], refused: [], empty: false }]));
  });

  test('are said not to be there, until something is drawn', async () => {
    await labelling();
    const said = () => facts().history?.present.empty;
    actions.labelling.toggleEmpty();
    await vi.waitFor(() => expect(saved.at(-1)).toEqual([1, { objects: [], refused: [], empty: true }]));
    actions.labelling.polygon(box(10, 10, 30));
    expect([objects().length, said()]).toEqual([1, false]);
    // Beside objects it cannot be said.
    actions.labelling.toggleEmpty();
    expect(said()).toBe(false);
    actions.labelling.undo();
    expect([objects().length, said()]).toEqual([0, true]);
    actions.labelling.toggleEmpty();
    expect(said()).toBe(false);
    actions.next();
    await vi.waitFor(() => expect(taken).toEqual([1]));
  });

  test('that a file changed meanwhile begin anew', async () => {
    await labelling();
    actions.labelling.polygon(box(10, 10, 30));
    await vi.waitFor(() => expect(facts().saved).toBe('saved'));
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(2));
    await brought('', 1, { objects: [], refused: [], empty: false });
    actions.previous();
    await vi.waitFor(() => expect(facts().image).toBe(1));
    expect(facts().history).toMatchObject({ past: [], present: { objects: [] } });
  });

  test('are cut, joined, filled and told apart', async () => {
    await labelling();
    const { labelling: tools } = actions;
    tools.polygon(box(10, 10, 30));
    tools.cutAlong([25, 0, 25, 60]);
    expect(objects().map(([, area]) => area)).toEqual([450, 450]);
    tools.joinWith(1);
    tools.joinWith(2);
    expect(objects()).toEqual([[0, 900]]);
    stores.labelling.setState({ radius: 3 });
    tools.erase([25, 25]);
    expect(objects()[0][1]).toBeLessThan(880);
    tools.fillAt(25, 25);
    expect(objects()).toEqual([[0, 900]]);
    tools.erase([25, 0, 25, 60]);
    tools.partsOfSelected();
    expect(objects()).toHaveLength(2);
  });

  test('follow the classes, and both are undone and redone together', async () => {
    await labelling();
    const { labelling: tools } = actions;
    tools.choose(4);
    tools.polygon(box(10, 10, 30));
    const before = opened;
    expect(tools.editClasses({ kind: 'merge', category: 4, into: 1 })).toBe(true);
    expect(objects()).toEqual([[1, 900]]);
    await vi.waitFor(() => expect(classEdits).toEqual([{ kind: 'merge', category: 4, into: 1 }]));
    // The network's class head no longer fits.
    await vi.waitFor(() => expect(opened).toBe(before + 1));
    tools.undo();
    expect(objects()).toEqual([[4, 900]]);
    await vi.waitFor(() => expect(classEdits).toEqual([{ kind: 'merge', category: 4, into: 1 }, 'undo']));
    tools.redo();
    await vi.waitFor(() => expect(classEdits).toHaveLength(3));
    await vi.waitFor(() => expect(saved.at(-1)?.[1].objects[0].category).toBe(1));
  });

  test('lose no class by an edit that is undone while it is on its way', async () => {
    await labelling();
    const { labelling: tools } = actions;
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    edited = () => answered;
    tools.editClasses({ kind: 'remove', category: 1 });
    tools.undo();
    tools.editClasses({ kind: 'merge', category: 1, into: 0 });
    expect(classEdits).toEqual([{ kind: 'remove', category: 1 }]);
    answer();
    await vi.waitFor(() =>
      expect(classEdits).toEqual([
        { kind: 'remove', category: 1 },
        'undo',
        { kind: 'merge', category: 1, into: 0 },
      ]),
    );
    tools.undo();
    await vi.waitFor(() => expect(classEdits.at(-1)).toBe('undo'));
  });

  test('are read anew, with the reason told, where an edit of the classes cannot be undone', async () => {
    await labelling();
    const { labelling: tools } = actions;
    tools.choose(4);
    tools.polygon(box(10, 10, 30));
    tools.editClasses({ kind: 'remove', category: 1 });
    await vi.waitFor(() => expect(saved.at(-1)?.[1].objects[0].category).toBe(3));
    await vi.waitFor(() => expect(facts().saved).toBe('saved'));
    edited = () => Promise.reject(new Error('The classes stay as they are now.'));
    tools.undo();
    // In numbers of classes that the project does not have.
    tools.polygon(box(50, 50, 20));
    await vi.waitFor(() => expect(facts().history?.past).toEqual([]));
    expect(stores.notices.getState().shown[0]?.what).toBe('The classes stay as they are now.');
    expect(objects()).toEqual([[3, 900]]);
    edited = async () => {};
    tools.polygon(box(90, 90, 20));
    await vi.waitFor(() => expect(facts().saved).toBe('saved'));
    expect(saved.at(-1)?.[1].objects.map(({ category }) => category)).toEqual([3, 4]);
    expect(classEdits).toHaveLength(2);
  });

  test('that could not be saved are there still, and are saved with what is drawn next', async () => {
    await labelling();
    let faults = 1;
    kept = async (_project, image, marks) => {
      if (image === 1 && faults-- > 0) throw new Error('There is no room left.');
      await brought('', image, marks);
    };
    actions.labelling.polygon(box(10, 10, 30));
    await vi.waitFor(() => expect(facts().saved).toBe('failed'));
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(2));
    actions.previous();
    await vi.waitFor(() => expect(facts().image).toBe(1));
    expect(objects()).toEqual([[0, 900]]);
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(2));
    faults = 1;
    actions.labelling.polygon(box(50, 50, 20));
    await vi.waitFor(() => expect(saved).toHaveLength(3));
    await vi.waitFor(() => expect(facts().saved).toBe('failed'));
    actions.labelling.polygon(box(90, 90, 20));
    await vi.waitFor(() => expect(facts().saved).toBe('saved'));
    expect(saved.map(([image, marks]) => [image, marks.objects.length])).toEqual([
      [1, 1],
      [1, 1],
      [2, 1],
      [1, 1],
      [2, 2],
    ]);
  });

  test('that could not be written have the numbers of their classes when that is tried again', async () => {
    await labelling();
    const { labelling: tools } = actions;
    kept = async (_project, image, marks) => {
      await brought('', image, marks);
      throw new Error('There is no room left.');
    };
    tools.choose(4);
    tools.polygon(box(10, 10, 30));
    actions.next();
    await vi.waitFor(() => expect(facts().image).toBe(2));
    // The project has them already, and gives them their new numbers.
    edited = async () => {
      const [[, { objects: drawn, ...said }]] = saved;
      await brought('', 1, { ...said, objects: drawn.map((object) => ({ ...object, category: 3 })) });
    };
    tools.editClasses({ kind: 'remove', category: 1 });
    await vi.waitFor(() => expect(saved.map(([image]) => image)).toEqual([1, 1, 2]));
    tools.polygon(box(50, 50, 20));
    await vi.waitFor(() => expect(saved.map(([image]) => image)).toEqual([1, 1, 2, 1, 2]));
    expect(saved.filter(([image]) => image === 1).map(([, marks]) => marks.objects[0].category)).toEqual([
      4, 4, 3,
    ]);
  });

  test('keep their classes where the name is taken, and say so', async () => {
    await labelling();
    expect(actions.labelling.addClass('bolt')).toBe(false);
    expect(actions.labelling.addClass(' ')).toBe(false);
    expect(stores.notices.getState().shown[0]?.what).toContain('class of that name already');
    expect(classEdits).toEqual([]);
    expect(actions.labelling.addClass('rivet')).toBe(true);
    await vi.waitFor(() => expect(classEdits).toEqual([{ kind: 'add', name: 'rivet' }]));
  });
});
