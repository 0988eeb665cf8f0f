import { describe, expect, it } from 'vitest';
import type { Instance } from '../dataset.ts';
import type { ReadAnnotations } from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { withClassEdit, withLabels } from './edit-plan.ts';
import { joinAnnotations } from './join-annotations.ts';
import { planImport, splitsFor } from './plan-import.ts';
import { withoutBrought } from './take-back.ts';

const index = new ImageIndex(
  Array.from({ length: 7 }, (_, i) => ({ path: `set/${i}.png`, width: 9, height: 9 })),
);
const before = planImport(index);
const splits = splitsFor(before, '100%', 1);
const object: Instance = {
  id: 1,
  category: 0,
  mask: { width: 9, height: 9, counts: Uint32Array.of(3, 5, 73) },
  area: 5,
  box: [0, 3, 1, 5],
  crowd: false,
};
const read: ReadAnnotations = {
  categories: [{ id: 4, name: 'cell' }],
  images: index.all
    .slice(1, 6)
    .map((image, i) => ({ record: index.record(image, 50 + i), path: image.path, instances: [object] })),
  skipped: [],
  notices: [],
};
const joined = joinAnnotations(before, splits, read);
const brought = { before, splits, after: joined.plan, images: joined.images };

describe('labels that a file brought', () => {
  it('are taken back with their classes, and every image is where it was', () => {
    const { plan, images, left } = withoutBrought(joined.plan, joined.plan.splits ?? splits, brought, 0);
    expect([images, left]).toEqual([joined.images, 0]);
    expect(plan).toEqual({ ...before, splits });
    expect(plan.categories).toBe(before.categories);
  });

  it('stay where somebody changed them since, and so does what was drawn', () => {
    const [changed, second] = joined.images;
    const one = withLabels(joined.plan, changed, [{ ...object, id: 9 }], joined.plan.splits ?? splits);
    const edited = withLabels(one, 7, [object], one.splits ?? splits);
    const { plan, images, left } = withoutBrought(edited, edited.splits ?? splits, brought, 0);
    expect([images, left]).toEqual([joined.images.slice(1), 1]);
    expect(plan.instances.get(changed)).toBe(edited.instances.get(changed));
    expect(plan.instances.get(7)).toBe(edited.instances.get(7));
    expect(plan.instances.get(second)).toEqual([]);
    // What stays needs its class.
    expect(plan.categories).toBe(joined.plan.categories);
    expect(plan.splits).toEqual({ labelled: [2, 7], unlabelled: [1, 3, 4, 5, 6], validation: [], test: [] });
  });

  it('leave classes that a network was made for', () => {
    const more = { ...joined.plan, categories: [...joined.plan.categories, { id: 5, name: 'rod' }] };
    const two = { ...brought, after: more };
    expect(withoutBrought(more, splits, two, 2).plan.categories).toBe(more.categories);
    expect(withoutBrought(more, splits, two, 1).plan.categories).toBe(before.categories);
  });

  it('are not told apart any more where classes were merged: a sentence says so', () => {
    const added = withClassEdit(joined.plan, { kind: 'add', name: 'rod' });
    const merged = withClassEdit(added, { kind: 'merge', category: 1, into: 0 });
    expect(() => withoutBrought(merged, splits, brought, 0)).toThrow(/changed since/);
  });
});
