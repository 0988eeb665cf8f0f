import { describe, expect, it } from 'vitest';
import type { GivenFile } from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { given, noWait } from '../formats/testing/given.ts';
import { encodeGreyPng } from '../png/encode.ts';
import { withClassEdit, withLabels } from './edit-plan.ts';
import { areMasksFor, joinAnnotations, readAnnotationsFor } from './join-annotations.ts';
import { planImport, splitsFor } from './plan-import.ts';

const paths = Array.from({ length: 6 }, (_, i) => `set/${i}.png`);
const project = planImport(new ImageIndex(paths.map((path) => ({ path, width: 40, height: 30 }))));
const splits = splitsFor(project, '100%', 1);

/** A COCO file with a square in each of the images. */
const coco = (names: readonly string[], categories = [{ id: 5, name: 'cell' }], width = 40): string =>
  JSON.stringify({
    images: names.map((name, i) => ({ id: 70 + i, file_name: name, width, height: 30 })),
    categories,
    annotations: names.map((_, i) => ({
      id: 900 + i,
      image_id: 70 + i,
      category_id: categories[i % categories.length]?.id,
      segmentation: [[2, 2, 12, 2, 12, 12, 2, 12]],
      iscrowd: 0,
    })),
  });

const read = async (text: string, onto = project) => {
  const found = await readAnnotationsFor(onto, [given('there.json', text)], noWait);
  if (!found) throw new Error('The file was not recognised.');
  return found;
};

describe('annotations without images', () => {
  it('give the images of a project labels and classes; every fifth image measures', async () => {
    const found = await read(coco([...['1', '2', '3', '4', '5'].map((name) => `${name}.png`), 'far.png']));
    const { plan, images, skipped, notices } = joinAnnotations(project, splits, found);
    expect(images).toEqual([2, 3, 4, 5, 6]);
    expect(plan.categories).toEqual([{ id: 5, name: 'cell' }]);
    expect(plan.images).toBe(project.images);
    expect(plan.instances.get(2)).toMatchObject([{ id: 900, category: 0, area: 100, box: [2, 2, 10, 10] }]);
    expect(plan.splits).toEqual({ labelled: [2, 3, 4, 5], validation: [6], unlabelled: [1], test: [] });
    expect(skipped).toEqual([]);
    expect(notices).toEqual(['1 image that they speak of is not in this project.']);
  });

  it('leave what is marked already alone, and join classes by their names', async () => {
    const named = withClassEdit(project, { kind: 'rename', category: 0, name: 'cell' });
    const [drawn] = (await read(coco(['0.png']))).images[0].instances;
    const labelled = withLabels(named, 1, [{ ...drawn, id: 1 }], splits);
    const found = await read(
      coco(
        ['0.png', '1.png', '2.png'],
        [
          { id: 1, name: 'debris' },
          { id: 8, name: 'cell' },
        ],
      ),
      labelled,
    );
    const { plan, images, skipped } = joinAnnotations(labelled, labelled.splits ?? splits, found);
    expect(images).toEqual([2, 3]);
    expect(plan.categories).toEqual([
      { id: 1, name: 'cell' },
      { id: 2, name: 'debris' },
    ]);
    expect(plan.instances.get(1)).toEqual(labelled.instances.get(1));
    expect([2, 3].map((image) => plan.instances.get(image)?.[0].category)).toEqual([0, 1]);
    expect(skipped).toEqual([{ path: 'set/0.png', why: expect.stringMatching(/labelled already/) }]);
  });

  it('that fit no image are refused in a sentence', async () => {
    expect(() => joinAnnotations(project, splits, { ...empty, images: [] })).toThrow(/No image of "set"/);
    const elsewhere = await read(coco(['far.png']));
    expect(() => joinAnnotations(project, splits, elsewhere)).toThrow(/of other images/);
    const larger = await read(coco(['0.png'], undefined, 41));
    expect(() => joinAnnotations(project, splits, larger)).toThrow(/set\/0\.png is 40 x 30 pixels, but/);
    await expect(read('{"images": [3]}')).rejects.toThrow(/No annotation file could be read/);
  });

  it('are no matter for a project where images came too, or nothing is an annotation', async () => {
    const image = given('0.png', 'pixels');
    const annotations = given('there.json', coco(['0.png']));
    expect(await readAnnotationsFor(project, [image, annotations], noWait)).toBeUndefined();
    expect(await readAnnotationsFor(project, [given('notes.txt', 'none')], noWait)).toBeUndefined();
  });
});

describe('masks without images', () => {
  const WIDTH = 40;
  const HEIGHT = 30;
  const grey = (valueAt: (x: number, y: number) => number) =>
    encodeGreyPng(
      Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => valueAt(i % WIDTH, Math.floor(i / WIDTH))),
      WIDTH,
      HEIGHT,
    );
  const areas = grey((x, y) => (y < 5 ? 0 : x < 10 ? 1 : x < 30 ? 0 : 2));
  const photograph = grey((x, y) => (x * 37 + y * 91) % 251);
  const none = async () => false;
  const readMasks = (files: readonly GivenFile[], held = none) =>
    readAnnotationsFor(project, files, noWait, held);

  it.each([
    ['called like the images', ''],
    ['in a folder that says so', 'set/masks/'],
  ])('%s are labels for them', async (_, folder) => {
    const files = [
      given(`${folder}1.png`, areas),
      given(`${folder}2.png`, areas),
      given('classes.txt', 'cell\nrod'),
    ];
    expect(await areMasksFor(project, files, noWait, none)).toBe(true);
    const found = await readMasks(files);
    if (!found) throw new Error('They were not recognised.');
    const { plan, images, skipped, notices } = joinAnnotations(project, splits, found);
    expect(images).toEqual([2, 3]);
    expect(plan.instances.get(2)?.map(({ area }) => area)).toEqual([250, 250]);
    expect(plan.images).toBe(project.images);
    expect(skipped).toEqual([]);
    expect(notices[0]).toBe(
      'They have the names of images of this project, so they were read as masks of those.',
    );
  });

  it('of images that the project does not have are counted, and those of another size named', async () => {
    const small = encodeGreyPng(new Uint8Array(4), 2, 2);
    const found = await readMasks([given('1.png', areas), given('far.png', areas), given('3.png', small)]);
    expect(found?.notices).toContain('One mask is of an image that is not in this project.');
    expect(found?.skipped).toEqual([
      { path: '3.png', why: 'is 2 x 2 pixels, but its image set/3.png is 40 x 30' },
    ]);
  });

  it('are told from pictures: photographs, the project’s own images, other names, other kinds of file', async () => {
    const pictures: [readonly GivenFile[], typeof none][] = [
      [[given('1.png', photograph)], none],
      [[given('1.png', areas), given('2.png', photograph)], none],
      [[given('1.png', areas)], async () => true],
      [[given('far.png', areas)], none],
      [[given('1.png', areas), given('2.jpg', areas)], none],
      [[given('1.png', 'no picture')], none],
    ];
    for (const [files, held] of pictures) {
      expect(await areMasksFor(project, files, noWait, held)).toBe(false);
      expect(await readMasks(files, held)).toBeUndefined();
    }
  });
});

const empty = { categories: [], images: [], skipped: [], notices: [] };
