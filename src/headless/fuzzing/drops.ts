/** What the fuzzer starts from: one small, valid drop for each way in. */
import { zipSync } from 'fflate';
import { encodeGreyPng } from '../../data/png/encode.ts';
import { rleFromCounts } from '../../masks/rle.ts';
import { rleToString } from '../../masks/string.ts';

/** Files by path. */
export type Drop = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

export const WIDTH = 24;
export const HEIGHT = 18;

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const json = (value: unknown): Uint8Array<ArrayBuffer> => bytes(JSON.stringify(value));
const picture = (seed: number): Uint8Array<ArrayBuffer> =>
  encodeGreyPng(
    Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i * seed) % 251),
    WIDTH,
    HEIGHT,
  );
const mask = (valueAt: (x: number, y: number) => number): Uint8Array<ArrayBuffer> =>
  encodeGreyPng(
    Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => valueAt(i % WIDTH, Math.floor(i / WIDTH))),
    WIDTH,
    HEIGHT,
  );

const square = [
  [3, 2],
  [11, 2],
  [11, 9],
  [3, 9],
];

const coco = (): [string, Uint8Array<ArrayBuffer>][] => [
  ['set/images/a.png', picture(3)],
  ['set/images/b.png', picture(7)],
  ['set/splits.json', json({ labelled: [1], validation: [2], unlabelled: [] })],
  [
    'set/annotations.json',
    json({
      images: [
        { id: 1, file_name: 'a.png', width: WIDTH, height: HEIGHT },
        { id: 2, file_name: 'images/b.png', width: WIDTH, height: HEIGHT },
      ],
      categories: [
        { id: 1, name: 'cell' },
        { id: 9, name: 'rod' },
      ],
      annotations: [
        {
          id: 1,
          image_id: 1,
          category_id: 9,
          segmentation: [square.flat()],
          area: 56,
          bbox: [3, 2, 8, 7],
          iscrowd: 0,
        },
        {
          id: 2,
          image_id: 2,
          category_id: 1,
          segmentation: { size: [HEIGHT, WIDTH], counts: [20, 40, 372] },
          iscrowd: 1,
        },
        {
          id: 3,
          image_id: 2,
          category_id: 1,
          segmentation: {
            size: [HEIGHT, WIDTH],
            counts: rleToString(rleFromCounts([30, 50, HEIGHT * WIDTH - 80], WIDTH, HEIGHT)),
          },
          iscrowd: 0,
        },
      ],
    }),
  ],
];

const labelme = (): [string, Uint8Array<ArrayBuffer>][] => [
  ['set/a.png', picture(3)],
  ['set/b.png', picture(5)],
  [
    'set/a.json',
    json({
      version: '5.5.0',
      flags: {},
      shapes: [
        { label: 'cell', points: square, group_id: null, shape_type: 'polygon', flags: {} },
        {
          label: 'cell',
          points: [
            [14, 9],
            [16, 12],
          ],
          group_id: 4,
          shape_type: 'circle',
          flags: {},
        },
        {
          label: 'rod',
          points: [
            [1, 12],
            [9, 16],
          ],
          group_id: 4,
          shape_type: 'rectangle',
          flags: { iscrowd: true },
        },
        {
          label: 'rod',
          points: [
            [18, 3],
            [20, 4],
          ],
          shape_type: 'mask',
          mask: base64(encodeGreyPng(Uint8Array.of(0, 255, 255, 255, 255, 0), 3, 2)),
        },
      ],
      imagePath: 'a.png',
      imageData: null,
      imageHeight: HEIGHT,
      imageWidth: WIDTH,
    }),
  ],
  [
    'set/b.json',
    json({ shapes: [{ label: 'tip', points: [[1, 1]], shape_type: 'point' }], imagePath: 'b.png' }),
  ],
];

const base64 = (content: Uint8Array): string => btoa(String.fromCharCode(...content));

const yolo = (): [string, Uint8Array<ArrayBuffer>][] => [
  ['set/images/train/a.png', picture(3)],
  ['set/images/val/b.png', picture(5)],
  ['set/labels/train/a.txt', bytes('0 0.1 0.1 0.5 0.1 0.5 0.6 0.1 0.6\n1 0.6 0.2 0.9 0.2 0.8 0.7\n')],
  ['set/labels/val/b.txt', bytes('1 0.5 0.5 0.2 0.2\n0 0.1 0.1 0.9 0.1 0.5 0.9\n')],
  [
    'set/data.yaml',
    bytes('path: .\ntrain: images/train\nval: images/val\nnames:\n  0: cell\n  1: "long rod"\n'),
  ],
  ['set/train.txt', bytes('./images/train/a.png\n')],
];

