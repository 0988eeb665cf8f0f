import { describe, expect, it } from 'vitest';
import { aliasesAfter, type ClassEdit, marksAfter } from '../../labels/class-edits.ts';
import { encodeMask } from '../../masks/dense.ts';
import type { Splits } from '../dataset.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { labelsOf, marksOf, withClassEdit, withLabels, withMarks } from './edit-plan.ts';
import { planImport, splitsFor } from './plan-import.ts';

const images = Array.from({ length: 12 }, (_, i) => ({ path: `set/${i}.png`, width: 6, height: 4 }));
const empty = planImport(new ImageIndex(images));
const none = splitsFor(empty, '100%', 1);
const mask = encodeMask(
  Uint8Array.from({ length: 24 }, (_, i) => (i < 9 ? 1 : 0)),
  6,
  4,
);
const marked = [{ id: 1, category: 0, mask, crowd: false }];

describe('labels drawn by hand', () => {
  it('start from images alone, all unlabelled, with one class', () => {
    expect(empty.categories).toEqual([{ id: 1, name: 'object' }]);
    expect(none).toMatchObject({ labelled: [], validation: [], unlabelled: { length: 12 } });
  });

  it('make an image teach, every fifth measure, and none of them moves afterwards', () => {
    let plan = empty;
    let splits: Splits = none;
    for (const image of [3, 1, 7, 9, 12, 4, 5, 6, 2, 8, 3]) {
      plan = withLabels(plan, image, marked, splits);
      splits = plan.splits ?? none;
    }
    expect(splits).toEqual({
      labelled: [3, 1, 7, 9, 4, 5, 6, 2],
      validation: [12, 8],
      unlabelled: [10, 11],
      test: [],
    });
    expect(splitsFor(plan, '100%', 9)).toEqual(splits);
    expect(labelsOf(plan, 3)).toEqual(marked);
    expect(plan.instances.get(3)?.[0]).toMatchObject({ area: 9, box: [0, 0, 6, 2] });
    const cleared = withLabels(plan, 7, [], splits);
    expect(cleared.splits).toMatchObject({ labelled: [3, 1, 9, 4, 5, 6, 2], unlabelled: [7, 10, 11] });
  });

  it('leave the area of what nobody touched alone', () => {
    const polygon = { id: 4, category: 0, mask, crowd: false, area: 8.5, box: [0, 0, 6, 2] as const };
    const plan = { ...empty, instances: new Map([[3, [polygon]]]) };
    const labels = [...labelsOf(plan, 3).map((object) => ({ ...object, category: 1 })), ...marked];
    expect(
      withLabels(plan, 3, labels, none)
        .instances.get(3)
        ?.map(({ area }) => area),
    ).toEqual([8.5, 9]);
  });

  it('belong to images that there are', () => {
    expect(() => withLabels(empty, 99, marked, none)).toThrow(/has no image 99/);
  });
});

it('what was refused is remembered, and forgotten when that is undone', () => {
  const refused = withMarks(empty, 3, { objects: [], refused: [mask], empty: false }, none);
  expect(marksOf(refused, 3)).toEqual({ objects: [], refused: [mask], empty: false });
  expect(refused.splits).toMatchObject({ labelled: [], unlabelled: { length: 12 } });
  // What is drawn beside it is no reason to write it again.
  const copy = { ...mask, counts: mask.counts.slice() };
  expect(withMarks(refused, 3, { objects: marked, refused: [copy], empty: false }, none).refused).toBe(
    refused.refused,
  );
  const other = { ...mask, counts: Uint32Array.of(1, 4, 19) };
  expect(
    marksOf(withMarks(refused, 3, { objects: [], refused: [other], empty: false }, none), 3).refused,
  ).toEqual([other]);
  expect(marksOf(withMarks(refused, 3, { objects: [], refused: [], empty: false }, none), 3).refused).toEqual(
    [],
  );
  expect(withMarks(empty, 3, { objects: marked, refused: [], empty: false }, none)).toEqual(
    withLabels(empty, 3, marked, none),
  );
});

