import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { GivenFile } from '../formats/format.ts';
import { given, noWait } from '../formats/testing/given.ts';
import { type Addition, addImages, readAddition } from './add-images.ts';
import { withMarks } from './edit-plan.ts';
import type { Reading } from './open-images.ts';
import { type ImportPlan, splitsFor } from './plan-import.ts';
import { readDropped } from './read-dropped.ts';
import { CAPS } from './sort-files.ts';

/** An "image" whose text is its size and what it shows. */
const image = (path: string, shows = path): GivenFile => given(path, `40 x 30 ${shows}`);

const digestOf = async (file: GivenFile) => new TextDecoder().decode(await file.bytes());
const reading: Reading = {
  look: async (file) => {
    const digest = await digestOf(file);
    if (!digest.startsWith('40 x 30')) throw new Error('cannot be decoded');
    return { width: 40, height: 30, digest };
  },
  turn: noWait,
  onProgress: () => {},
};

const coco = (names: readonly string[], category = { id: 5, name: 'cell' }): string =>
  JSON.stringify({
    images: names.map((name, i) => ({ id: 70 + i, file_name: name, width: 40, height: 30 })),
    categories: [category],
    annotations: names.map((_, i) => ({
      id: 900 + i,
      image_id: 70 + i,
      category_id: category.id,
      segmentation: [[2, 2, 12, 2, 12, 12, 2, 12]],
      iscrowd: 0,
    })),
  });

/** Four images, the first two labelled by a file. */
const there = ['set/0.png', 'set/1.png', 'set/2.png', 'set/3.png'];
const project = async (): Promise<ImportPlan> => {
  const files = [...there.map((path) => image(path)), given('set/there.json', coco(['0.png', '1.png']))];
  return (await readDropped(files, reading)).plan;
};

const idOf = (plan: ImportPlan, path: string): number => {
  const [id] = [...plan.paths].find(([, other]) => other === path) ?? [];
  if (id === undefined) throw new Error(`${path} is not there.`);
  return id;
};

const read = (plan: ImportPlan, files: readonly GivenFile[], shown = there): Promise<Addition> =>
  readAddition(plan, files, reading, async (_, digest) => {
    const path = shown.find((one) => digest === `40 x 30 ${one}`);
    return path === undefined ? undefined : idOf(plan, path);
  });