const cityscapes = (polygons: boolean): [string, Uint8Array<ArrayBuffer>][] => [
  ['set/leftImg8bit/train/ville/ville_000001_000019_leftImg8bit.png', picture(3)],
  polygons
    ? [
        'set/gtFine/train/ville/ville_000001_000019_gtFine_polygons.json',
        json({
          imgHeight: HEIGHT,
          imgWidth: WIDTH,
          objects: [
            {
              label: 'road',
              polygon: [
                [0, 0],
                [23, 0],
                [23, 17],
                [0, 17],
              ],
            },
            { label: 'car', polygon: square },
            {
              label: 'persongroup',
              polygon: [
                [9, 5],
                [20, 5],
                [15, 14],
              ],
            },
          ],
        }),
      ]
    : [
        'set/gtFine/train/ville/ville_000001_000019_gtFine_instanceIds.png',
        mask((x, y) => (x < 6 ? 7 : y < 9 ? 26_001 : x < 15 ? 24_000 : 25)),
      ],
];

const masks = (): [string, Uint8Array<ArrayBuffer>][] => [
  ['set/JPEGImages/a.png', picture(3)],
  ['set/SegmentationObject/a.png', mask((x, y) => (x < 6 ? 0 : y < 9 ? 1 : 700))],
  ['set/SegmentationClass/a.png', mask((x, y) => (x < 6 ? 0 : y < 9 ? 2 : 1))],
  ['set/JPEGImages/b.png', picture(5)],
  ['set/masks/b.png', mask((x) => (x % 8 < 4 ? 255 : 0))],
  ['set/classes.txt', bytes('_background_\ncell\nrod\n')],
];

/** A grey TIFF of 16 bits in one strip, little-endian. */
function tiff(): Uint8Array<ArrayBuffer> {
  const entries: [tag: number, type: number, value: number][] = [
    [256, 3, WIDTH],
    [257, 3, HEIGHT],
    [258, 3, 16],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [274, 3, 6],
    [277, 3, 1],
    [278, 3, HEIGHT],
    [279, 4, WIDTH * HEIGHT * 2],
  ];
  const list = 8 + WIDTH * HEIGHT * 2;
  const file = new Uint8Array(list + 2 + 12 * entries.length + 4);
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, list, true);
  for (let i = 0; i < WIDTH * HEIGHT; i++) view.setUint16(8 + 2 * i, 1000 + 9 * i, true);
  view.setUint16(list, entries.length, true);
  entries.forEach(([tag, type, value], i) => {
    const at = list + 2 + 12 * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, 1, true);
    view.setUint32(at + 8, value, true);
  });
  return file;
}

const facts = (): Uint8Array<ArrayBuffer> =>
  json({
    format: 'Penumbra project',
    version: 1,
    id: 'f3b5',
    name: 'cells',
    images: [
      { id: 1, name: 'a.png' },
      { id: 2, name: 'b.png' },
    ],
    refused: [{ image: 2, masks: [rleToString(rleFromCounts([90, 9, HEIGHT * WIDTH - 99], WIDTH, HEIGHT))] }],
    colours: [{ category: 9, colour: '#cc79a7' }],
    settings: { dataset: 'own', steps: 600 },
  });

const zipped = (files: readonly [string, Uint8Array][]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync(Object.fromEntries(files.map(([path, content]) => [path.replace('set/', ''), content]))),
  );

/** Every one of them is taken in whole. */
export const DROPS: Readonly<Record<string, Drop>> = {
  coco: new Map(coco()),
  labelme: new Map(labelme()),
  yolo: new Map(yolo()),
  'cityscapes ids': new Map(cityscapes(false)),
  'cityscapes polygons': new Map(cityscapes(true)),
  masks: new Map(masks()),
  tiff: new Map([['set/deep.tif', tiff()]]),
  'whole project': new Map([
    ...coco().map(([path, content]) => [path.replace(/^set\/(images\/)?/, ''), content] as const),
    ['project.json', facts()],
  ]),
  'coco in a zip': new Map([['set.zip', zipped(coco())]]),
  'yolo in a zip': new Map([['set.zip', zipped(yolo())]]),
};
