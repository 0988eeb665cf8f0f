import { expect, test } from 'vitest';
import { isHidden } from './hidden.ts';

const SIDE = 8;
/** A mask of the pixels where `inside` holds, at stride 2 of a view of 16 pixels. */
function mask(inside: (u: number, v: number) => boolean) {
  const bits = new Uint32Array((SIDE * SIDE) / 32);
  let area = 0;
  for (let p = 0; p < SIDE * SIDE; p++) {
    if (!inside(p % SIDE, Math.floor(p / SIDE))) continue;
    bits[p >> 5] |= 1 << (p & 31);
    area++;
  }
  return { bits, area };
}

const block = mask((u, v) => u >= 2 && u < 6 && v >= 2 && v < 6);
const rectangle = (left: number, top: number, right: number, bottom: number) => ({
  left,
  top,
  right,
  bottom,
});

test('what is not erased is seen', () => {
  expect(isHidden(block, [], SIDE)).toBe(false);
  expect(isHidden(block, [rectangle(0, 0, 4, 16), rectangle(12, 0, 16, 16)], SIDE)).toBe(false);
});

test('half of it is enough, less is not', () => {
  expect(isHidden(block, [rectangle(4, 4, 8, 12)], SIDE)).toBe(false);
  expect(isHidden(block, [rectangle(4, 4, 10, 12)], SIDE)).toBe(true);
  expect(isHidden(block, [rectangle(0, 0, 16, 16)], SIDE)).toBe(true);
});

test('what two rectangles erase counts once', () => {
  const half = rectangle(4, 4, 8, 12);
  expect(isHidden(block, [half, half], SIDE)).toBe(false);
  expect(isHidden(block, [half, rectangle(8, 4, 12, 8)], SIDE)).toBe(true);
});

test('an empty mask hides nothing', () => {
  expect(
    isHidden(
      mask(() => false),
      [rectangle(0, 0, 16, 16)],
      SIDE,
    ),
  ).toBe(false);
});
