import { expect, it } from 'vitest';
import { type CautionMaterial, cautions } from './cautions.ts';

const square = (category: number, x = 0) => ({
  category,
  coverage: { x, y: 0, width: 4, height: 4, data: new Float32Array(16).fill(1) },
});

const material = (changes: Partial<CautionMaterial> = {}): CautionMaterial => ({
  categories: [{ name: 'nut' }, { name: 'gear' }],
  labelled: [{ id: 1, instances: [square(0), square(1, 9)] }],
  unlabelled: 5,
  nameOf: (id) => `image ${id}`,
  slots: 128,
  ...changes,
});

const said = (changes: Partial<CautionMaterial>, rule: 'dual' | 'off' = 'dual'): string[] =>
  cautions(material(changes), { rule }).map(({ what }) => what);

it('is silent where all is well', () => {
  expect(said({})).toEqual([]);
});

it('names classes that no labelled image shows', () => {
  expect(said({ labelled: [{ id: 1, instances: [square(0)] }] })).toEqual([
    'No labelled image shows gear, so the network cannot learn it.',
  ]);
  const categories = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));
  expect(said({ categories })[0]).toMatch(/shows c, d, e and 1 more, .* cannot learn them/);
});

it('says that there is nothing to learn', () => {
  expect(said({ labelled: [{ id: 1, instances: [] }] })).toEqual([
    expect.stringMatching(/^No labelled image shows an object/),
  ]);
});

it('without a label says that alone', () => {
  expect(said({ labelled: [], unlabelled: 0, categories: [{ name: 'nut' }] })).toEqual([
    'No image is labelled yet, so there is nothing to learn from.',
  ]);
});

it('finds one object labelled with two classes', () => {
  const both = [square(0), square(1)];
  expect(said({ labelled: [{ id: 3, instances: both }] })).toEqual([
    'In image 3 the same object is labelled with two classes.',
  ]);
  // Half over each other, they are two objects.
  expect(said({ labelled: [{ id: 3, instances: [square(0), square(1, 2)] }] })).toEqual([]);
  // The same class twice is a doublet, no contradiction.
  expect(said({ labelled: [{ id: 3, instances: [...both.slice(0, 1), square(0), square(1, 9)] }] })).toEqual(
    [],
  );
});

it('tells of images with more objects than the network sees at once', () => {
  const row = (count: number) => Array.from({ length: count }, (_, i) => square(i % 2, 5 * i));
  expect(said({ labelled: [{ id: 3, instances: row(128) }] })).toEqual([]);
  expect(said({ labelled: [{ id: 3, instances: row(129) }] })).toEqual([
    'image 3 shows more than 128 objects, of which the network sees 128 at once.',
  ]);
  const advised = (count: number, slots: number) =>
    cautions(material({ labelled: [{ id: 3, instances: row(count) }], slots }), { rule: 'dual' }).map(
      ({ what, advice }) => `${what} ${advice}`,
    );
  expect(advised(129, 128)).toEqual([expect.stringMatching(/sees 128 at once\. Cut such images/)]);
  expect(advised(17, 16)).toEqual([expect.stringMatching(/more than 16 objects, .* Reload the page/)]);
  expect(advised(16, 16)).toEqual([]);
});

it('tells where pseudo-labels have nothing to work on, if they are asked for', () => {
  const alone = { unlabelled: 0 };
  expect(said(alone)).toEqual([expect.stringMatching(/^There are no unlabelled images/)]);
  expect(said(alone, 'off')).toEqual([]);
  const one = { categories: [{ name: 'nut' }], labelled: [{ id: 1, instances: [square(0)] }] };
  expect(said(one)).toEqual([expect.stringMatching(/class quality is always 1/)]);
  expect(said(one, 'off')).toEqual([]);
});
