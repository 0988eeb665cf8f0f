import { expect, it } from 'vitest';
import { rleFromChanges } from '../masks/rle.ts';
import { parseCocoText } from './coco.ts';
import { writeCoco } from './write-coco.ts';

const source = {
  name: 'Bench',
  categories: [
    { id: 3, name: 'nut' },
    { id: 90, name: 'gear' },
  ],
};
const image = (id: number) => ({ id, name: `${id}.png`, width: 4, height: 3 });
/** Pixels 2 to 4 down the columns: the end of the first column and the start of the second. */
const mask = rleFromChanges([2, 5], 4, 3);

it('what is written can be read: ids, classes, masks, images without instances', () => {
  const found7 = { category: 1, mask, score: 0.51239, classQuality: 0.6, maskQuality: 0.9 };
  const text = writeCoco(
    source,
    [
      [image(7), [found7]],
      [image(8), []],
    ],
    'Two pictures',
  );
  expect(JSON.parse(text).info).toEqual({ description: 'Two pictures' });
  const { images, categories, instances } = parseCocoText(text);
  expect(images.map(({ id, name }) => [id, name])).toEqual([
    [7, '7.png'],
    [8, '8.png'],
  ]);
  expect(categories).toEqual(source.categories);
  const [found] = instances.get(7) ?? [];
  expect(found).toMatchObject({ id: 1, category: 1, area: 3, box: [0, 0, 2, 3], crowd: false, mask });
  expect(instances.get(8) ?? []).toEqual([]);
  expect(JSON.parse(text).annotations).toMatchObject([
    { score: 0.5124, class_quality: 0.6, mask_quality: 0.9, category_id: 90, iscrowd: 0 },
  ]);
});
