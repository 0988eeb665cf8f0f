import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeMask } from '../../masks/dense.ts';
import type { Rle } from '../../masks/rle.ts';
import { parseCocoText } from '../coco.ts';
import { planImport } from '../own/plan-import.ts';
import { cityscapes } from './cityscapes.ts';
import type { GivenFile } from './format.ts';
import { ImageIndex } from './image-index.ts';
import { isImage } from './paths.ts';
import { filesOf, sizeOf } from './testing/files.node.ts';
import { noWait } from './testing/given.ts';

const folder = new URL('../../../../shared/data/cityscapes-style', import.meta.url).pathname;

describe.skipIf(!existsSync(folder))(
  'the Cityscapes tree of ../shared/data (skipped where it is missing)',
  () => {
    const imported = async (wanted: (file: GivenFile) => boolean) => {
      const files = filesOf(folder).filter(wanted);
      const own = await cityscapes.recognise(files, noWait);
      const pictures = files.filter((file) => isImage(file.path) && !own.includes(file));
      const index = new ImageIndex(await Promise.all(pictures.map(sizeOf)));
      return planImport(index, await cityscapes.read(own, index, noWait));
    };
    const expected = () => {
      const { images, categories, instances } = parseCocoText(
        readFileSync(`${folder}/annotations.json`, 'utf8'),
      );
      return images.map(({ id, name }) => ({
        name: name.split('/').at(-1),
        objects: (instances.get(id) ?? []).map(({ category, mask, area, box, crowd }) => ({
          category: categories[category],
          mask,
          area,
          box,
          crowd,
        })),
      }));
    };

    it('imports to its annotations.json pixel for pixel from instance ids, as its folders are split', async () => {
      const plan = await imported(() => true);
      const wanted = expected();
      expect(plan.images.map(({ name }) => name).sort()).toEqual(wanted.map(({ name }) => name).sort());
      expect(plan.categories).toEqual(
        parseCocoText(readFileSync(`${folder}/annotations.json`, 'utf8')).categories,
      );
      for (const { id, name } of plan.images) {
        const objects = (plan.instances.get(id) ?? []).map(({ category, mask, area, box, crowd }) => ({
          category: plan.categories[category],
          mask,
          area,
          box,
          crowd,
        }));
        expect(objects).toEqual(wanted.find((one) => one.name === name)?.objects);
      }
      expect([plan.splits?.labelled.length, plan.splits?.validation.length]).toEqual([5, 3]);
      expect(plan.skipped).toEqual([]);
    });

    it('imports within one pixel of it from polygons', async () => {
      const plan = await imported(({ path }) => !path.endsWith('Ids.png'));
      for (const { id, name } of plan.images) {
        const wanted = expected().find((one) => one.name === name)?.objects ?? [];
        const found = plan.instances.get(id) ?? [];
        expect(found).toHaveLength(wanted.length);
        // Objects of a class are numbered in their order, in both.
        for (const { category, mask, crowd } of found) {
          const categoryId = plan.categories[category].id;
          const place = found
            .filter((one) => one.category === category)
            .findIndex((one) => one.mask === mask);
          const twin = wanted.filter((one) => one.category.id === categoryId)[place];
          expect(twin.crowd).toBe(crowd);
          expect(farthest(mask, twin.mask)).toBeLessThanOrEqual(1);
        }
      }
    });
  },
);

/** How far, in pixels along either axis, a pixel of one mask may be from the other: 2 stands for more than 1. */
function farthest(a: Rle, b: Rle): number {
  const [p, q] = [decodeMask(a), decodeMask(b)];
  const { width, height } = a;
  const near = (pixels: Uint8Array, x: number, y: number): boolean => {
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++)
        if (
          x + dx >= 0 &&
          x + dx < width &&
          y + dy >= 0 &&
          y + dy < height &&
          pixels[(y + dy) * width + x + dx]
        )
          return true;
    return false;
  };
  let most = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [inA, inB] = [p[y * width + x], q[y * width + x]];
      if (inA === inB) continue;
      most = Math.max(most, near(inA ? q : p, x, y) ? 1 : 2);
    }
  return most;
}
