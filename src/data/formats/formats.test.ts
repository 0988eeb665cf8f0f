import { describe, expect, it } from 'vitest';
import { encodeGreyPng } from '../png/encode.ts';
import { cityscapes } from './cityscapes.ts';
import type { Format, GivenFile, SizedImage } from './format.ts';
import { ImageIndex } from './image-index.ts';
import { indexMasks } from './index-masks.ts';
import { labelme } from './labelme.ts';
import { given, noWait, sized } from './testing/given.ts';
import { namesInYaml } from './yaml-names.ts';
import { yolo } from './yolo.ts';

/** What a format reads of files and images that were dropped together. */
async function read(format: Format, files: readonly GivenFile[], images: readonly SizedImage[]) {
  const pictures = images.map(({ path }) => given(path, 'a picture'));
  const own = await format.recognise([...pictures, ...files], noWait);
  const result = await format.read(own, new ImageIndex(images), noWait);
  return { ...result, own: own.map(({ path }) => path) };
}

const areas = ({ images }: { images: readonly { instances: readonly { area: number }[] }[] }) =>
  images.map(({ instances }) => instances.map(({ area }) => area));

describe('labelme', () => {
  const file = (shapes: readonly object[], more: object = {}) =>
    JSON.stringify({ version: '5.5.0', flags: {}, shapes, imagePath: '..\\a.jpg', imageData: null, ...more });
  const square = (label: string, from: number, to: number, more: object = {}) => ({
    label,
    points: [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
    ],
    ...more,
  });

  it('has polygons, rectangles, circles and masks; shapes of a group are one object', async () => {
    const cut = encodeGreyPng(Uint8Array.of(255, 0, 255, 255, 0, 255), 3, 2);
    const shapes = [
      square('cell', 2, 6, { shape_type: 'polygon', group_id: null }),
      {
        label: 'box',
        shape_type: 'rectangle',
        points: [
          [9, 12],
          [3, 10],
        ],
      },
      {
        label: 'disc',
        shape_type: 'circle',
        points: [
          [20, 15],
          [20, 18],
        ],
      },
      {
        label: 'mask',
        shape_type: 'mask',
        points: [
          [38, 4],
          [40, 5],
        ],
        mask: Buffer.from(cut).toString('base64'),
      },
      square('cell', 20, 22, { group_id: 1 }),
      square('cell', 25, 27, { group_id: 1 }),
      square('cell', 8, 9, { group_id: 1, flags: { iscrowd: true } }),
      square('other', 28, 30, { group_id: 1 }),
      { label: 'tip', shape_type: 'point', points: [[1, 1]] },
      {
        label: 'way',
        shape_type: 'linestrip',
        points: [
          [1, 1],
          [9, 9],
        ],
      },
    ];
    const found = await read(
      labelme,
      [given('s/a.json', file(shapes)), given('s/notes.json', '{}')],
      [sized('s/a.jpg')],
    );
    expect(found.own).toEqual(['s/a.json']);
    expect(found.categories.map(({ name }) => name)).toEqual(['box', 'cell', 'disc', 'mask', 'other']);
    // The mask's third column lies outside of the image.
    expect(areas(found)).toEqual([[16, 12, 32, 2, 9, 4]]);
    expect(found.images[0].instances.map(({ category }) => category)).toEqual([1, 0, 2, 3, 1, 4]);
    expect(found.notices).toEqual(['2 shapes without an area (points, lines) left out.']);
    expect(found.skipped).toEqual([]);
  });

  it('leaves out what is wrong, with the reason, and reads the rest', async () => {
    const files = {
      a: file([square('x', 1, 3)]),
      b: file([square('x', 1, 3)], { imageWidth: 41, imageHeight: 30 }),
      c: `{"shapes": [`,
      d: file([
        {
          label: 'x',
          points: [
            [1, 1],
            [2, Number.POSITIVE_INFINITY],
            [3, 3],
          ],
        },
      ]),
      e: file([
        {
          label: 'x',
          points: [
            [1, 1],
            [9e9, 2],
            [3, 3],
          ],
        },
      ]),
      f: file([{ label: 'x', shape_type: 'mask', points: [[0, 0]], mask: '!!' }]),
      g: file([square('', 1, 3)]),
      lost: file([square('x', 1, 3)], { imagePath: 'elsewhere.png' }),
    };
    const images = 'abcdefg'.split('').map((name) => sized(`${name}.png`));
    const found = await read(
      labelme,
      Object.entries(files).map(([name, text]) => given(`${name}.json`, text)),
      images,
    );
    expect(areas(found)).toEqual([[4]]);
    expect(Object.fromEntries(found.skipped.map(({ path, why }) => [path, why]))).toEqual({
      'b.json': 'is for an image of 41 x 30 pixels, but b.png is 40 x 30',
      'c.json': expect.stringMatching(/^is no JSON/),
      'd.json': expect.stringMatching(/shapes\.0\.points\.1\.1/),
      'e.json': expect.stringMatching(/has a shape \(number 1, "x"\) that cannot be read.*far outside/),
      'f.json': expect.stringMatching(/whose mask is no base64 text/),
      'g.json': expect.stringMatching(/shapes\.0\.label/),
      'lost.json': 'belongs to no image that was dropped with it',
    });
    await expect(read(labelme, [given('lost.json', files.lost)], [])).rejects.toThrow(
      'No labelme file could be read. lost.json belongs to no image that was dropped with it.',
    );
  });
});

