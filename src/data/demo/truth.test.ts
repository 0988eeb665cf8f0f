import { beforeAll, describe, expect, test } from 'vitest';
import type { Instance } from '../dataset.ts';
import { demoDataset } from './index.ts';

/** Written out here, apart from the encoder: pixel (x, y) is at x * height + y of the runs. */
function paint(instance: Instance, onto: Uint8Array): void {
  let position = 0;
  for (const [run, count] of instance.mask.counts.entries()) {
    if (run % 2 === 1) for (let i = position; i < position + count; i++) onto[i] = (onto[i] ?? 0) + 1;
    position += count;
  }
  expect(position).toBe(onto.length);
}

describe('default scenes, every third of 600', () => {
  const { dataset, splits } = demoDataset();
  const ids = [...splits.training, ...splits.validation, ...splits.test];
  const scenes: (readonly Instance[])[] = [];
  beforeAll(async () => {
    for (const id of ids.filter((_, index) => index % 3 === 0)) scenes.push(await dataset.instances(id));
  }, 120_000);

  test('there are 400, 100 and 100, with ids of their own', () => {
    expect([splits.training.length, splits.validation.length, splits.test.length]).toEqual([400, 100, 100]);
    expect(new Set(ids).size).toBe(600);
    expect(dataset.images.map((image) => image.id)).toEqual(ids);
  });

  test('each holds 2 to 12 instances, about six on average', () => {
    const counts = scenes.map((scene) => scene.length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...counts)).toBeLessThanOrEqual(12);
    const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
    expect(mean).toBeGreaterThan(5);
    expect(mean).toBeLessThan(7);
  });

  test('every class is there, with a long tail of about 3 to 1', () => {
    const counts = dataset.categories.map(
      (_, category) => scenes.flat().filter((instance) => instance.category === category).length,
    );
    expect(counts.length).toBe(8);
    const ratio = Math.max(...counts) / Math.min(...counts);
    expect(ratio).toBeGreaterThan(2.2);
    expect(ratio).toBeLessThan(4);
  });

  test("small, medium and large by COCO's areas, most of them easily seen at half the size", () => {
    const areas = scenes
      .flat()
      .map((instance) => instance.area)
      .sort((a, b) => a - b);
    expect(areas.filter((area) => area < 32 * 32).length).toBeGreaterThan(areas.length * 0.08);
    expect(areas.filter((area) => area >= 96 * 96).length).toBeGreaterThan(areas.length * 0.01);
    const median = Math.sqrt(areas[areas.length >> 1] ?? 0);
    expect(median).toBeGreaterThan(40);
    expect(median).toBeLessThan(56);
    expect(areas[0]).toBeGreaterThanOrEqual(40);
  });

  test('masks are disjoint; areas, boxes and ids agree with them', () => {
    const seen = new Set<number>();
    for (const scene of scenes.slice(0, 30)) {
      const together = new Uint8Array(256 * 256);
      for (const instance of scene) {
        const alone = new Uint8Array(256 * 256);
        paint(instance, alone);
        let area = 0;
        let [left, top, right, bottom] = [256, 256, -1, -1];
        for (let x = 0; x < 256; x++) {
          for (let y = 0; y < 256; y++) {
            if (alone[x * 256 + y] === 0) continue;
            area++;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
          }
        }
        expect(instance.area).toBe(area);
        expect(instance.box).toEqual([left, top, right - left + 1, bottom - top + 1]);
        expect(instance.crowd).toBe(false);
        expect(seen.has(instance.id)).toBe(false);
        seen.add(instance.id);
        paint(instance, together);
      }
      expect(Math.max(...together)).toBe(1);
    }
  });

  test('parts do lie on one another', () => {
    // Boxes that overlap by more than a quarter of the smaller: a fair share of instances have such a neighbour.
    const touching = scenes.flatMap((scene) =>
      scene.filter((a) =>
        scene.some((b) => {
          if (a === b) return false;
          const w = Math.min(a.box[0] + a.box[2], b.box[0] + b.box[2]) - Math.max(a.box[0], b.box[0]);
          const h = Math.min(a.box[1] + a.box[3], b.box[1] + b.box[3]) - Math.max(a.box[1], b.box[1]);
          return w > 0 && h > 0 && w * h > 0.25 * Math.min(a.box[2] * a.box[3], b.box[2] * b.box[3]);
        }),
      ),
    );
    expect(touching.length).toBeGreaterThan(scenes.flat().length * 0.08);
  });
});
