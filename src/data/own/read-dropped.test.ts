import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { GivenFile } from '../formats/format.ts';
import { ImageIndex } from '../formats/image-index.ts';
import { given, noWait } from '../formats/testing/given.ts';
import { planImport, splitsFor } from './plan-import.ts';
import { readDropped } from './read-dropped.ts';
import { CAPS } from './sort-files.ts';

/** An "image" whose text is its size, and what is to be told of it: "40 x 30". */
const image = (path: string, size = '40 x 30'): GivenFile => given(path, `${size} ${path}`);

const look = async (file: GivenFile) => {
  const digest = new TextDecoder().decode(await file.bytes());
  const [, width, height] = /^(\d+) x (\d+)/.exec(digest) ?? [];
  if (!width) throw new Error('cannot be decoded');
  return { width: Number(width), height: Number(height), digest };
};

const drop = async (files: readonly GivenFile[]) =>
  (await readDropped(files, { look, turn: noWait, onProgress: () => {} })).plan;

const coco = (names: readonly string[], annotated: readonly number[] = [1, 2]): string =>
  JSON.stringify({
    images: names.map((name, i) => ({ id: i + 1, file_name: name, width: 40, height: 30 })),
    categories: [{ id: 5, name: 'cell' }],
    annotations: annotated.map((id, i) => ({
      id: i + 1,
      image_id: id,
      category_id: 5,
      segmentation: [[2, 2, 12, 2, 12, 12, 2, 12]],
      iscrowd: 0,
    })),
  });

describe('images and annotations', () => {
  it('are matched by path, else by name; images that nobody lists are unlabelled', async () => {
    const images = [
      image('set/x/a.png'),
      image('set/y/a.png'),
      image('set/b.png'),
      image('set/new.png', '9 x 9'),
    ];
    const plan = await drop([...images, given('set/coco.json', coco(['y/a.png', 'deep/b.png']))]);
    expect(plan.name).toBe('set');
    expect([...plan.paths]).toEqual([
      [1, 'set/y/a.png'],
      [2, 'set/b.png'],
      [3, 'set/x/a.png'],
      [4, 'set/new.png'],
    ]);
    expect(plan.images.slice(2)).toEqual([
      // Another image has its name.
      { id: 3, name: 'x/a.png', width: 40, height: 30 },
      { id: 4, name: 'new.png', width: 9, height: 9 },
    ]);
    expect(plan.instances.get(2)).toHaveLength(1);
    expect(plan.skipped).toEqual([]);
  });

  it('that do not fit are left out, with the reason', async () => {
    const plan = await drop([
      image('set/a.png'),
      image('set/b.png', '41 x 30'),
      given('set/damaged.png', 'no image'),
      given('set/coco.json', coco(['a.png', 'b.png', 'c.png', './a.png'])),
      given('set/other.json', coco(['a.png'], [1])),
      given('set/package.json', '{"name": "tool"}'),
    ]);
    expect(plan.images.map(({ name }) => name)).toEqual(['a.png']);
    expect(plan.skipped).toEqual([
      { path: 'set/package.json', why: 'is in no form that is read here' },
      { path: 'set/damaged.png', why: 'cannot be decoded' },
      { path: 'set/b.png', why: 'is 41 x 30 pixels, but the annotation file says 40 x 30' },
      { path: 'c.png', why: expect.stringMatching(/no such image was dropped/) },
      { path: './a.png', why: expect.stringMatching(/listed twice/) },
      { path: 'set/other.json', why: expect.stringMatching(/another annotation file speaks of/) },
    ]);
  });

  it('an image that was dropped twice is taken once, unless both are annotated', async () => {
    const same = (path: string) => given(path, '40 x 30 the same');
    const alone = await drop([same('s/a.png'), same('s/b.png'), same('s/c.png')]);
    expect(alone.images.map(({ name }) => name)).toEqual(['a.png']);
    expect(alone.skipped.at(-1)).toEqual({ path: 's/c.png', why: 'is the same image as s/a.png' });
    const both = await drop([same('s/a.png'), same('s/b.png'), given('s/x.json', coco(['a.png', 'b.png']))]);
    expect(both.images).toHaveLength(2);
    expect(both.notices.join()).toMatch('s/b.png is the same image as s/a.png, but both are annotated');
  });

  it('may come in an archive, damaged ones and stray ones left out', async () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const archive = zipSync({
      'a.png': encode('40 x 30 a'),
      'b.png': [encode('40 x 30 b'), { level: 0 }],
      'coco.json': encode(coco(['a.png', 'b.png'])),
      '../up.png': encode('40 x 30 up'),
      'inner.zip': encode('PK'),
    });
    const damaged = new Uint8Array(archive);
    damaged[Buffer.from(damaged).indexOf('40 x 30 b') + 8] ^= 1;
    const plan = await drop([given('taken/set.zip', damaged)]);
    expect([plan.name, plan.images.length]).toEqual(['taken', 1]);
    expect([...plan.paths.values()]).toEqual(['taken/set/a.png']);
    expect(plan.skipped.map(({ path, why }) => `${path} ${why}`)).toEqual([
      'taken/set/../up.png has a name that leads out of the zip',
      'taken/set/inner.zip is an archive in an archive',
      'taken/set/b.png cannot be unpacked: it is damaged',
      'b.png is listed in the annotation file, but no such image was dropped',
    ]);
    await expect(drop([given('set.zip', 'PK nothing')])).rejects.toThrow(
      /^set\.zip cannot be opened\. The file is no zip/,
    );
  });

  it('are refused in a sentence where there is nothing to go by', async () => {
    await expect(drop([])).rejects.toThrow(/There is no image among them/);
    await expect(drop([given('a.png', 'x')])).rejects.toThrow(
      /no image among them.* a\.png cannot be decoded\.$/,
    );
    await expect(drop([image('a.png'), given('x.json', '{')])).rejects.toThrow(/x\.json: .*no JSON/);
    await expect(drop([given('x.json', coco(['a.png'], [1]))])).rejects.toThrow(
      /Drop the folder that holds both/,
    );
  });

  it('beyond the cap are left out aloud', async () => {
    const many = Array.from({ length: CAPS.images + 2 }, (_, i) => image(`s/${i}.png`));
    const plan = await drop(many);
    expect([plan.images.length, plan.skipped.length]).toEqual([CAPS.images, 2]);
  });

  it('whatever the text, either a plan comes or a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        await drop([image('a.png'), given('x.json', text)]).catch((error: Error) =>
          expect(error.message).toMatch(/^No annotation file could be read\. x\.json: .*\.$/s),
        );
      }),
    );
  });

  it('a person who cancels is heard between two images', async () => {
    let turns = 0;
    const turn = async () => {
      if (++turns > 20) throw new Error('Cancelled.');
    };
    let most = 0;
    const files = Array.from({ length: 100 }, (_, i) => image(`s/${i}.png`));
    const onProgress = (done: number) => {
      most = done;
    };
    await expect(readDropped(files, { look, turn, onProgress })).rejects.toThrow('Cancelled.');
    expect(most).toBeLessThan(30);
  });
});

