import { describe, expect, it } from 'vitest';
import { ImageIndex } from '../formats/image-index.ts';
import { given, noWait } from '../formats/testing/given.ts';
import { withClassEdit, withLabels } from './edit-plan.ts';
import { joinAnnotations, readAnnotationsFor } from './join-annotations.ts';
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

const empty = { categories: [], images: [], skipped: [], notices: [] };
