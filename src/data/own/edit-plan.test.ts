import { describe, expect, it } from 'vitest';
import { encodeMask } from '../../masks/dense.ts';
import type { Splits } from '../dataset.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { labelsOf, withClasses, withLabels } from './edit-plan.ts';
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

describe('classes', () => {
  it('are renamed in place and added behind', () => {
    expect(withClasses(empty, ['cell', ' nucleus ']).categories).toEqual([
      { id: 1, name: 'cell' },
      { id: 2, name: 'nucleus' },
    ]);
  });

  it('have names of their own', () => {
    expect(() => withClasses(empty, ['a', 'a'])).toThrow(/of that name already/);
    expect(() => withClasses(empty, ['  '])).toThrow(/needs a name/);
    expect(() => withClasses(empty, [])).toThrow(/cannot be taken away/);
  });
});