describe('splits', () => {
  const names = Array.from({ length: 10 }, (_, i) => `${i}.png`);
  const plan = (annotated: readonly number[]) =>
    drop([...names.map((name) => image(name)), given('coco.json', coco(names, annotated))]);

  it('a fifth of the annotated images is for validation, the rest is labelled, the others are not', async () => {
    const { labelled, unlabelled, validation } = splitsFor(await plan([1, 2, 3, 4, 5]), '5%', 1);
    expect([labelled.length, unlabelled.length, validation.length]).toEqual([4, 5, 1]);
  });

  it('where all are annotated, the amount says how many of them training may know', async () => {
    const whole = await plan(names.map((_, i) => i + 1));
    expect(splitsFor(whole, '3', 1)).toMatchObject({ labelled: { length: 3 }, unlabelled: { length: 5 } });
    expect(splitsFor(whole, '100%', 1).unlabelled).toEqual([]);
  });

  it('as a file says, less the images that are missing', async () => {
    const given1 = await drop([
      ...names.slice(0, 3).map((name) => image(name)),
      given('coco.json', coco(names)),
      given('splits.json', '{"labelled":[1],"validation":[2],"unlabelled":[3,4]}'),
    ]);
    expect(splitsFor(given1, '5%', 1)).toEqual({ labelled: [1], unlabelled: [3], validation: [2], test: [] });
  });

  it('as folders say, where a format has them and both sides are annotated', () => {
    const sides = ['s/train/a.png', 's/val/b.png', 's/test/c.png', 's/train/d.png'];
    const images = sides.map((path) => ({ path, width: 9, height: 9 }));
    const index = new ImageIndex(images);
    const instance = { id: 1, category: 0, mask: { width: 9, height: 9, counts: new Uint32Array() } };
    const found = (annotated: readonly number[]) =>
      planImport(index, {
        categories: [{ id: 1, name: 'x' }],
        images: images.map((one, i) => ({
          record: index.record(one, i + 1),
          path: one.path,
          instances: annotated.includes(i)
            ? [{ ...instance, area: 1, box: [0, 0, 1, 1] as const, crowd: false }]
            : [],
        })),
        splitByFolder: true,
        skipped: [],
        notices: [],
      }).splits;
    expect(found([0, 1, 2])).toEqual({ labelled: [1], unlabelled: [4], validation: [2], test: [3] });
    expect(found([0, 2])).toBeUndefined();
  });

  it('a single annotated image teaches, and none measures', async () => {
    expect(splitsFor(await plan([1]), '5%', 1)).toMatchObject({
      labelled: [1],
      unlabelled: { length: 9 },
      validation: [],
    });
  });
});

