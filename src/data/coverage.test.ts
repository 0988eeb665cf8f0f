import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMask } from '../masks/dense.ts';
import { type Coverage, maskCoverage } from './coverage.ts';
import { letterboxTransform } from './resize.ts';

function pixelsOf(width: number, height: number, seed: number, share: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const block = Math.floor((i % width) / 3) * 7 + Math.floor(i / width / 3) * 13;
    return Math.abs(Math.sin(block + seed) * 43758.5453) % 1 < share ? 1 : 0;
  });
}

function onGrid({ x, y, width, data }: Coverage, grid: number): Float64Array {
  const all = new Float64Array(grid * grid);
  data.forEach((value, i) => {
    all[(y + Math.floor(i / width)) * grid + x + (i % width)] = value;
  });
  return all;
}

/** The same by looking at every pixel and every cell. */
function plain(
  pixels: Uint8Array,
  width: number,
  height: number,
  toCells: number,
  grid: number,
): Float64Array {
  const all = new Float64Array(grid * grid);
  const shared = (pixel: number, cell: number) =>
    Math.max(0, Math.min((pixel + 1) * toCells, cell + 1) - Math.max(pixel * toCells, cell));
  for (let p = 0; p < width * height; p++) {
    if (!pixels[p]) continue;
    for (let c = 0; c < grid * grid; c++) {
      all[c] =
        (all[c] ?? 0) + shared(p % width, c % grid) * shared(Math.floor(p / width), Math.floor(c / grid));
    }
  }
  return all;
}

describe('coverage', () => {
  it('is the exact area of the mask in each cell', () => {
    const size = fc.integer({ min: 1, max: 24 });
    const cells = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        size,
        size,
        cells,
        fc.constantFrom(1, 2, 4),
        fc.integer(),
        (width, height, grid, stride, seed) => {
          const pixels = pixelsOf(width, height, seed, 0.5);
          const side = grid * stride;
          const transform = letterboxTransform(width, height, side);
          const coverage = maskCoverage(encodeMask(pixels, width, height), transform, side, stride);
          const expected = plain(pixels, width, height, transform.scale / stride, grid);
          onGrid(coverage, grid).forEach((value, i) => {
            expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 6);
          });
          expect(coverage.data.every((value) => value >= 0 && value <= 1)).toBe(true);
        },
      ),
    );
  });

  it('is 1 inside and has the smallest box', () => {
    const pixels = Uint8Array.from({ length: 64 * 64 }, (_, i) =>
      i % 64 >= 12 && i % 64 < 20 && i >= 64 * 4 && i < 64 * 40 ? 1 : 0,
    );
    const coverage = maskCoverage(encodeMask(pixels, 64, 64), letterboxTransform(64, 64, 32), 32, 2);
    expect(coverage).toMatchObject({ x: 3, y: 1, width: 2, height: 9 });
    expect([...coverage.data]).toEqual(new Array(18).fill(1));
  });

  it('is empty for an empty mask', () => {
    const coverage = maskCoverage(encodeMask(new Uint8Array(12), 4, 3), letterboxTransform(4, 3, 8), 8, 2);
    expect(coverage).toEqual({ x: 0, y: 0, width: 0, height: 0, data: new Float32Array(0) });
  });

  it('is refused on a grid that does not fit', () => {
    const mask = encodeMask(new Uint8Array(12), 4, 3);
    expect(() => maskCoverage(mask, { scale: 1 }, 10, 4)).toThrow('no whole number of cells of 4 pixels');
  });
});
