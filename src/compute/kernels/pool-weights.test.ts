import { expect, it } from 'vitest';
import { noSlot, poolMode, poolWeights } from './pool-weights.ts';
import { drawn } from './testing/values.ts';

function run(
  planes: Float32Array,
  slots: readonly number[],
  maskSide: number,
  mode: keyof typeof poolMode,
  rows = slots.length,
) {
  const inside = new Float32Array((rows * maskSide * maskSide) / 4);
  const ring = new Float32Array(inside.length);
  poolWeights.twin(
    { planes, slots: Uint32Array.from(slots), inside, ring },
    { count: slots.length, maskSide, mode: poolMode[mode] },
  );
  return { inside, ring };
}

/** A plane of 1s in the columns and rows given, `outside` elsewhere. */
const rectangle = (side: number, left: number, top: number, right: number, bottom: number, outside: number) =>
  Float32Array.from({ length: side * side }, (_, p) => {
    const x = p % side;
    const y = Math.floor(p / side);
    return x >= left && x < right && y >= top && y < bottom ? 1 : outside;
  });

it('a square pools evenly inside and along a band two pixels wide', () => {
  // 16 x 16 at stride 2; columns and rows 4 to 11 are columns and rows 2 to 5 of 8 x 8 at stride 4.
  const { inside, ring } = run(rectangle(16, 4, 4, 12, 12, 0), [0], 16, 'coverage');
  const within = (i: number, low: number, high: number) =>
    [i % 8, Math.floor(i / 8)].every((at) => at >= low && at <= high);
  inside.forEach((weight, i) => {
    expect(weight).toBeCloseTo(within(i, 2, 5) ? 1 / 16 : 0, 7);
  });
  // One pixel on either side of the boundary: 6 x 6 without 2 x 2.
  ring.forEach((weight, i) => {
    expect(weight).toBeCloseTo(within(i, 1, 6) && !within(i, 3, 4) ? 1 / 32 : 0, 7);
  });
});

it('the band is clipped at the border of the image', () => {
  const { ring } = run(rectangle(8, 0, 0, 4, 8, 0), [0], 8, 'coverage');
  // Columns 0 and 1 of 4 are inside: the band is columns 1 and 2 and has no part along the border.
  expect(Array.from(ring)).toEqual(
    Array.from({ length: 16 }, (_, i) => (i % 4 === 1 || i % 4 === 2 ? 1 / 8 : 0)),
  );
});

it('soft coverage is averaged and weighs by how much is covered', () => {
  const planes = Float32Array.of(1, 0.5, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.25, 0.25);
  const { inside } = run(planes, [0], 4, 'coverage');
  expect(Array.from(inside)).toEqual([0.8, 0, 0, 0.2].map((weight) => expect.closeTo(weight, 6)));
});

it('logits count where they are positive', () => {
  const logits = drawn(51, 2 * 144, -3, 3);
  const hard = run(
    logits.map((q) => (q > 0 ? 1 : 0)),
    [0, 1],
    12,
    'coverage',
  );
  expect(run(logits, [0, 1], 12, 'logits')).toEqual(hard);
});

it('each row sums to 1, on random coverage', () => {
  const { inside, ring } = run(drawn(52, 2 * 64, 0, 1), [1, 0], 8, 'coverage');
  for (const weights of [inside, ring]) {
    for (const row of [0, 1]) {
      const sum = weights.subarray(row * 16, row * 16 + 16).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  }
});

it('masks go to their slots; others and masks without a slot leave rows alone', () => {
  const planes = Float32Array.of(
    ...rectangle(4, 0, 0, 2, 2, 0),
    ...rectangle(4, 0, 0, 4, 4, 0),
    ...rectangle(4, 2, 2, 4, 4, 0),
  );
  const { inside } = run(planes, [2, noSlot, 0], 4, 'coverage', 4);
  expect(Array.from(inside)).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
});

it('an empty mask pools nothing; a mask of the whole image has no ring', () => {
  const planes = Float32Array.of(...new Float32Array(16), ...new Float32Array(16).fill(1));
  const { inside, ring } = run(planes, [0, 1], 4, 'coverage');
  expect(Array.from(inside)).toEqual([0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25]);
  expect(ring.every((weight) => weight === 0)).toBe(true);
});