describe('images for an open project', () => {
  it('join the unlabelled ones; what was there stays as it was', async () => {
    const before = await project();
    const splits = splitsFor(before, '100%', 1);
    const { plan, sources, images, skipped } = addImages(
      before,
      splits,
      await read(before, [image('new/a.png'), image('new/b.png')]),
    );
    expect(plan.images.slice(0, 4)).toEqual(before.images);
    expect(plan.images.slice(4)).toMatchObject([{ name: 'a.png' }, { name: 'b.png' }]);
    expect([...sources]).toEqual([
      ['new/a.png', 'new/a.png'],
      ['new/b.png', 'new/b.png'],
    ]);
    const ids = plan.images.slice(4).map(({ id }) => id);
    expect(plan.splits).toEqual({ ...splits, unlabelled: [...splits.unlabelled, ...ids] });
    for (const [id, instances] of before.instances) expect(plan.instances.get(id)).toBe(instances);
    expect(plan.categories).toBe(before.categories);
    expect([images, skipped]).toEqual([[], []]);
  });

  it('that it has already are told by what they hold, under whatever name, and those that come twice', async () => {
    const before = await project();
    const addition = await read(before, [
      image('other/renamed.png', 'set/2.png'),
      image('other/x.png', 'new'),
      image('other/y.png', 'new'),
    ]);
    const { plan, skipped } = addImages(before, splitsFor(before, '100%', 1), addition);
    expect(plan.images.slice(4).map(({ name }) => name)).toEqual(['x.png']);
    expect(skipped).toEqual([
      { path: 'other/renamed.png', why: 'is in the project already, as 2.png' },
      { path: 'other/y.png', why: 'is the same image as other/x.png' },
    ]);
  });

  it('of a name that is taken get another one, and take no file’s place', async () => {
    const before = await project();
    const addition = await read(before, [image('set/0.png', 'something else')]);
    const { plan, sources } = addImages(before, splitsFor(before, '100%', 1), addition);
    expect(plan.images.at(-1)?.name).toBe('0 (2).png');
    expect([...sources]).toEqual([['set/0 (2).png', 'set/0.png']]);
    expect(new Set(plan.paths.values()).size).toBe(5);
  });

  it('come with annotations, of them and of those that it has; labels that are there stay', async () => {
    const before = await project();
    const splits = splitsFor(before, '100%', 1);
    const third = idOf(before, 'set/3.png');
    const files = [
      image('in/a.png'),
      image('in/renamed.png', 'set/2.png'),
      image('in/1.png', 'set/1.png'),
      given('in/x.json', coco(['a.png', 'renamed.png', '1.png', '3.png', 'far.png'], { id: 5, name: 'rod' })),
    ];
    const { plan, images, skipped, notices } = addImages(before, splits, await read(before, files));
    const fresh = idOf(plan, 'in/a.png');
    expect(images).toEqual([fresh, idOf(before, 'set/2.png'), third]);
    expect(plan.categories).toEqual([
      { id: 5, name: 'cell' },
      { id: 6, name: 'rod' },
    ]);
    expect(plan.instances.get(fresh)).toMatchObject([{ category: 1, area: 100 }]);
    expect(plan.instances.get(idOf(before, 'set/1.png'))).toBe(
      before.instances.get(idOf(before, 'set/1.png')),
    );
    expect(skipped).toEqual([{ path: 'in/1.png', why: 'is labelled already: its labels stay as they are' }]);
    expect(notices).toEqual(['1 image that they speak of is not in this project.']);
    // Two were labelled, one of them to measure: the fifth of five is not due yet.
    expect(plan.splits?.labelled).toEqual([...splits.labelled, fresh, idOf(before, 'set/2.png'), third]);
    expect(plan.splits?.validation).toEqual(splits.validation);
    expect(plan.splits?.unlabelled).toEqual([]);
  });

  it('of two with the same name, annotations mean the one that came with them', async () => {
    const before = await project();
    const files = [image('in/3.png', 'something else'), given('in/x.json', coco(['3.png']))];
    const { plan, images } = addImages(before, splitsFor(before, '100%', 1), await read(before, files));
    expect(images).toEqual([idOf(plan, 'in/3.png')]);
    expect(plan.instances.get(idOf(plan, 'set/3.png'))).toEqual([]);
  });

  it('may come in an archive with their annotations', async () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const zip = zipSync({ 'a.png': encode('40 x 30 a'), 'x.json': encode(coco(['a.png'])) });
    const before = await project();
    const addition = await read(before, [given('more.zip', new Uint8Array(zip))]);
    const { plan, images } = addImages(before, splitsFor(before, '100%', 1), addition);
    expect(images).toEqual([idOf(plan, 'more/a.png')]);
    expect(addition.files.get('more/a.png')?.size).toBe(9);
  });

  it('leave labels that were drawn while they were read, and refused masks', async () => {
    const before = await project();
    const splits = splitsFor(before, '100%', 1);
    const second = idOf(before, 'set/2.png');
    const addition = await read(before, [image('in/a.png'), given('in/x.json', coco(['a.png', '2.png']))]);
    const [object] = before.instances.get(idOf(before, 'set/0.png')) ?? [];
    const drawn = withMarks(
      before,
      second,
      { objects: [{ ...object, id: 1 }], refused: [object.mask], empty: false },
      splits,
    );
    const { plan, images, skipped } = addImages(drawn, drawn.splits ?? splits, addition);
    expect(images).toEqual([idOf(plan, 'in/a.png')]);
    expect(plan.instances.get(second)).toBe(drawn.instances.get(second));
    expect(plan.refused?.get(second)).toEqual([object.mask]);
    expect(skipped).toContainEqual({ path: 'set/2.png', why: expect.stringMatching(/labelled already/) });
  });

  it('that bring nothing new are refused in a sentence', async () => {
    const before = await project();
    const splits = splitsFor(before, '100%', 1);
    const again = await read(before, [image('in/0.png', 'set/0.png'), image('in/1.png', 'set/1.png')]);
    expect(() => addImages(before, splits, again)).toThrow(
      /^Nothing of that is new to "set": 2 images are in it already, .* in\/0\.png is in the project already, as 0\.png\.$/,
    );
    await expect(read(before, [given('a.png', 'x')])).rejects.toThrow(/no image among them.* a\.png cannot/);
    await expect(read(before, [given('x.json', '{')])).rejects.toThrow(/x\.json: .*no JSON/);
  });

  it('beyond what a project holds are left out aloud', async () => {
    const before = await project();
    const many = Array.from({ length: CAPS.images - 3 }, (_, i) => image(`in/new ${i}.png`));
    const { plan, skipped } = addImages(before, splitsFor(before, '100%', 1), await read(before, many));
    expect(plan.images).toHaveLength(CAPS.images);
    expect(skipped).toEqual([
      { path: `in/new ${CAPS.images - 4}.png`, why: 'finds no room: a project holds 5000 images at most' },
    ]);
  });
});