it('an image that shows no object teaches when a person says so', () => {
  const said = withMarks(empty, 3, { objects: [], refused: [], empty: true }, none);
  expect(said.splits).toMatchObject({ labelled: [3], unlabelled: { length: 11 } });
  expect(marksOf(said, 3).empty).toBe(true);
  expect(splitsFor(said, '100%', 1).labelled).toEqual([3]);
  const drawn = withMarks(said, 3, { objects: marked, refused: [], empty: false }, said.splits ?? none);
  expect([drawn.splits?.labelled, marksOf(drawn, 3).empty]).toEqual([[3], false]);
  const unsaid = withMarks(said, 3, { objects: [], refused: [], empty: false }, said.splits ?? none);
  expect([unsaid.splits, marksOf(unsaid, 3).empty]).toEqual([none, false]);
  expect(marksOf(empty, 3).empty).toBe(false);
});

describe('classes', () => {
  const three = (['nucleus', 'debris'] as const).reduce(
    (plan, name) => withClassEdit(plan, { kind: 'add', name }),
    withClassEdit(empty, { kind: 'rename', category: 0, name: ' cell ' }),
  );
  const drawn = withLabels(
    three,
    3,
    [0, 1, 2].map((category) => ({ ...marked[0], id: category + 1, category })),
    none,
  );
  const inImage = (plan: typeof empty) => labelsOf(plan, 3).map(({ id, category }) => [id, category]);

  it('are renamed in place and added behind', () => {
    expect(three.categories).toEqual([
      { id: 1, name: 'cell' },
      { id: 2, name: 'nucleus' },
      { id: 3, name: 'debris' },
    ]);
  });

  it('have names of their own', () => {
    expect(() => withClassEdit(three, { kind: 'add', name: 'cell' })).toThrow(/of that name already/);
    expect(() => withClassEdit(three, { kind: 'rename', category: 1, name: 'cell' })).toThrow(/already/);
    expect(() => withClassEdit(three, { kind: 'rename', category: 1, name: ' ' })).toThrow(/needs a name/);
    expect(() => withClassEdit(three, { kind: 'rename', category: 7, name: 'x' })).toThrow(
      /no class number 8/,
    );
    expect(withClassEdit(three, { kind: 'rename', category: 1, name: 'nucleus' })).toEqual(three);
  });

  it('are coloured, and get the palette’s colour back', () => {
    const green = withClassEdit(three, { kind: 'recolour', category: 1, colour: '#00ff00' });
    expect(green.categories[1]).toEqual({ id: 2, name: 'nucleus', colour: '#00ff00' });
    expect(withClassEdit(green, { kind: 'recolour', category: 1, colour: undefined })).toEqual(three);
    expect(() => withClassEdit(three, { kind: 'recolour', category: 1, colour: 'red' })).toThrow(/no colour/);
  });

  it('are merged with their objects, and the others keep theirs', () => {
    const merged = withClassEdit(drawn, { kind: 'merge', category: 0, into: 2 });
    expect(merged.categories.map(({ id }) => id)).toEqual([2, 3]);
    expect(inImage(merged)).toEqual([
      [1, 1],
      [2, 0],
      [3, 1],
    ]);
    expect(() => withClassEdit(drawn, { kind: 'merge', category: 1, into: 1 })).toThrow(/another class only/);
  });

  it('are removed with their objects, but not the last', () => {
    const fewer = withClassEdit(drawn, { kind: 'remove', category: 1 });
    expect(fewer.categories.map(({ name }) => name)).toEqual(['cell', 'debris']);
    expect(inImage(fewer)).toEqual([
      [1, 0],
      [3, 1],
    ]);
    expect(() => withClassEdit(empty, { kind: 'remove', category: 0 })).toThrow(/needs a class/);
  });

  it('leave an image unlabelled whose every object they take along', () => {
    const one = withLabels(three, 3, marked, none);
    expect(one.splits?.labelled).toEqual([3]);
    const without = withClassEdit(one, { kind: 'remove', category: 0 });
    expect([without.splits?.labelled, marksOf(without, 3).empty]).toEqual([[], false]);
  });

  it('are edited in what is open as in what is kept', () => {
    const edits: ClassEdit[] = [
      { kind: 'merge', category: 0, into: 2 },
      { kind: 'merge', category: 2, into: 1 },
      { kind: 'remove', category: 1 },
      { kind: 'rename', category: 1, name: 'x' },
      { kind: 'add', name: 'y' },
    ];
    const known = drawn.categories.map(({ name }) => [name]);
    for (const edit of edits) {
      const edited = withClassEdit(drawn, edit);
      expect(marksAfter(edit, marksOf(drawn, 3))).toEqual(marksOf(edited, 3));
      expect(aliasesAfter(edit, known).map(([name]) => name)).toEqual(
        edited.categories.map(({ name }) => name),
      );
    }
  });
});
