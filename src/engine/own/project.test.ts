import { expect, test } from 'vitest';
import { ImageIndex } from '../../data/formats/image-index.ts';
import { planImport } from '../../data/own/plan-import.ts';
import { encodeMask } from '../../masks/dense.ts';
import { Project } from './project.ts';

const mask = encodeMask(
  Uint8Array.from({ length: 24 }, (_, i) => (i < 9 ? 1 : 0)),
  6,
  4,
);
const marked = { objects: [{ id: 1, category: 0, mask, crowd: false }], refused: [], empty: false };
const sizes = (splits: Project['splits']) =>
  [splits.labelled, splits.unlabelled, splits.validation].map(({ length }) => length);

/** Ten images of which every one is annotated: two measure. */
function annotated(): Project {
  const images = Array.from({ length: 10 }, (_, i) => ({ path: `set/${i}.png`, width: 6, height: 4 }));
  const plan = planImport(new ImageIndex(images));
  const instance = { ...marked.objects[0], area: 9, box: [0, 0, 6, 2] as const };
  const instances = new Map(plan.images.map(({ id }) => [id, [instance]]));
  return new Project({ id: 'mine', plan: { ...plan, instances }, touched: 0 }, async () => undefined);
}

test('what a run was not allowed to know is labelled still after a stroke', () => {
  const project = annotated();
  const { splits } = project.begin({ labelled: '25%', seed: 3 });
  expect(sizes(splits)).toEqual([2, 6, 2]);
  const [hidden, other] = splits.unlabelled;
  project.setMarks(hidden, marked);
  // The run learns from what a person touched, and from nothing else that was kept from it.
  expect(project.splits.labelled).toEqual([...splits.labelled, hidden]);
  expect(project.splits.unlabelled).toContain(other);
  expect(sizes(project.source({ labelled: '100%', seed: 3 }).splits)).toEqual([8, 0, 2]);
  expect(sizes(project.source({ labelled: '25%', seed: 3 }).splits)).toEqual([2, 6, 2]);
  // Nothing is marked in it any more.
  project.setMarks(hidden, { ...marked, objects: [] });
  expect(project.splits.unlabelled).toContain(hidden);
  expect(sizes(project.source({ labelled: '100%', seed: 3 }).splits)).toEqual([7, 1, 2]);
});

test('a class that is removed first of all in another image can be brought back there', () => {
  const project = annotated();
  const [first, second] = project.dataset.images.map(({ id }) => id);
  project.editClasses({ kind: 'add', name: 'crack' });
  const crack = project.dataset.categories.length - 1;
  const cracked = { ...marked, objects: [{ ...marked.objects[0], category: crack }] };
  project.setMarks(first, cracked);
  project.editClasses({ kind: 'remove', category: crack });
  project.setMarks(second, marked);
  expect(project.marks(first).objects).toEqual([]);
  project.undoClassEdit();
  expect(project.marks(first).objects).toMatchObject([{ category: crack }]);
  // With the class that was added before, what is marked in this image would go.
  expect(() => project.undoClassEdit()).toThrow('another image');
  project.editClasses({ kind: 'remove', category: crack });
  project.setMarks(second, marked);
  project.setMarks(first, marked);
  expect(() => project.undoClassEdit()).toThrow('another image');
});

test('a look at what another run would learn from changes nothing for the one that stands', () => {
  const project = annotated();
  const { splits } = project.begin({ labelled: '25%', seed: 3 });
  expect(project.source({ labelled: '100%', seed: 4 }).splits).not.toEqual(splits);
  expect(project.splits).toBe(splits);
  // Nor who measures, which lasts from the first stroke on.
  project.setMarks(splits.labelled[0], marked);
  expect(project.source({ labelled: '25%', seed: 4 }).splits.validation).toEqual(splits.validation);
});

test('a new name is another state of a project, but no work on it', () => {
  const project = annotated();
  project.rename('cells');
  expect(project.kept).toMatchObject({ plan: { name: 'cells' }, touched: 1 });
  const now = Date.now();
  project.touch();
  expect(project.kept.touched).toBeGreaterThanOrEqual(now);
});

test('the file of an image is had as it was given, and its loss is said', async () => {
  const plan = planImport(new ImageIndex([{ path: 'set/a.png', width: 6, height: 4 }]));
  const files = new Map([['set/a.png', new Blob(['as it was given'])]]);
  const { dataset } = new Project({ id: 'mine', plan, touched: 0 }, async (path) => files.get(path));
  const [{ id }] = plan.images;
  expect(await (await dataset.file?.(id))?.text()).toBe('as it was given');
  files.clear();
  await expect(dataset.file?.(id)).rejects.toThrow(
    'The image set/a.png is no longer on this computer. Drop its folder again.',
  );
});