describe('several COCO files', () => {
  /** One class each, in the order in which they are named; one square of each in every image. */
  const file = (names: readonly string[], classes: readonly string[]): string =>
    JSON.stringify({
      images: names.map((name, i) => ({ id: i, file_name: name, width: 40, height: 30 })),
      categories: classes.map((name, i) => ({ id: i, name })),
      annotations: names.flatMap((_, i) =>
        classes.map((_, k) => ({
          id: i * classes.length + k,
          image_id: i,
          category_id: k,
          segmentation: [[2, 2, 4 + k, 2, 4 + k, 4, 2, 4]],
          iscrowd: 0,
        })),
      ),
    });

  it('as for train, valid and test are one dataset, classes the same by name, images by folder', async () => {
    const plan = await drop([
      ...['train/1.png', 'train/2.png', 'valid/1.png', 'test/3.png'].map((path) => image(`set/${path}`)),
      given('set/train/_annotations.coco.json', file(['1.png', '2.png'], ['cells', 'red', 'blue'])),
      given('set/valid/_annotations.coco.json', file(['1.png'], ['cells', 'blue', 'green'])),
      given('set/test/_annotations.coco.json', file(['3.png'], ['cells', 'red', 'blue'])),
    ]);
    expect(plan.skipped).toEqual([]);
    expect(plan.categories).toEqual([
      { id: 0, name: 'cells' },
      { id: 1, name: 'red' },
      { id: 2, name: 'blue' },
      { id: 3, name: 'green' },
    ]);
    expect(plan.images.map(({ id, name }) => [id, name, plan.paths.get(id)])).toEqual([
      [0, '1.png', 'set/train/1.png'],
      [1, '2.png', 'set/train/2.png'],
      [2, 'valid/1.png', 'set/valid/1.png'],
      [3, '3.png', 'set/test/3.png'],
    ]);
    expect(plan.splits).toEqual({ labelled: [0, 1], unlabelled: [], validation: [2], test: [3] });
    const found = (id: number) => plan.instances.get(id)?.map(({ category, area }) => [category, area]);
    expect(found(0)).toEqual([
      [0, 4],
      [1, 6],
      [2, 8],
    ]);
    expect(found(2)).toEqual([
      [0, 4],
      [2, 6],
      [3, 8],
    ]);
    const ids = [...plan.instances.values()].flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('of which one speaks of none of the images, one of the same, and one of nothing, count where they can', async () => {
    const plan = await drop([
      image('set/a.png'),
      image('set/b.png'),
      given('set/instances_else.json', file(['x.png', 'y.png'], ['far'])),
      given('set/instances.json', file(['a.png'], ['cell'])),
      given('set/keypoints.json', file(['a.png'], ['person'])),
      given('set/more.json', file(['a.png', 'b.png'], ['cell'])),
      given(
        'set/captions.json',
        '{"images": [], "annotations": [{"id": 1, "image_id": 1, "caption": "A cell."}]}',
      ),
    ]);
    expect(plan.categories).toEqual([{ id: 0, name: 'cell' }]);
    expect(plan.images.map(({ name }) => name)).toEqual(['a.png', 'b.png']);
    expect(plan.splits).toBeUndefined();
    expect(plan.skipped).toEqual([
      {
        path: 'set/captions.json',
        why: expect.stringMatching(/^is no COCO annotation file that can be read: /),
      },
      { path: 'set/instances_else.json', why: 'fits no image that was dropped' },
      { path: 'set/keypoints.json', why: expect.stringMatching(/another annotation file speaks of/) },
      { path: 'a.png', why: 'is listed in two annotation files; the first counts' },
    ]);
  });

  it('beside splits.json, which speaks of one, only one is read', async () => {
    const plan = await drop([
      image('set/a.png'),
      image('set/b.png'),
      given('set/one.json', file(['a.png'], ['cell'])),
      given('set/two.json', file(['b.png'], ['cell'])),
      given('set/splits.json', '{"labelled": [0], "unlabelled": [], "validation": [], "test": []}'),
    ]);
    expect(plan.instances.get(1)).toEqual([]);
    expect(plan.skipped).toEqual([
      { path: 'set/two.json', why: expect.stringMatching(/beside splits.json/) },
    ]);
  });
});
