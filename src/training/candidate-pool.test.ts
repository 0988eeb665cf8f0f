import { expect, it } from 'vitest';
import type { Decision } from '../method/pseudo-labels.ts';
import type { Refusal } from '../method/rules.ts';
import { FATES } from '../metrics/candidates.ts';
import { identity } from './affine.ts';
import { CandidatePool } from './candidate-pool.ts';
import type { Detection } from './detect.ts';
import type { JudgedImage } from './labeller.ts';

const SIDE = 32;
const MASK_SIDE = 16;
/** A rectangle in mask pixels. */
function detection(x: number, y: number, width: number, height: number, category: number): Detection {
  const bits = new Uint32Array((MASK_SIDE * MASK_SIDE) / 32);
  for (let v = y; v < y + height; v++)
    for (let u = x; u < x + width; u++) {
      const pixel = v * MASK_SIDE + u;
      bits[pixel >> 5] |= 1 << (pixel & 31);
    }
  return {
    row: 0,
    cell: 0,
    category,
    score: 0.5,
    objectness: 0.9,
    classQuality: 0.6,
    maskQuality: 0.7,
    probabilities: new Float32Array(3),
    features: new Float32Array(1),
    area: width * height,
    bits,
  };
}

const decision = (category: number, kept: boolean, ...refusedFor: Refusal[]): Decision => ({
  category,
  classQuality: 0.65,
  judgedCategory: category,
  probabilities: new Float32Array(2),
  corrected: false,
  reference: undefined,
  verdict: { kept, refusedFor, classWeight: kept ? 1 : 0, maskWeight: kept ? 1 : 0 },
});

/** A rectangle of input pixels, twice as many a side as mask pixels. */
const truth = (x: number, y: number, width: number, height: number, category: number) => ({
  category,
  coverage: {
    x: 2 * x,
    y: 2 * y,
    width: 2 * width,
    height: 2 * height,
    data: new Float32Array(4 * width * height).fill(1),
  },
});

const judged: JudgedImage = {
  id: 7,
  map: identity,
  detections: [detection(2, 2, 4, 4, 0), detection(8, 8, 4, 4, 1)],
  decisions: [
    decision(0, true),
    { ...decision(2, false, 'class', 'mask'), reference: Float32Array.of(0.1, 0.2, 0.7) },
  ],
};

it('compares candidates with the truth under the view that the teacher saw', () => {
  const pool = new CandidatePool(SIDE);
  // The first overlaps by 12 of 16 + 16 - 12; the second lies on nothing.
  pool.note(judged, 5, [truth(3, 2, 4, 4, 1)]);
  const table = pool.table();
  expect([table.count, table.objects, pool.size]).toEqual([2, 1, 1]);
  expect([...table.iou]).toEqual([expect.closeTo(12 / 20, 6), 0]);
  expect([...table.object]).toEqual([0, -1]);
  expect([...table.trueCategory]).toEqual([1, -1]);
  expect([...table.category]).toEqual([0, 2]);
  expect([...table.teacherCategory]).toEqual([0, 1]);
  expect(Array.from(table.fate, (fate) => FATES[fate])).toEqual(['kept', 'class-and-mask']);
  expect([...table.step]).toEqual([5, 5]);
  expect([...table.place]).toEqual([0, 1]);
  expect([...table.opinionCategory]).toEqual([-1, 2]);
  expect([...table.opinionQuality]).toEqual([Number.NaN, expect.closeTo(0.7, 6)]);
});

it('a flipped view has a flipped truth', () => {
  const pool = new CandidatePool(SIDE);
  // x' = 31 - x: columns 2 to 5 of the view show columns 10 to 13 of the image.
  pool.note({ ...judged, map: [-1, 0, SIDE - 1, 0, 1, 0] }, 5, [truth(10, 2, 4, 4, 0)]);
  expect(pool.table().iou[0]).toBeCloseTo(1, 6);
});

it('keeps the latest look at an image', () => {
  const pool = new CandidatePool(SIDE);
  pool.note(judged, 5, undefined);
  pool.note(
    { ...judged, detections: judged.detections.slice(1), decisions: [decision(1, true)] },
    6,
    undefined,
  );
  const table = pool.table();
  expect([...table.step]).toEqual([6]);
  expect(table.iou[0]).toBeNaN();
  pool.clear();
  expect(pool.table().count).toBe(0);
});

it('remembers masks for as long as their image is not seen anew', () => {
  const pool = new CandidatePool(SIDE);
  pool.note(judged, 5, undefined);
  expect(pool.maskOf(7, 1, 5)).toEqual({ bits: judged.detections[1]?.bits, map: identity });
  expect([pool.maskOf(7, 2, 5), pool.maskOf(8, 0, 5), pool.truthKnown]).toEqual([
    undefined,
    undefined,
    false,
  ]);
  pool.note(judged, 9, []);
  expect([pool.maskOf(7, 1, 5), pool.truthKnown]).toEqual([undefined, true]);
});
