import { expect, test } from 'vitest';
import { rleFromCounts } from '../../masks/rle.ts';
import { coco } from '../formats/coco.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { given } from '../formats/testing/given.ts';
import { type ImportPlan, planImport } from './plan-import.ts';
import { annotationsByPath, isProject, withProjectFacts, writeProjectFacts } from './project-file.ts';
import { openZip } from './zip.ts';
import { ZipWriter } from './zip-writer.ts';

const mask = rleFromCounts([3, 2, 7], 4, 3);
const plan: ImportPlan = {
  name: 'Cells',
  categories: [
    { id: 7, name: 'nucleus' },
    { id: 9, name: '<b>', colour: '#12ab9f' },
  ],
  images: [
    { id: 5, name: 'a.png', width: 4, height: 3 },
    { id: 6, name: 'b/a.png', width: 4, height: 3 },
  ],
  paths: new Map([
    [5, 'cells/a/a.png'],
    [6, 'cells/b/a.png'],
  ]),
  instances: new Map([[6, [{ id: 1, category: 1, mask, crowd: false, area: 2.5, box: [1, 0, 1, 2] }]]]),
  refused: new Map([[5, [mask]]]),
  splits: { labelled: [6], unlabelled: [5], validation: [], test: [] },
  skipped: [],
  notices: [],
};
const settings = { seed: 4, dataset: 'own' };

test('a project comes back as it was, images of the same name and all', async () => {
  const facts = writeProjectFacts(plan, { id: 'mine', settings });
  expect(isProject(facts)).toBe(true);
  expect(isProject('{"images": []}')).toBe(false);
  const sized = [...plan.paths.values()].map((path) => ({ path, width: 4, height: 3 }));
  const files = [
    given('annotations.json', annotationsByPath(plan)),
    given('splits.json', JSON.stringify(plan.splits)),
  ];
  const read = await coco.read(files, new ImageIndex(sized), async () => {});
  const back = withProjectFacts(planImport(new ImageIndex(sized), read), facts);
  expect(back.facts).toEqual({ id: 'mine', settings });
  expect(back.plan).toMatchObject({
    name: 'Cells',
    categories: plan.categories,
    images: plan.images,
    splits: plan.splits,
    refused: plan.refused,
  });
  expect(back.plan.paths).toEqual(plan.paths);
  const [[image, [{ category, mask: same, area }]]] = [...back.plan.instances].filter(
    ([, all]) => all.length > 0,
  );
  expect([image, category, same.counts, area]).toEqual([6, 1, mask.counts, 2.5]);
});

test('an image without a name keeps that of its file', () => {
  const nameless = { ...plan, images: plan.images.map((image) => ({ ...image, name: '' })) };
  const { images } = withProjectFacts(plan, writeProjectFacts(nameless, { id: 'mine', settings })).plan;
  expect(images).toEqual(plan.images);
});

test.each([
  ['{', /no JSON; the project is damaged/],
  [JSON.stringify({ format: 'another' }), /cannot be used \(format\)/],
  [writeProjectFacts({ ...plan, name: '' }, { id: 'mine', settings }), /cannot be used \(name\)/],
  [
    writeProjectFacts(plan, { id: 'mine', settings }).replace(/"masks":\["[^"]*"\]/, '"masks":["zzzz"]'),
    /A refused mask of a.png cannot be read/,
  ],
])('what is damaged is refused in a sentence: %#', (text, words) => {
  expect(() => withProjectFacts(plan, text)).toThrow(words);
});

test('what is zipped is unzipped', async () => {
  const zip = new ZipWriter();
  const words = new TextEncoder().encode('penumbra '.repeat(5000));
  zip.add('a/text.json', words, 'packed');
  zip.add('a/Größe.png', words.subarray(0, 100));
  const blob = zip.end();
  expect(blob.size).toBeLessThan(2000);
  const { files, skipped } = await openZip({
    path: 'x.zip',
    size: blob.size,
    bytes: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  });
  expect(skipped).toEqual([]);
  expect(files.map(({ path }) => path)).toEqual(['a/text.json', 'a/Größe.png']);
  expect(await files[0].bytes()).toEqual(words);
  expect(await files[1].bytes()).toEqual(words.subarray(0, 100));
});
