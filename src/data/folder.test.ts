import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCocoFolder } from './folder.node.ts';
import { parseSplits } from './splits-file.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coco-folder-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Images 1..count of 6 x 4 pixels; all but the last are annotated. */
async function write(count: number, splits?: unknown) {
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const images = ids.map((id) => ({ id, width: 6, height: 4, file_name: `${id}.png` }));
  const annotations = ids
    .slice(0, -1)
    .map((id) => ({ id, image_id: id, category_id: 5, segmentation: [[0, 0, 2, 0, 2, 2, 0, 2]] }));
  await mkdir(join(folder, 'images'));
  const png = await sharp({ create: { width: 6, height: 4, channels: 3, background: '#102030' } })
    .png()
    .toBuffer();
  for (const id of ids) await writeFile(join(folder, 'images', `${id}.png`), png);
  const file = { images, annotations, categories: [{ id: 5, name: 'bolt' }] };
  await writeFile(join(folder, 'annotations.json'), JSON.stringify(file));
  if (splits) await writeFile(join(folder, 'splits.json'), JSON.stringify(splits));
}

describe('a COCO folder', () => {
  it('is a dataset with its splits', async () => {
    await write(4, { labelled: [3], unlabelled: [4, 1], validation: [2] });
    const { dataset, splits, notices } = await openCocoFolder(folder);
    expect(splits).toEqual({ labelled: [3], unlabelled: [4, 1], validation: [2], test: [] });
    expect(notices).toEqual([]);
    expect(dataset.categories).toEqual([{ id: 5, name: 'bolt' }]);
    expect((await dataset.instances(2)).map(({ category, area }) => [category, area])).toEqual([[0, 4]]);
    expect(await dataset.instances(4)).toEqual([]);
    const { width, height, rgb } = await dataset.picture(3);
    expect([width, height, ...rgb.subarray(0, 3)]).toEqual([6, 4, 16, 32, 48]);
  });

  it('is split, and says so, where it has no splits of its own', async () => {
    await write(11);
    const { splits, notices } = await openCocoFolder(folder);
    expect([splits.labelled.length, splits.validation.length, splits.unlabelled, splits.test]).toEqual([
      8,
      2,
      [11],
      [],
    ]);
    expect(notices[0]).toContain('no splits.json');
    expect((await openCocoFolder(folder)).splits).toEqual(splits);
  });

  it('names what is missing or wrong', async () => {
    await expect(openCocoFolder(folder)).rejects.toThrow('annotations.json; a COCO folder holds images/');
    await write(3, { labelled: [1], validation: [2] });
    const { dataset } = await openCocoFolder(folder);
    await writeFile(join(folder, 'images', '1.png'), 'no image');
    await expect(dataset.picture(1)).rejects.toThrow(/1\.png cannot be used/);
    await rm(join(folder, 'images', '2.png'));
    await expect(dataset.picture(2)).rejects.toThrow(/2\.png cannot be used/);
    await expect(dataset.picture(99)).rejects.toThrow('no image 99');
    await expect(dataset.instances(99)).rejects.toThrow('no image 99');
    await writeFile(join(folder, 'annotations.json'), '{');
    await expect(openCocoFolder(folder)).rejects.toThrow(/annotations\.json cannot be used.*is no JSON/);
  });
});

describe('splits.json is refused', () => {
  const cases = [
    ['{', 'is no JSON'],
    ['[]', 'must hold lists of image ids'],
    ['{"labelled": [1], "validation": ["2"]}', 'validation.0 is wrong'],
    ['{"labelled": [1]}', 'validation is wrong'],
    [
      '{"labelled": [1], "validation": [9]}',
      'image 9 under "validation", but the annotation file does not list it',
    ],
    ['{"labelled": [1], "validation": [2, 1]}', 'image 1 under "labelled" and under "validation"'],
    ['{"labelled": [1, 1], "validation": [2]}', 'image 1 under "labelled" and under "labelled"'],
  ];
  it.each(cases)('%s', (text, message) => {
    expect(() => parseSplits(text ?? '', [1, 2, 3])).toThrow(message);
  });
});

describe('real folders', () => {
  const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
  const sets = [
    ['nuclei', 'annotations.json', 1, [40, 150, 60]],
    ['coco-open', 'annotations.json', 80, [60, 66, 60]],
    ['coco-open', 'annotations-super12.json', 12, [60, 66, 60]],
  ] as const;
  it.skipIf(!existsSync(data)).each(sets)(
    '%s, %s (skipped where ../shared/data is missing)',
    async (name, annotations, categories, sizes) => {
      const { dataset, splits } = await openCocoFolder(join(data, name), { annotations });
      expect(dataset.categories).toHaveLength(categories);
      expect([splits.labelled.length, splits.unlabelled.length, splits.validation.length]).toEqual(sizes);
      for (const { id, width, height } of dataset.images.slice(0, 12)) {
        expect(await dataset.picture(id)).toMatchObject({ width, height });
      }
    },
  );
});
