import { expect, test } from 'vitest';
import { scalingInWords } from './scaling-in-words.ts';

const HOW = 'Images, up to 1,000 px long, are scaled whole to 128 px; they are not tiled.';
const WHAT = 'An object needs about 10 px there to be seen: 79 px in your largest images.';

test('before anything is marked it says how images come to the network, and what can be seen', () => {
  expect(scalingInWords({ side: 128, longest: 1000, sizes: [] })).toEqual([`${HOW} ${WHAT}`]);
});

test('of marked objects it says how many are lost, and what other sides would do', () => {
  // 6.4, 12.8, 25.6 and 64 px at a side of 128.
  const sizes = [0.05, 0.1, 0.2, 0.5];
  expect(scalingInWords({ side: 128, longest: 1000, sizes })).toEqual([
    `${HOW} ${WHAT} Of the 4 marked objects, 25 % are smaller, and are lost.`,
    'At another input side: 25 % at 192 px, 0 % at 256 px, and 0 % at 320 px. A step takes longer with its square.',
  ]);
  expect(scalingInWords({ side: 256, longest: 1000, sizes: [0.05] })).toEqual([
    'Images, up to 1,000 px long, are scaled whole to 256 px; they are not tiled. An object needs about 10 px there to be seen: 40 px in your largest images. The marked object is larger.',
  ]);
});

test('one of a thousand is not told as none, and small images are not said to be scaled down', () => {
  const sizes = Array.from({ length: 1000 }, (_, i) => (i === 0 ? 0.01 : 0.5));
  expect(scalingInWords({ side: 320, longest: 300, sizes })[0]).toBe(
    'Images, up to 300 px long, come whole to the network, at 320 px; they are not tiled. An object needs about 10 px there to be seen: 10 px in your largest images. Of the 1,000 marked objects, less than 1 % are smaller, and are lost.',
  );
});
