import { expect, test } from 'vitest';
import { decoded } from './pictures.ts';

const SIDE = 30_000;
const two = (little: boolean): number[] => (little ? [SIDE & 255, SIDE >> 8] : [SIDE >> 8, SIDE & 255]);
const text = (words: string): number[] => [...new TextEncoder().encode(words)];
const zeros = (count: number): number[] => Array(count).fill(0);

/** The beginnings of images that say they have 30,000 x 30,000 pixels, and hold nothing. */
const heads: Record<string, number[]> = {
  png: [
    137,
    ...text('PNG\r\n'),
    26,
    10,
    0,
    0,
    0,
    13,
    ...text('IHDR'),
    0,
    0,
    ...two(false),
    0,
    0,
    ...two(false),
    8,
    2,
  ],
  gif: [...text('GIF89a'), ...two(true), ...two(true), 0, 0, 0],
  bmp: [...text('BM'), ...zeros(12), 40, 0, 0, 0, ...two(true), 0, 0, ...two(true), 0, 0],
  jpeg: [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, ...two(false), ...two(false), 3],
};

test.each(Object.entries(heads))(
  'a %s of 30,000 x 30,000 pixels is refused before it is unpacked',
  async (_, head) => {
    await expect(decoded(new Blob([Uint8Array.from([...head, ...zeros(64)])]))).rejects.toThrow(
      /^is 30000 x 30000 pixels; more than 67 million pixels, or 16,384 a side, are not taken, so scale it down or cut it up$/,
    );
  },
);

test('what is no image is refused, whatever its name says', async () => {
  await expect(decoded(new Blob(['<svg onload="alert(1)">']))).rejects.toThrow(/it is no image of a kind/);
});
