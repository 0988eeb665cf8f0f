import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskDifference } from '../../masks/overlap.ts';
import { maskArea, type Rle } from '../../masks/rle.ts';
import { rasteriseStroke } from '../../masks/stroke.ts';
import { parseCocoText } from '../coco.ts';
import type { ImageRecord } from '../dataset.ts';
import { readDropped } from '../own/read-dropped.ts';
import type { ExportedInstance } from '../write-coco.ts';
import { given, noWait } from './testing/given.ts';
import { type WrittenFormat, writeAnnotations } from './writing/all.ts';
import type { ImageWithObjects } from './writing/writer.ts';

const CATEGORIES = [
  { id: 3, name: 'round cell' },
  { id: 7, name: 'it\'s "odd" # <b>\\' },
  { id: 90, name: 'nut' },
];

/** Objects that share no pixel, in images of two folders with one name. */
const drawing = fc
  .array(
    fc.record({
      image: fc.nat(2),
      category: fc.nat(2),
      points: fc.array(fc.tuple(fc.nat(60), fc.nat(45)), { minLength: 1, maxLength: 4 }),
      radius: fc.integer({ min: 1, max: 9 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((objects): ImageWithObjects[] => {
    const records = ['train/a.png', 'val/a.png', 'b.c.jpg'].map(
      (name, i): ImageRecord => ({ id: 10 * i + 5, name, width: 61, height: 47 }),
    );
    return records.map((record, i) => {
      const instances: ExportedInstance[] = [];
      for (const { category, points, radius } of objects.filter(({ image }) => image === i)) {
        const drawn = rasteriseStroke(points.flat(), radius, record.width, record.height);
        const mask = maskDifference(
          drawn,
          instances.map((other) => other.mask),
        );
        if (maskArea(mask) > 0) instances.push({ category, mask });
      }
      return [record, instances];
    });
  });

/** What is read of annotations that were written and dropped, as an archive, with their images. */
async function back(format: WrittenFormat, images: readonly ImageWithObjects[], categories = CATEGORIES) {
  const { kind, content, notices } = await writeAnnotations(
    format,
    { source: { name: 'set', categories }, images, description: 'A test' },
    noWait,
  );
  const pictures = images.map(([{ name, width, height }]) =>
    given(`set/${name}`, `${width} ${height} ${name}`),
  );
  const annotations = given(kind === 'zip' ? 'taken/labels.zip' : 'set/annotations.json', content);
  const look = async (file: { bytes(): Promise<Uint8Array> }) => {
    const digest = new TextDecoder().decode(await file.bytes());
    const [width, height] = digest.split(' ').map(Number);
    return { width, height, digest };
  };
  const { plan } = await readDropped([...pictures, annotations], {
    look,
    turn: noWait,
    onProgress: () => {},
  });
  return { plan, notices };
}

const objectsOf = (
  instances: readonly { category: number; mask: Rle }[],
  names: readonly { name: string }[],
) =>
  instances
    .map(({ category, mask }) => ({ name: names[category].name, mask }))
    .sort((a, b) => a.mask.counts[0] - b.mask.counts[0]);

describe.each(['coco', 'labelme', 'yolo', 'masks'] as const)('%s', (format) => {
  it('gives back every pixel and class of what was written', async () => {
    await fc.assert(
      fc.asyncProperty(drawing, async (images) => {
        if (images.every(([, objects]) => objects.length === 0)) return;
        const { plan, notices } = await back(format, images);
        expect([notices, plan.skipped]).toEqual([[], []]);
        expect(plan.images.map(({ name }) => name.split('/').at(-1)).sort()).toEqual([
          'a.png',
          'a.png',
          'b.c.jpg',
        ]);
        for (const [{ name }, objects] of images) {
          const image = plan.images.find((one) => plan.paths.get(one.id) === `set/${name}`);
          const found = plan.instances.get(image?.id ?? -1) ?? [];
          expect(objectsOf(found, plan.categories)).toEqual(objectsOf(objects, CATEGORIES));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('what a form cannot hold is said', () => {
  const record = (id: number, name: string): ImageRecord => ({ id, name, width: 20, height: 20 });
  const disc = (x: number) => rasteriseStroke([x, 9], 4, 20, 20);

  it('crowds, overlaps, and images that differ by their endings alone', async () => {
    const images: ImageWithObjects[] = [
      [
        record(1, 'a.png'),
        [
          { category: 0, mask: disc(8) },
          { category: 0, mask: disc(10) },
          { category: 0, mask: disc(3), crowd: true },
        ],
      ],
      [record(2, 'a.jpg'), [{ category: 0, mask: disc(8) }]],
    ];
    const notices = async (format: WrittenFormat) =>
      (
        await writeAnnotations(
          format,
          { source: { name: 's', categories: CATEGORIES }, images, description: '' },
          noWait,
        )
      ).notices.join(' ');
    expect(await notices('coco')).toBe('');
    expect(await notices('labelme')).toMatch(
      /^Left out, because another image has the same name.*: a\.jpg\.$/,
    );
    expect(await notices('yolo')).toMatch(/a\.jpg.*1 of them \(iscrowd\)/);
    expect(await notices('masks')).toMatch(/1 of them \(iscrowd\).*In 1 of the images objects overlap/);
  });

  it('labelme and COCO keep crowds; YOLO keeps who measures', async () => {
    const images: ImageWithObjects[] = [1, 2, 3].map((id) => [
      record(id, `${id}.png`),
      [{ category: 0, mask: disc(8), crowd: id === 2 }],
    ]);
    const { plan } = await back('labelme', images);
    expect([...plan.instances.values()].map(([{ crowd }]) => crowd)).toEqual([false, true, false]);
    const splits = { labelled: [1, 3], validation: [2], unlabelled: [], test: [] };
    const whole = images.map(([image, [object]]): ImageWithObjects => [image, [{ ...object, crowd: false }]]);
    const { content } = await writeAnnotations(
      'yolo',
      { source: { name: 's', categories: CATEGORIES }, images: whole, splits, description: '' },
      noWait,
    );
    const pictures = images.map(([{ name }]) => given(`s/images/${name}`, name));
    const look = async (file: { path: string }) => ({ width: 20, height: 20, digest: file.path });
    const read = await readDropped([...pictures, given('s.zip', content)], {
      look,
      turn: noWait,
      onProgress: () => {},
    });
    expect(read.plan.splits).toEqual(splits);
  });
});

const shared = new URL('../../../../shared/data', import.meta.url).pathname;

describe.skipIf(!existsSync(shared))('COCO of ../shared/data (skipped where it is missing)', () => {
  it.each([
    'nuclei/annotations.json',
    'coco-open/annotations.json',
    'coco-open/annotations-super12.json',
    'cityscapes-style/annotations.json',
  ])(
    '%s in, out and in again is the same: annotations, areas, pixels, ids of classes, images without objects',
    async (name) => {
      const before = parseCocoText(readFileSync(`${shared}/${name}`, 'utf8'));
      const images = before.images.map(
        (image): ImageWithObjects => [image, before.instances.get(image.id) ?? []],
      );
      const { content } = await writeAnnotations(
        'coco',
        { source: { name, categories: before.categories }, images, description: '' },
        noWait,
      );
      const text = new TextDecoder().decode(content);
      const after = parseCocoText(text);
      expect(after.categories).toEqual(before.categories);
      expect(after.images).toEqual(before.images);
      let id = 0;
      for (const [image, objects] of images)
        expect(after.instances.get(image.id)).toEqual(objects.map((object) => ({ ...object, id: ++id })));
    },
  );

  it('nuclei go out as labelme, YOLO and masks and come back, every pixel of them', async () => {
    const { images, instances, categories } = parseCocoText(
      readFileSync(`${shared}/nuclei/annotations.json`, 'utf8'),
    );
    const some = images.slice(0, 12).map((image): ImageWithObjects => [image, instances.get(image.id) ?? []]);
    for (const format of ['labelme', 'yolo', 'masks'] as const) {
      const { plan } = await back(format, some, [...categories]);
      for (const [{ name }, objects] of some) {
        const image = plan.images.find((one) => one.name === name);
        const found = plan.instances.get(image?.id ?? -1) ?? [];
        expect(objectsOf(found, plan.categories)).toEqual(objectsOf(objects, categories));
      }
    }
  });
});
