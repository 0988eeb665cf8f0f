import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMask, encodeMask } from './dense.ts';
import { iouBound, maskIntersection, maskIou, maskUnion, measuredIou, measureMask } from './overlap.ts';
import { maskArea, maskBox, rleFromCounts } from './rle.ts';
import { rleFromString, rleToString } from './string.ts';

interface ReferenceMask {
  height: number;
  width: number;
  rows: string[];
  rle: string;
  area: number;
  bbox: number[];
}
interface CocoRle {
  size: [number, number];
  counts: string;
}
interface ReferenceIou {
  dt: CocoRle[];
  gt: CocoRle[];
  iscrowd: number[];
  iou: number[][];
}

function reference<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

const sizes = { width: fc.integer({ min: 1, max: 70 }), height: fc.integer({ min: 1, max: 40 }) };

/** A mask of blocks and noise: long runs and short ones. */
const dense = fc
  .record({
    ...sizes,
    seed: fc.integer(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    block: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ width, height, seed, share, block }) => ({
    width,
    height,
    pixels: blocks(width, height, seed, share, block),
  }));

function blocks(width: number, height: number, seed: number, share: number, block: number): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const x = Math.floor((i % width) / block);
    const y = Math.floor(Math.floor(i / width) / block);
    const noise = Math.abs(Math.sin(seed * 0.001 + x * 12.9898 + y * 78.233) * 43758.5453) % 1;
    return noise < share ? 1 : 0;
  });
}

const pair = fc
  .record({
    ...sizes,
    a: fc.integer(),
    b: fc.integer(),
    share: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
    block: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ width, height, a, b, share, block }) => ({
    width,
    height,
    a: blocks(width, height, a, share, block),
    b: blocks(width, height, b, share, block + 1),
  }));

describe('pycocotools has the same', () => {
  const masks = reference<ReferenceMask[]>('rle');

  it.each(masks)(
    'run lengths, area and box for $width x $height',
    ({ height, width, rows, rle, area, bbox }) => {
      const pixels = Uint8Array.from(rows.join(''), Number);
      const encoded = encodeMask(pixels, width, height);
      expect(rleToString(encoded)).toBe(rle);
      expect(rleFromString(rle, width, height)).toEqual(encoded);
      expect(decodeMask(encoded)).toEqual(pixels);
      expect(maskArea(encoded)).toBe(area);
      expect(maskBox(encoded)).toEqual(bbox);
    },
  );

  it('IoU of pairs, crowds included', () => {
    for (const { dt, gt, iscrowd, iou } of reference<ReferenceIou[]>('iou')) {
      const read = ({ size: [height, width], counts }: CocoRle) => rleFromString(counts, width, height);
      const found = dt.map((d) => gt.map((g, i) => maskIou(read(d), read(g), iscrowd[i] === 1)));
      found.forEach((row, d) => {
        row.forEach((value, g) => {
          expect(value).toBeCloseTo(iou[d]?.[g] ?? Number.NaN, 8);
        });
      });
    }
  });
});

