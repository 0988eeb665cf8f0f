import { describe, expect, it } from 'vitest';
import { channelOf, pictures } from './testing/pictures.ts';
import { distance } from './testing/values.ts';
import { warpImage } from './warp-image.ts';

const warp = (source: Uint32Array, maps: readonly (readonly number[])[], side: number): Float32Array => {
  const geometry = new Float32Array(maps.length * 8);
  maps.forEach((map, i) => {
    geometry.set(map, 8 * i);
  });
  const view = new Float32Array(maps.length * 3 * side * side).fill(NaN);
  warpImage.twin({ source, geometry, view }, { batch: maps.length, side });
  return view;
};

/** Bilinear interpolation as a sum of tent functions over the whole picture: slow and without a case distinction. */
const tents = (source: Uint32Array, side: number, channel: number, sx: number, sy: number): number => {
  let sum = 0.5;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const weight = Math.max(0, 1 - Math.abs(sx - x)) * Math.max(0, 1 - Math.abs(sy - y));
      sum += weight * (channelOf(source[y * side + x], channel) - 0.5);
    }
  }
  return sum;
};

describe('warp-image', () => {
  it('is the sum of tents, outside mid-grey, for shrinking, growing, turning and leaving', () => {
    const side = 10;
    const maps = [
      [0.8, 0, 0.7, 0, 0.8, 1.1],
      [1.25, 0, -1.4, 0, 1.25, -0.6],
      [0.7, -0.6, 3.1, 0.6, 0.7, -2.2],
      [1, 0, 40, 0, 1, -1e6],
    ];
    const source = pictures(1, maps.length, side);
    const view = warp(source, maps, side);
    const expected = Array.from(view, (_, i) => {
      const [a, b, c, d, e, f] = maps[Math.floor(i / (3 * side * side))];
      const x = i % side;
      const y = Math.floor(i / side) % side;
      const channel = Math.floor(i / (side * side)) % 3;
      const image = Math.floor(i / (3 * side * side));
      const own = source.subarray(image * side * side, (image + 1) * side * side);
      return tents(own, side, channel, a * x + b * y + c, d * x + e * y + f);
    });
    expect(distance(view, expected).difference).toBeLessThan(1e-5);
    expect(new Set(view.subarray(3 * 3 * side * side))).toEqual(new Set([0.5]));
  });

  it.each([
    ['identity', [1, 0, 0, 0, 1, 0], (x: number, y: number) => [x, y]],
    ['horizontal flip', [-1, 0, 8, 0, 1, 0], (x: number, y: number) => [8 - x, y]],
    ['vertical flip', [1, 0, 0, 0, -1, 8], (x: number, y: number) => [x, 8 - y]],
    ['quarter turn', [0, -1, 8, 1, 0, 0], (x: number, y: number) => [8 - y, x]],
  ] as const)('%s moves pixels without changing them', (_, map, moved) => {
    const side = 9;
    const source = pictures(2, 1, side);
    const view = warp(source, [map], side);
    const expected = Array.from(view, (_value, i) => {
      const [x, y] = moved(i % side, Math.floor(i / side) % side);
      return Math.fround(channelOf(source[y * side + x], Math.floor(i / (side * side))));
    });
    expect(distance(view, expected).difference).toBeLessThan(1e-7);
  });
});