describe('YOLO', () => {
  const square = '0.25 0.2 0.5 0.2 0.5 0.8 0.25 0.8';
  const images = [sized('s/images/train/a.png'), sized('s/images/val/a.png'), sized('s/images/val/b.png')];

  it('finds labels in a folder beside, names in YAML, and what folders say', async () => {
    const found = await read(
      yolo,
      [
        given('s/labels/train/a.txt', `1 ${square}\n\n0 0 0 1 0 1 1 0 1\r\n`),
        given('s/labels/val/a.txt', `0 0.5 0.5 0.2 0.2\n1 ${square}`),
        given('s/labels/val/b.txt', ''),
        given('s/data.yaml', 'path: .\nnames:\n  0: cat # small\n  1: "dog"\nnc: 2\n'),
        given('s/train.txt', 'images/train/a.png'),
        given('s/readme.txt', 'Exported'),
      ],
      images,
    );
    expect(found.own.length).toBe(5);
    expect(found.categories).toEqual([
      { id: 1, name: 'cat' },
      { id: 2, name: 'dog' },
    ]);
    expect(areas(found)).toEqual([[180, 1200], [180], []]);
    expect(found.images[0].instances.map(({ category }) => category)).toEqual([1, 0]);
    expect([found.splitByFolder, found.notices]).toEqual([true, ['1 box without an outline left out.']]);
  });

  it('calls classes by their numbers where nothing names them', async () => {
    const found = await read(yolo, [given('s/b.txt', `7 ${square}`)], [sized('s/b.png')]);
    expect(found.categories).toEqual([{ id: 8, name: 'class 7' }]);
    expect(found.notices).toEqual(['No file names the classes, so they are called by their numbers.']);
  });

  it('leaves out what is wrong, with the reason', async () => {
    const files = {
      a: `0 ${square}`,
      b: `5 ${square}`,
      c: '0 0.1 0.2 0.3 nan 0.5 0.6',
      d: `0 ${square} 0.5`,
      e: '0 0.1 0.2 0.3 0.4 0.5 99',
    };
    const found = await read(
      yolo,
      [
        ...Object.entries(files).map(([name, text]) => given(`labels/${name}.txt`, text)),
        given('classes.txt', 'cat\ndog\n'),
      ],
      'abcde'.split('').map((name) => sized(`images/${name}.png`)),
    );
    expect(areas(found)).toEqual([[180]]);
    expect(found.skipped.map(({ path, why }) => `${path} ${why}`)).toEqual([
      expect.stringMatching(/b\.txt has a class in line 1 that is none of 2 from 0/),
      expect.stringMatching(/d\.txt cannot be read in line 1\. .*x and y come in pairs/),
      expect.stringMatching(/e\.txt cannot be read in line 1\. .*far outside/),
    ]);
  });

  it('reads names in each form of YAML', () => {
    expect(namesInYaml('names: [\'a, b\', "c", d e]')).toEqual(['a, b', 'c', 'd e']);
    expect(namesInYaml('nc: 2\nnames: [\n  cat,\n  dog\n]')).toEqual(['cat', 'dog']);
    expect(namesInYaml('names: {0: cat, 1: big dog}')).toEqual(['cat', 'big dog']);
    expect(namesInYaml('names:\n- cat\n- dog\nval: x')).toEqual(['cat', 'dog']);
    expect(namesInYaml('names:\n  0: cat\n  2: dog')).toBeUndefined();
    expect(namesInYaml('train: x')).toBeUndefined();
  });
});

