import { expect, test } from 'vitest';
import { layStamps, stampFrom } from './stamps.ts';

const ground = () => ({ width: 4, height: 3, data: new Uint8ClampedArray(4 * 3 * 4) });
const pixel = ({ data, width }: ReturnType<typeof ground>, x: number, y: number) => [
  ...data.subarray((y * width + x) * 4, (y * width + x + 1) * 4),
];
const ink = [255, 0, 0, 255];
const red = stampFrom(1, ink);
const faintBlue = stampFrom(1, [0, 0, 255, 128]);

test('a stamp stands on points of its kind, and nowhere else', () => {
  const picture = ground();
  layStamps(picture, red, Float32Array.of(1.5, 2.5), Float32Array.of(1.5, 0.5), Uint8Array.of(1, 2), 1);
  expect(pixel(picture, 1, 1)).toEqual([255, 0, 0, 255]);
  expect(pixel(picture, 2, 0)).toEqual([0, 0, 0, 0]);
});

test('what is half transparent lets half of what is below through', () => {
  const picture = ground();
  const [xs, ys, kinds] = [Float32Array.of(0.5), Float32Array.of(0.5), Uint8Array.of(0)];
  layStamps(picture, faintBlue, xs, ys, kinds, 0);
  expect(pixel(picture, 0, 0)).toEqual([0, 0, 255, 128]);
  layStamps(picture, red, xs, ys, kinds, 0);
  layStamps(picture, faintBlue, xs, ys, kinds, 0);
  expect(pixel(picture, 0, 0)).toEqual([127, 0, 128, 255]);
});

test('stamps that reach over the edge are cut, and points without a place left out', () => {
  const picture = ground();
  const wide = stampFrom(3, Array.from({ length: 9 }, () => ink).flat());
  layStamps(picture, wide, Float32Array.of(0.5, Number.NaN), Float32Array.of(0.5, 1), new Uint8Array(2), 0);
  expect(pixel(picture, 1, 1)).toEqual([255, 0, 0, 255]);
  expect(pixel(picture, 2, 0)[3]).toBe(0);
  expect(pixel(picture, 3, 2)[3]).toBe(0);
});

test('a stamp remembers only what is not transparent', () => {
  const { us, vs, ink: left } = stampFrom(2, [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8]);
  expect([[...us], [...vs], [...left]]).toEqual([
    [1, 1],
    [0, 1],
    [1, 2, 3, 4, 5, 6, 7, 8],
  ]);
});
