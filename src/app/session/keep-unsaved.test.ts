import { beforeEach, expect, test } from 'vitest';
import type { UnsavedMarks } from '../../engine/own/unsaved-marks.ts';
import type { RunDescription } from '../../engine/protocol/run.ts';
import { begin, record } from '../../labels/history.ts';
import type { Draft, LabellingFacts } from '../../state/labelling.ts';
import { createStores, type Stores } from '../../state/stores.ts';
import { keepUnsaved } from './keep-unsaved.ts';

let stores: Stores;
/** By image, as a browser would hold them. */
let held: Map<number, UnsavedMarks>;

const draft = (...ids: number[]): Draft => ({
  objects: ids.map((id) => ({
    id,
    category: 0,
    mask: { width: 1, height: 1, counts: Uint32Array.of(0, 1) },
    crowd: false,
  })),
  refused: [],
  empty: false,
  classEdits: [],
  classes: [['bird']],
});
const mark = (facts: Partial<LabellingFacts>): void => stores.labelling.setState(facts);
const objectsHeld = (image: number): number[] | undefined =>
  held.get(image)?.marks.objects.map(({ id }) => id);

beforeEach(() => {
  stores = createStores();
  held = new Map();
  const categories = [{ name: 'bird', colour: '#ffffff' }];
  stores.run.setState({ description: { project: 'ponds', categories } as unknown as RunDescription });
  keepUnsaved(stores, {
    write: async (marks) => void held.set(marks.image, marks),
    forget: async (_project, image) => void held.delete(image),
  });
  mark({ image: 7, project: 'ponds', history: begin(draft()) });
});

const stroke = (...ids: number[]): void => {
  const { history } = stores.labelling.getState();
  if (history) mark({ history: record(history, draft(...ids)) });
};

test('what is marked is held until it is saved, each stroke as it comes', () => {
  expect(held.size).toBe(0);
  stroke(1);
  mark({ saved: 'saving' });
  expect(held.get(7)).toMatchObject({ project: 'ponds', image: 7, classes: [['bird']] });
  expect(objectsHeld(7)).toEqual([1]);
  // The engine is in the middle of a step.
  stroke(1, 2);
  expect(objectsHeld(7)).toEqual([1, 2]);
  mark({ saved: 'saved' });
  expect(held.size).toBe(0);
});

test('what is marked stays held while another image is opened, of which nothing is', () => {
  stroke(1);
  mark({ saved: 'saving' });
  mark({ image: undefined, history: undefined });
  mark({ image: 8, history: begin(draft(1, 2)) });
  expect([objectsHeld(7), objectsHeld(8)]).toEqual([[1], undefined]);
});

test('what could not be saved stays held', () => {
  stroke(1);
  mark({ saved: 'saving' });
  mark({ saved: 'failed' });
  expect(objectsHeld(7)).toEqual([1]);
});

test('the next save that comes through is also of an image whose own save failed', () => {
  stroke(1);
  mark({ saved: 'saving' });
  mark({ saved: 'failed' });
  mark({ image: 8, history: begin(draft()) });
  stroke(1);
  mark({ saved: 'saving' });
  expect([objectsHeld(7), objectsHeld(8)]).toEqual([[1], [1]]);
  mark({ saved: 'saved' });
  expect(held.size).toBe(0);
});

test('a save of one project is none of another', () => {
  stroke(1);
  mark({ saved: 'saving' });
  mark({ saved: 'failed' });
  stores.run.setState({ description: { project: 'lakes', categories: [] } as unknown as RunDescription });
  mark({ image: 8, project: 'lakes', history: begin(draft()) });
  stroke(1);
  mark({ saved: 'saving' });
  mark({ saved: 'saved' });
  expect([objectsHeld(7), objectsHeld(8)]).toEqual([[1], undefined]);
});

test('what another tab takes over is there for it to take up', () => {
  stroke(1);
  mark({ saved: 'saving' });
  stores.run.setState({ writable: false });
  expect(objectsHeld(7)).toEqual([1]);
});

test('an edit of the classes that the project has not been told of is held with the marks', () => {
  const { history } = stores.labelling.getState();
  if (history) {
    const classes = [['gull', 'bird'], ['worm']];
    mark({ history: record(history, { ...draft(1), classes }) });
  }
  mark({ saved: 'saving' });
  expect(held.get(7)?.classes).toEqual([['gull', 'bird'], ['worm']]);
});
