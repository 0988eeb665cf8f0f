import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rleFromString } from '../masks/string.ts';
import { type CategoryFigures, evaluateMasks, MaskEvaluation } from './evaluation.ts';
import type { Detection, Truth } from './protocol.ts';

interface CocoRle {
  size: [number, number];
  counts: string;
}
interface Reference {
  gt: {
    categories: { id: number }[];
    annotations: {
      image_id: number;
      category_id: number;
      iscrowd: number;
      area: number;
      segmentation: CocoRle;
    }[];
  };
  dt: { image_id: number; category_id: number; score: number; segmentation: CocoRle }[];
  expected: Record<string, number>;
  perClassAP: number[];
}

const fixtures = new URL('./fixtures/', import.meta.url);
const names = readdirSync(fixtures).filter((name) => name.startsWith('eval-'));

function read(name: string) {
  const reference = JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')) as Reference;
  const ids = reference.gt.categories.map(({ id }) => id).sort((a, b) => a - b);
  const mask = ({ size: [height, width], counts }: CocoRle) => rleFromString(counts, width, height);
  const truth = new Map<number, Truth[]>();
  for (const one of reference.gt.annotations) {
    const { image_id, category_id, area, iscrowd, segmentation } = one;
    const category = ids.indexOf(category_id);
    append(truth, image_id, { category, area, crowd: iscrowd === 1, mask: mask(segmentation) });
  }
  const detections = new Map<number, Detection[]>();
  for (const { image_id, category_id, score, segmentation } of reference.dt) {
    append(detections, image_id, { category: ids.indexOf(category_id), score, mask: mask(segmentation) });
  }
  return { reference, truth, detections, categoryCount: ids.length };
}

function append<T>(lists: Map<number, T[]>, key: number, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** The twelve figures under pycocotools' names; -1 for undefined, as there. */
function twelve(figures: CategoryFigures): Record<string, number> {
  const { ap, ap50, ap75, small, medium, large, recall } = figures;
  const named = { AP: ap, AP50: ap50, AP75: ap75, APs: small, APm: medium, APl: large };
  const recalls = { AR1: recall.ar1, AR10: recall.ar10, AR100: recall.ar100 };
  const sizes = { ARs: recall.small, ARm: recall.medium, ARl: recall.large };
  return Object.fromEntries(
    Object.entries({ ...named, ...recalls, ...sizes }).map(([key, value]) => [key, value ?? -1]),
  );
}

function expectWithin(found: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [key, value] of Object.entries(expected)) {
    expect(Math.abs((found[key] ?? Number.NaN) - value), key).toBeLessThan(1e-6);
  }
}

describe('pycocotools has the same figures', () => {
  it('for six references', () => expect(names).toHaveLength(6));

  it.each(names)('%s', (name) => {
    const { reference, truth, detections, categoryCount } = read(name);
    const figures = evaluateMasks(truth, detections, categoryCount);
    expectWithin(twelve(figures), reference.expected);
    const perClass = Object.fromEntries(figures.perCategory.map(({ ap }, i) => [i, ap ?? -1]));
    expectWithin(perClass, Object.fromEntries(reference.perClassAP.map((ap, i) => [i, ap])));
  });

  it('in whatever order the images come, and summed up on the way', () => {
    const { reference, truth, detections, categoryCount } = read('eval-crowd.json');
    const evaluation = new MaskEvaluation(categoryCount);
    const images = [...new Set([...truth.keys(), ...detections.keys()])].sort((a, b) => b - a);
    for (const image of images) {
      evaluation.add(image, truth.get(image) ?? [], detections.get(image) ?? []);
      evaluation.summarize();
    }
    expect(evaluation.imageCount).toBe(images.length);
    expectWithin(twelve(evaluation.summarize()), reference.expected);
  });
});
