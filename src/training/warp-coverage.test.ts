import { describe, expect, it } from 'vitest';
import { warpImage } from '../compute/kernels/warp-image.ts';
import { type Affine, drawGeometry, identity, packGeometry, warpCoverage } from './augmentation.ts';

const side = 48;

/** An instance of a broken shape: a disc with a notch, as a box of 0 and 1. */
const instance = {
  x: 13,
  y: 9,
  width: 21,
  height: 25,
  data: Uint8Array.from({ length: 21 * 25 }, (_, i) => {
    const x = i % 21;
    const y = Math.floor(i / 21);
    const inDisc = ((x - 10) / 10.5) ** 2 + ((y - 12) / 12.5) ** 2 <= 1;
    return inDisc && !(x > 12 && y > 14) ? 1 : 0;
  }),
};

/** The instance white in a black picture, warped by the kernel that warps pictures, averaged over 2x2 pixels. */
const warpedPicture = (geometry: Affine): Float64Array => {
  const source = new Uint32Array(side * side).fill(0xff000000);
  instance.data.forEach((covered, i) => {
    const x = instance.x + (i % instance.width);
    const y = instance.y + Math.floor(i / instance.width);
    if (covered) source[y * side + x] = 0xffffffff;
  });
  const view = new Float32Array(3 * side * side);
  warpImage.twin({ source, geometry: packGeometry([geometry]), view }, { batch: 1, side });
  const half = side / 2;
  return Float64Array.from({ length: half * half }, (_, i) => {
    const at = 2 * Math.floor(i / half) * side + 2 * (i % half);
    return (view[at] + view[at + 1] + view[at + side] + view[at + side + 1]) / 4;
  });
};

/** The warped coverage put back into its [S/2, S/2] frame. */
const warpedMask = (geometry: Affine): Float32Array => {
  const { x, y, width, height, data } = warpCoverage(instance, geometry, side);
  const plane = new Float32Array((side / 2) ** 2);
  for (let v = 0; v < height; v++)
    for (let u = 0; u < width; u++) plane[(y + v) * (side / 2) + x + u] = data[v * width + u];
  return plane;
};

/** Pixels of the stride-2 frame whose four samples all lie well inside the picture, not in its grey surroundings. */
const inside = (geometry: Affine, i: number): boolean => {
  const half = side / 2;
  return [0, 1, 2, 3].every((corner) => {
    const x = 2 * (i % half) + (corner & 1);
    const y = 2 * Math.floor(i / half) + (corner >> 1);
    const [a, b, c, d, e, f] = geometry;
    const sx = a * x + b * y + c;
    const sy = d * x + e * y + f;
    return sx >= 0 && sy >= 0 && sx <= side - 1 && sy <= side - 1;
  });
};

describe('warpCoverage', () => {
  it('keeps mask and picture aligned under any drawn geometry', () => {
    for (let index = 0; index < 40; index++) {
      const geometry = drawGeometry(3, 0, index, { strength: 'weak', side, rotations: true });
      const picture = warpedPicture(geometry);
      const mask = warpedMask(geometry);
      let compared = 0;
      for (let i = 0; i < mask.length; i++) {
        if (!inside(geometry, i)) {
          expect(mask[i]).toBe(0);
          continue;
        }
        compared++;
        expect(Math.abs(mask[i] - picture[i])).toBeLessThan(1e-4);
      }
      expect(compared).toBeGreaterThan(mask.length / 3);
      expect(Math.max(...mask)).toBeCloseTo(1, 5);
    }
  });

  it('averages over two pixels each way without a warp, in the smallest box needed', () => {
    const square = { x: 3, y: 4, width: 3, height: 2, data: new Float32Array(6).fill(1) };
    const { x, y, width, height, data } = warpCoverage(square, identity, side);
    const plane = new Map<string, number>();
    data.forEach((value, i) => {
      if (value > 0) plane.set(`${x + (i % width)} ${y + Math.floor(i / width)}`, value);
    });
    expect(Object.fromEntries(plane)).toEqual({ '1 2': 0.5, '2 2': 1 });
    expect(width * height).toBeLessThanOrEqual(9);
  });

  it('is empty where the instance has left the frame', () => {
    const { width, height, data } = warpCoverage(instance, [1, 0, 100, 0, 1, 0], side);
    expect(width * height).toBe(0);
    expect(data).toHaveLength(0);
    const nothing = { x: 0, y: 0, width: 0, height: 0, data: new Uint8Array() };
    expect(warpCoverage(nothing, identity, side).data).toHaveLength(0);
  });

  it('refuses odd frames and boxes that are not filled', () => {
    expect(() => warpCoverage(instance, identity, 47)).toThrow(/must be even/);
    expect(() => warpCoverage({ ...instance, height: 3 }, identity, side)).toThrow(
      /needs 63 values, not 525/,
    );
  });
});
