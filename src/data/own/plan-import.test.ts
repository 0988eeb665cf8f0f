import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPS, planImport, type SizedImage, sortFiles, splitsFor } from './plan-import.ts';

const image = (path: string, width = 40, height = 30): SizedImage => ({ path, width, height });

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

describe('dropped files', () => {
  it('are told apart; what is of no use is named, hidden files are not', () => {
    const sized = (path: string, size = 10) => ({ path, size });
    const { images, texts, skipped } = sortFiles([
      sized('set/images/a.PNG'),
      sized('set/b.jpeg'),
      sized('set/annotations.json'),
      sized('set/.DS_Store'),
      sized('__MACOSX/set/a.png'),
      sized('set/readme.txt'),
      sized('set/huge.png', CAPS.imageBytes + 1),
    ]);
    expect(images.map(({ path }) => path)).toEqual(['set/images/a.PNG', 'set/b.jpeg']);
    expect(texts.map(({ path }) => path)).toEqual(['set/annotations.json']);
    expect(skipped.map(({ path }) => path)).toEqual(['set/readme.txt', 'set/huge.png']);
  });

  it('beyond the cap are left out aloud', () => {
    const many = Array.from({ length: CAPS.images + 2 }, (_, i) => ({ path: `${i}.png`, size: 1 }));
    const { images, skipped } = sortFiles(many);
    expect([images.length, skipped.length]).toEqual([CAPS.images, 2]);
  });
});

describe('images and annotations', () => {
  it('are matched by path, else by name; images that nobody lists are unlabelled', () => {
    const images = [
      image('set/x/a.png'),
      image('set/y/a.png'),
      image('set/b.png'),
      image('set/new.png', 9, 9),
    ];
    const plan = planImport(images, [{ path: 'set/coco.json', text: coco(['y/a.png', 'deep/b.png']) }]);
    expect(plan.name).toBe('set');
    expect([...plan.paths]).toEqual([
      [1, 'set/y/a.png'],
      [2, 'set/b.png'],
      [3, 'set/x/a.png'],
      [4, 'set/new.png'],
    ]);
    expect(plan.images.at(-1)).toEqual({ id: 4, name: 'new.png', width: 9, height: 9 });
    expect(plan.instances.get(2)).toHaveLength(1);
    expect(plan.skipped).toEqual([]);
  });

  it('that do not fit are left out, with the reason', () => {
    const plan = planImport(
      [image('set/a.png'), image('set/b.png', 41, 30)],
      [
        { path: 'set/coco.json', text: coco(['a.png', 'b.png', 'c.png']) },
        { path: 'set/other.json', text: coco(['a.png']) },
      ],
    );
    expect(plan.images.map(({ name }) => name)).toEqual(['a.png']);
    expect(plan.skipped).toEqual([
      { path: 'set/other.json', why: expect.stringMatching(/second annotation file/) },
      { path: 'set/b.png', why: 'is 41 x 30 pixels, but the annotation file says 40 x 30' },
      { path: 'c.png', why: expect.stringMatching(/no such image was dropped/) },
    ]);
  });

  it('are refused in a sentence where there is nothing to go by', () => {
    expect(() => planImport([], [])).toThrow(/There is no image among them/);
    expect(() => planImport([image('a.png')], [{ path: 'x.json', text: '{' }])).toThrow(/x\.json: .*no JSON/);
    expect(() => planImport([], [{ path: 'x.json', text: coco(['a.png'], [1]) }])).toThrow(
      /Drop the folder that holds both/,
    );
  });

  it('whatever the text, either a plan comes or a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        try {
          planImport([image('a.png')], [{ path: 'x.json', text }]);
        } catch (error) {
          expect((error as Error).message).toMatch(/^No annotation file could be read\. x\.json: .*\.$/s);
        }
      }),
    );
  });
});

describe('splits', () => {
  const names = Array.from({ length: 10 }, (_, i) => `${i}.png`);
  const plan = (annotated: readonly number[]) =>
    planImport(
      names.map((name) => image(name)),
      [{ path: 'coco.json', text: coco(names, annotated) }],
    );

  it('a fifth of the annotated images is for validation, the rest is labelled, the others are not', () => {
    const { labelled, unlabelled, validation } = splitsFor(plan([1, 2, 3, 4, 5]), '5%', 1);
    expect([labelled.length, unlabelled.length, validation.length]).toEqual([4, 5, 1]);
  });

  it('where all are annotated, the amount says how many of them training may know', () => {
    const whole = plan(names.map((_, i) => i + 1));
    expect(splitsFor(whole, '3', 1)).toMatchObject({ labelled: { length: 3 }, unlabelled: { length: 5 } });
    expect(splitsFor(whole, '100%', 1).unlabelled).toEqual([]);
  });

  it('as a file says, less the images that are missing', () => {
    const given = planImport(
      names.slice(0, 3).map((name) => image(name)),
      [
        { path: 'coco.json', text: coco(names) },
        { path: 'splits.json', text: '{"labelled":[1],"validation":[2],"unlabelled":[3,4]}' },
      ],
    );
    expect(splitsFor(given, '5%', 1)).toEqual({ labelled: [1], unlabelled: [3], validation: [2], test: [] });
  });

  it('a single annotated image teaches, and none measures', () => {
    expect(splitsFor(plan([1]), '5%', 1)).toMatchObject({
      labelled: [1],
      unlabelled: { length: 9 },
      validation: [],
    });
  });
});
