import { expect, test } from 'vitest';
import { encodeMask, paintRuns } from '../masks/dense.ts';
import { maskAtImageSize } from '../training/mask-upsampling.ts';
import { truthPlanes, uncertaintyPlane } from './layer-planes.ts';

/** A rectangle in an image of 24 x 16 pixels. */
function rectangle(left: number, top: number, right: number, bottom: number) {
  const pixels = new Uint8Array(24 * 16);
  for (let y = top; y < bottom; y++) pixels.fill(1, y * 24 + left, y * 24 + right);
  const mask = encodeMask(pixels, 24, 16);
  return { id: 1, category: 0, mask, area: 0, box: [0, 0, 0, 0] as const, crowd: false, pixels };
}

test('a true mask drawn from its plane at full size is that mask', () => {
  const truth = [rectangle(3, 2, 9, 11), rectangle(20, 9, 24, 16)];
  const { side, values } = truthPlanes(truth, { width: 24, height: 16 }, 24);
  const map = new Uint16Array(24 * 16);
  truth.forEach((_, i) => {
    const plane = values.subarray(i * side * side, (i + 1) * side * side);
    paintRuns(map, maskAtImageSize(plane, { maskSide: side, scale: 1, width: 24, height: 16 }), i + 1);
  });
  const expected = new Uint16Array(24 * 16);
  truth.forEach(({ pixels }, i) => {
    for (const [at, inside] of pixels.entries()) if (inside) expected[at] = i + 1;
  });
  expect(map).toEqual(expected);
});

test('a plane of half the size says how much of each pixel is covered', () => {
  const { values } = truthPlanes([rectangle(1, 0, 4, 2)], { width: 24, height: 16 }, 12);
  expect([...values.subarray(0, 3)]).toEqual([0, 1, -1]);
  expect(values[12]).toBe(-1);
});

test('the most doubtful mask decides how doubtful a pixel is', () => {
  const candidate = (logits: number[]) => ({
    cell: 0,
    category: 0,
    score: 1,
    objectness: 1,
    classQuality: 1,
    maskQuality: 1,
    probabilities: new Float32Array(1),
    features: new Float32Array(1),
    area: 1,
    logits: Float32Array.from(logits),
  });
  const one = candidate([0, 40, -40, Math.log(3)]);
  const other = candidate([40, 40, 40, 40]);
  const { values } = uncertaintyPlane([one, other], 2);
  // tent: 1 - 2 |sigmoid(ln 3) - 1/2| = 1 - 2 |3/4 - 1/2| = 1/2
  [1, 0, 0, 0.5].forEach((expected, p) => {
    expect(values[p]).toBeCloseTo(expected, 5);
  });
});
