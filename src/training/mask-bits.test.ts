import { expect, it } from 'vitest';
import { maskArea } from '../masks/rle.ts';
import { type Affine, identity } from './affine.ts';
import { bitsAtImageSize, positiveBits } from './mask-bits.ts';

const SIDE = 16;
/** Columns 2 to 5, rows 4 to 11 of the mask plane. */
const logits = Float32Array.from({ length: SIDE * SIDE }, (_, p) => {
  const [u, v] = [p % SIDE, Math.floor(p / SIDE)];
  return u >= 2 && u < 6 && v >= 4 && v < 12 ? 1 : -1;
});
const bits = positiveBits(logits);
/** Twice as large as the network's 32 pixels. */
const image = { width: 64, height: 64, transform: { scale: 0.5, width: 32, height: 32 } };

/** [left, top, right, bottom) of the mask's pixels. */
function extent(map: Affine): number[] {
  const { counts, height } = bitsAtImageSize(bits, map, SIDE, image);
  const inside: number[] = [];
  let position = 0;
  counts.forEach((count, i) => {
    if (i % 2 === 1) for (let p = 0; p < count; p++) inside.push(position + p);
    position += count;
  });
  const xs = inside.map((p) => Math.floor(p / height));
  const ys = inside.map((p) => p % height);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
}

it('four image pixels a mask pixel, corners rounded a little', () => {
  expect(extent(identity)).toEqual([8, 16, 24, 48]);
  const area = maskArea(bitsAtImageSize(bits, identity, SIDE, image));
  expect(Math.abs(area - 16 * 32)).toBeLessThan(12);
});

it('a flipped view is turned back', () => {
  expect(extent([-1, 0, 31, 0, 1, 0])).toEqual([40, 16, 56, 48]);
});

it('a mask that leaves the image at its last row ends there', () => {
  // Twelve input pixels further down: rows 40 to 72 of 64.
  expect(extent([1, 0, 0, 0, 1, 12])).toEqual([8, 40, 24, 64]);
});

it('nothing in the view is nothing in the image', () => {
  const none = bitsAtImageSize(new Uint32Array(8), identity, SIDE, image);
  expect(maskArea(none)).toBe(0);
});
