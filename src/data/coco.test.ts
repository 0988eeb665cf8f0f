import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeMask } from '../masks/dense.ts';
import { maskArea } from '../masks/rle.ts';
import { parseCoco, parseCocoText } from './coco.ts';

/** A 6 x 4 image with the same 2 x 2 square written in all three ways, and what a test changes of it. */
function file(change: Record<string, unknown> = {}, annotation: Record<string, unknown> = {}) {
  const square = { id: 0, image_id: 7, category_id: 90, segmentation: [[1, 1, 3, 1, 3, 3, 1, 3]] };
  return {
    images: [{ id: 7, width: 6, height: 4, file_name: 'day/7.png', license: 3 }],
    categories: [
      { id: 90, name: 'brush', supercategory: 'indoor' },
      { id: 3, name: 'car' },
    ],
    annotations: [
      { ...square, ...annotation },
      {
        ...square,
        id: 1,
        category_id: 3,
        area: 3.5,
        iscrowd: 1,
        segmentation: { size: [4, 6], counts: [5, 2, 2, 2, 13] },
      },
      { ...square, id: 2, segmentation: { size: [4, 6], counts: '5220;' } },
    ],
    ...change,
  };
}

const square = [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

describe('a COCO file', () => {
  it('gives its masks, however they are written', () => {
    const { categories, images, instances, notices } = parseCocoText(JSON.stringify(file()));
    expect(categories).toEqual([
      { id: 3, name: 'car' },
      { id: 90, name: 'brush' },
    ]);
    expect(images).toEqual([{ id: 7, name: 'day/7.png', width: 6, height: 4 }]);
    const own = instances.get(7) ?? [];
    expect(own.map(({ mask }) => [...decodeMask(mask)])).toEqual([square, square, square]);
    expect(own.map(({ id, category, area, box, crowd }) => [id, category, area, box, crowd])).toEqual([
      [0, 1, 4, [1, 1, 2, 2], false],
      [1, 0, 3.5, [1, 1, 2, 2], true],
      [2, 1, 4, [1, 1, 2, 2], false],
    ]);
    expect(notices).toEqual([]);
  });

  it('may leave images without annotations, and says which annotations it left out', () => {
    const images = [7, 8].map((id) => ({ id, width: 6, height: 4, file_name: `${id}.png` }));
    expect(parseCoco(file({ images, annotations: [] })).instances).toEqual(
      new Map([
        [7, []],
        [8, []],
      ]),
    );
    for (const segmentation of [undefined, null, []]) {
      expect(parseCoco(file({}, { segmentation })).notices).toEqual([
        '1 annotation without a mask (a box only, perhaps) left out.',
      ]);
    }
    const thin = parseCoco(file({}, { segmentation: [[1, 1, 1, 2, 1, 1]] }));
    expect(thin.notices).toEqual(['1 annotation left out because the mask covers no pixel.']);
    expect(thin.instances.get(7)).toHaveLength(2);
  });
});

describe('a wrong COCO file is refused in a sentence:', () => {
  const image = { id: 7, width: 6, height: 4, file_name: '7.png' };
  const runs = (counts: unknown, size: unknown = [4, 6]) => file({}, { segmentation: { size, counts } });
  const polygon = (...points: unknown[]) => file({}, { segmentation: [points] });
  const cases: [string, unknown, string][] = [
    ['a list', [], 'The COCO file is a list, as a file of detections is'],
    ['nothing', undefined, 'The COCO file is missing'],
    ['no images', { categories: [], annotations: [] }, 'images is missing'],
    ['images that are no list', file({ images: 'many' }), 'images is "many", but must be a list'],
    ['no categories', file({ categories: [] }), 'has no categories'],
    ['an id as text', file({}, { id: '5' }), 'annotations[0].id is "5", but must be a whole number'],
    ['a fractional id', file({ images: [{ ...image, id: 0.5 }] }), 'images[0].id is 0.5'],
    ['a negative id', file({}, { category_id: -1 }), 'annotations[0].category_id is -1'],
    ['a missing image id', file({}, { image_id: undefined }), 'annotations[0].image_id is missing'],
    [
      'a huge image',
      file({ images: [{ ...image, width: 1e6 }] }),
      'images[0].width is 1000000, but must be a number of pixels',
    ],
    ['an image without size', file({ images: [{ ...image, height: 0 }] }), 'images[0].height is 0'],
    ['a nameless category', file({ categories: [{ id: 1, name: '' }] }), 'categories[0].name is ""'],
    ['infinite area', file({}, { area: Number.POSITIVE_INFINITY }), 'annotations[0].area is Infinity'],
    ['negative area', file({}, { area: -1 }), 'annotations[0].area is -1'],
    ['a strange crowd', file({}, { iscrowd: 2 }), 'annotations[0].iscrowd is 2, but must be 0 or 1'],
    [
      'an image twice',
      file({ images: [image, image] }),
      'images[0] and images[1] of the COCO file have the same id, 7',
    ],
    ['an annotation twice', file({}, { id: 2 }), 'annotations[0] and annotations[2]'],
    [
      'a category twice',
      file({ categories: [3, 90, 3].map((id) => ({ id, name: 'x' })) }),
      'categories[0] and categories[2]',
    ],
    ['an unknown image', file({}, { image_id: 8 }), 'Annotation 0 (annotations[0]) belongs to image 8'],
    ['an unknown category', file({}, { category_id: 4 }), 'Annotation 0 (annotations[0]) has category 4'],
    [
      'a path upwards',
      file({ images: [{ ...image, file_name: 'a/../../etc/passwd' }] }),
      'leads out of the images folder',
    ],
    ['an absolute path', file({ images: [{ ...image, file_name: '/etc/passwd' }] }), 'leads out'],
    ['a path with a drive', file({ images: [{ ...image, file_name: 'C:\\x.png' }] }), 'leads out'],
    ['two points', polygon(1, 1, 2, 2), 'polygon 1 has 2 points; an area needs three'],
    ['half a point', polygon(1, 1, 2, 2, 3, 3, 4), 'has 7 numbers'],
    ['a text as coordinate', polygon(1, 1, 'x', 2, 3, 3), 'has x for x of point 2'],
    [
      'an infinite coordinate',
      polygon(1, 1, 2, Number.POSITIVE_INFINITY, 3, 3),
      'has Infinity for y of point 2',
    ],
    [
      'a far point',
      polygon(1, 1, 100, 2, 3, 3),
      'has 100 for x of point 2, far outside the image of 6 x 4 pixels',
    ],
    ['a polygon that is none', file({}, { segmentation: [5] }), 'polygon 1 is no list'],
    [
      'an endless outline',
      polygon(...Array.from({ length: 4000 }, (_, i) => (i % 4 < 2 ? 0 : 4))),
      'more than the image can hold',
    ],
    ['another size', runs('5220;', [6, 4]), 'a size of [6,4], but [height, width] of the image is [4,6]'],
    ['runs too short', runs([5, 2]), 'cover 7 pixels, but 6 x 4 pixels are 24'],
    ['negative runs', runs([30, -6]), 'Run 1 of the mask is -6'],
    ['runs of text', runs(['24']), 'Run 0 of the mask is 24'],
    ['a broken string', runs('5220;o'), 'breaks off'],
    ['foreign characters', runs('52 0;'), 'Character 3'],
    ['counts that are none', runs(7), 'neither a text nor a list'],
    [
      'a segmentation that is none',
      file({}, { segmentation: 'all' }),
      'neither a list of polygons nor run lengths',
    ],
  ];
  it.each(cases)('%s', (_, json, message) => {
    expect(() => parseCoco(json)).toThrow(message);
    expect(() => parseCoco(json)).toThrow(expect.objectContaining({ name: 'CocoFormatError' }));
  });

  it('no JSON, with a hint where NaN is the reason', () => {
    expect(() => parseCocoText('{"images": [')).toThrow('is no JSON');
    expect(() => parseCocoText('{"images": [{"id": NaN}]}')).toThrow('It holds NaN or Infinity');
    // Valid JSON that overflows.
    const text = JSON.stringify(file({}, { area: 12345 })).replace('12345', '1e999');
    expect(() => parseCocoText(text)).toThrow('annotations[0].area is Infinity');
  });
});

describe('real files', () => {
  const data = new URL('../../../shared/data/', import.meta.url);
  const sets = [
    ['coco-open/annotations.json', 186, 1529, 80],
    ['coco-open/annotations-super12.json', 186, 1529, 12],
    ['nuclei/annotations.json', 250, 10628, 1],
    ['cityscapes-style/annotations.json', 8, 55, 10],
  ] as const;
  it.skipIf(!existsSync(data)).each(sets)(
    '%s (skipped where ../shared/data is missing)',
    (name, images, instances, categories) => {
      const text = readFileSync(new URL(name, data), 'utf8');
      const started = performance.now();
      const contents = parseCocoText(text);
      console.log(
        `${name}: ${(performance.now() - started).toFixed(0)} ms; ${contents.notices.join(' ') || 'nothing left out'}`,
      );
      expect(contents.images).toHaveLength(images);
      expect(contents.categories).toHaveLength(categories);
      const all = [...contents.instances.values()].flat();
      expect(all.length).toBeLessThanOrEqual(instances);
      expect(all.length).toBeGreaterThanOrEqual(instances - 2);
      // The file's areas are of the polygons, ours of the pixels: they differ along the outline only.
      for (const { box, area, mask } of all) {
        expect(Math.abs(maskArea(mask) - area)).toBeLessThanOrEqual(box[2] + box[3] + 2);
      }
    },
  );
});