describe('run lengths', () => {
  it('give back the mask that they were made of', () => {
    fc.assert(
      fc.property(dense, ({ width, height, pixels }) => {
        const rle = encodeMask(pixels, width, height);
        expect(decodeMask(rle)).toEqual(pixels);
        expect(rleFromString(rleToString(rle), width, height)).toEqual(rle);
        expect([...rle.counts.subarray(1)].every((count) => count > 0)).toBe(true);
        expect(maskArea(rle)).toBe(pixels.reduce((sum, value) => sum + value, 0));
      }),
    );
  });

  it('take any value but 0 for 1', () => {
    expect(encodeMask(Uint8Array.of(0, 255, 7, 1), 1, 4)).toEqual(
      encodeMask(Uint8Array.of(0, 1, 1, 1), 1, 4),
    );
  });

  it('do not depend on where in memory the mask begins', () => {
    const pixels = blocks(16, 12, 3, 0.5, 2);
    const odd = new Uint8Array(pixels.length + 1);
    odd.set(pixels, 1);
    expect(encodeMask(odd.subarray(1), 16, 12)).toEqual(encodeMask(pixels, 16, 12));
  });

  it('have the box that a search of the pixels finds', () => {
    fc.assert(
      fc.property(dense, ({ width, height, pixels }) => {
        const xs: number[] = [];
        const ys: number[] = [];
        pixels.forEach((value, i) => {
          if (value) {
            xs.push(i % width);
            ys.push(Math.floor(i / width));
          }
        });
        const [x, y] = [Math.min(...xs), Math.min(...ys)];
        const box = xs.length === 0 ? [0, 0, 0, 0] : [x, y, Math.max(...xs) - x + 1, Math.max(...ys) - y + 1];
        expect(maskBox(encodeMask(pixels, width, height))).toEqual(box);
      }),
    );
  });

  it('lose runs of length zero', () => {
    expect([...rleFromCounts([0, 0, 3, 2, 0, 1, 0], 2, 3).counts]).toEqual([3, 3]);
    expect([...rleFromCounts([0, 4, 0, 2, 0, 0], 2, 3).counts]).toEqual([0, 6]);
    expect([...rleFromCounts([6], 2, 3).counts]).toEqual([6]);
  });

  it('are refused where they do not fill the image', () => {
    expect(() => rleFromCounts([3, 2], 2, 3)).toThrow('cover 5 pixels, but 2 x 3 pixels are 6');
    expect(() => rleFromCounts([7, -1], 2, 3)).toThrow('Run 1 of the mask is -1');
    expect(() => rleFromCounts([5.5, 0.5], 2, 3)).toThrow('Run 0 of the mask is 5.5');
    expect(() => rleFromCounts([Number.NaN], 2, 3)).toThrow('NaN');
  });

  it('are refused as strings that say nothing sensible', () => {
    expect(() => rleFromString('0h', 8, 3)).toThrow('breaks off');
    expect(() => rleFromString('0 0', 8, 3)).toThrow('Character 2');
    expect(() => rleFromString('~', 8, 3)).toThrow('"~"');
    expect(() => rleFromString('oooooooo0', 8, 3)).toThrow('too long');
    expect(() => rleFromString('O', 8, 3)).toThrow('Run 0 of the mask is -1');
  });
});

describe('overlap', () => {
  it('agrees with counting pixels', () => {
    fc.assert(
      fc.property(pair, fc.boolean(), ({ width, height, a, b }, crowd) => {
        let shared = 0;
        let either = 0;
        a.forEach((value, i) => {
          shared += value & (b[i] ?? 0);
          either += value | (b[i] ?? 0);
        });
        const area = a.reduce((sum, value) => sum + value, 0);
        const first = measureMask(encodeMask(a, width, height));
        const second = measureMask(encodeMask(b, width, height));
        const iou = measuredIou(first, second, crowd);
        expect(iou).toBeCloseTo(shared === 0 ? 0 : shared / (crowd ? area : either), 12);
        expect(iouBound(first, second, crowd)).toBeGreaterThanOrEqual(iou);
      }),
    );
  });

  it('merges like OR and AND of pixels', () => {
    fc.assert(
      fc.property(pair, ({ width, height, a, b }) => {
        const third = blocks(width, height, 5, 0.7, 3);
        const masks = [a, b, third].map((pixels) => encodeMask(pixels, width, height));
        const or = a.map((value, i) => value | (b[i] ?? 0) | (third[i] ?? 0));
        const and = a.map((value, i) => value & (b[i] ?? 0) & (third[i] ?? 0));
        expect(maskUnion(masks)).toEqual(encodeMask(or, width, height));
        expect(maskIntersection(masks)).toEqual(encodeMask(and, width, height));
      }),
    );
  });

  it('is refused for masks of different size', () => {
    const small = encodeMask(Uint8Array.of(1), 1, 1);
    const wide = encodeMask(Uint8Array.of(1, 1), 2, 1);
    expect(() => maskIou(small, wide)).toThrow('1 x 1 and 2 x 1 pixels cannot be compared');
    expect(() => maskUnion([small, wide])).toThrow('cannot be merged');
    expect(() => maskUnion([])).toThrow('at least one mask');
  });
});