describe('mask PNGs', () => {
  const mask = (path: string, values: readonly number[], width = 4, height = 2, deep = true) =>
    given(path, encodeGreyPng(deep ? Uint16Array.from(values) : Uint8Array.from(values), width, height));
  const small = (path: string) => sized(path, 4, 2);

  it('of two values are objects of one class, one for each region', async () => {
    const found = await read(
      indexMasks,
      [mask('s/masks/a.png', [255, 0, 255, 255, 0, 0, 0, 255], 4, 2, false)],
      [small('s/images/a.jpg')],
    );
    expect(found.categories).toEqual([{ id: 255, name: 'object' }]);
    expect(areas(found)).toEqual([[1, 3]]);
  });

  it('of many values, each in one piece, are objects of one class; in pieces, classes', async () => {
    const objects = await read(
      indexMasks,
      [mask('a_mask.png', [1, 1, 700, 0, 0, 0, 700, 40000])],
      [small('a.png')],
    );
    expect(objects.categories).toEqual([{ id: 1, name: 'object' }]);
    expect(areas(objects)).toEqual([[2, 2, 1]]);
    expect(objects.notices).toEqual(['Values of the masks were read as objects of one class.']);
    const classes = await read(
      indexMasks,
      [
        mask('s/labels/a.png', [1, 0, 1, 2, 1, 0, 0, 2]),
        given('s/classes.txt', '_background_\ncat\ndog\nowl'),
      ],
      [small('s/a.png')],
    );
    expect(classes.categories.map(({ id, name }) => [id, name])).toEqual([
      [1, 'cat'],
      [2, 'dog'],
      [3, 'owl'],
    ]);
    expect(areas(classes)).toEqual([[2, 1, 2]]);
  });

  it('of class * 1000 + object are both at once', async () => {
    const found = await read(
      indexMasks,
      [mask('gt/a.png', [1000, 0, 1000, 7001, 0, 0, 0, 7001])],
      [small('a.png')],
    );
    expect(found.categories.map(({ id }) => id)).toEqual([1, 7]);
    expect(areas(found)).toEqual([[2, 2]]);
  });

  it('in two files say class and object', async () => {
    const found = await read(
      indexMasks,
      [
        mask('s/SegmentationObject/a.png', [1, 1, 2, 2, 3, 0, 0, 3]),
        mask('s/SegmentationClass/a.png', [5, 5, 9, 9, 5, 0, 0, 5]),
      ],
      [small('s/JPEGImages/a.jpg')],
    );
    expect(found.categories.map(({ id }) => id)).toEqual([5, 9]);
    expect(found.images[0].instances.map(({ category, area }) => [category, area])).toEqual([
      [0, 2],
      [1, 2],
      [0, 2],
    ]);
  });

  it('one for each object beside the only image of a folder', async () => {
    const found = await read(
      indexMasks,
      [
        mask('s/7/masks/x.png', [255, 0, 0, 255, 0, 0, 0, 0], 4, 2, false),
        mask('s/7/masks/y.png', [0, 255, 0, 0, 0, 0, 0, 0], 4, 2, false),
      ],
      [small('s/7/images/7.png')],
    );
    expect(areas(found)).toEqual([[2, 1]]);
  });

  it('of another size, or broken, or of no image, are left out with the reason', async () => {
    const found = await read(
      indexMasks,
      [
        mask('masks/a.png', [1, 0], 2, 1),
        given('masks/b.png', 'nothing'),
        mask('masks/c.png', [1, 1, 0, 0, 0, 0, 0, 0]),
      ],
      ['a', 'b', 'c'].map((name) => small(`images/${name}.png`)),
    );
    expect(areas(found)).toEqual([[2]]);
    expect(found.skipped.map(({ why }) => why)).toEqual([
      'is 2 x 1 pixels, but its image images/a.png is 4 x 2',
      'is no PNG file',
    ]);
    expect(
      await indexMasks.recognise([given('labels/z.png', ''), given('images/a.png', '')], noWait),
    ).toEqual([]);
  });
});

describe('Cityscapes', () => {
  it('draws polygons in their order, later over earlier, whatever they are', async () => {
    const polygon = (label: string, from: number, to: number, more: object = {}) => ({
      label,
      polygon: [
        [from, 0],
        [to, 0],
        [to, 10],
        [from, 10],
      ],
      ...more,
    });
    const objects = [
      polygon('car', 0, 20),
      polygon('cargroup', 20, 30),
      polygon('static', 10, 12),
      polygon('person', 15, 25),
      polygon('car', 0, 40, { deleted: 1 }),
    ];
    const found = await read(
      cityscapes,
      [
        given(
          's/gtFine/train/x/x_1_2_gtFine_polygons.json',
          JSON.stringify({ imgWidth: 40, imgHeight: 30, objects }),
        ),
      ],
      [sized('s/leftImg8bit/train/x/x_1_2_leftImg8bit.png')],
    );
    expect(
      found.images[0].instances.map(({ category, area, crowd }) => [
        found.categories[category].name,
        area,
        crowd,
      ]),
    ).toEqual([
      ['car', 132, false],
      ['car', 55, true],
      ['person', 121, false],
    ]);
  });

  it('says what is missing', async () => {
    const label = given('x_1_2_gtFine_labelIds.png', '');
    await expect(read(cityscapes, [label], [])).rejects.toThrow(/holds neither instance ids nor polygons/);
    const ids = given('x_1_2_gtFine_instanceIds.png', '');
    await expect(read(cityscapes, [ids], [])).rejects.toThrow(/instanceIds\.png belongs to no image/);
  });
});
