import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packMask, unpackMask } from './packed-mask.ts';

const side = 16;
const facts = { category: 1, score: 0.5, classQuality: 0.6, maskQuality: 0.7 };

test('a packed mask is the same mask, its logits near the contour to within a sixteenth', () => {
  const logits = fc.array(fc.float({ min: -30, max: 30, noNaN: true }), {
    minLength: side * side,
    maxLength: side * side,
  });
  fc.assert(
    fc.property(logits, (values) => {
      const before = Float32Array.from(values);
      const after = unpackMask(packMask({ ...facts, logits: before }, side), side);
      expect(after).toMatchObject(facts);
      after.logits.forEach((logit, p) => {
        expect(logit > 0).toBe(before[p] > 0);
        if (Math.abs(before[p]) < 15 && logit > -16)
          expect(Math.abs(logit - before[p])).toBeLessThanOrEqual(0.126);
      });
    }),
    { numRuns: 40 },
  );
});

test('a small mask takes little, and none takes nothing', () => {
  const logits = new Float32Array(side * side).fill(-9);
  expect(packMask({ ...facts, logits }, side).steps).toHaveLength(0);
  logits[5 * side + 5] = 9;
  const { left, top, width, height, steps } = packMask({ ...facts, logits }, side);
  expect([left, top, width, height, steps.length]).toEqual([3, 3, 5, 5, 25]);
});
