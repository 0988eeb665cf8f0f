import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMask } from './dense.ts';
import { rasterisePolygon, rasterisePolygons } from './polygons.ts';
import { maskArea, maskBox } from './rle.ts';
import { rleFromString, rleToString } from './string.ts';

interface ReferencePolygons {
  height: number;
  width: number;
  polygons: number[][];
  rle: string;
  area: number;
}

const references = JSON.parse(
  readFileSync(new URL('./fixtures/polygons.json', import.meta.url), 'utf8'),
) as ReferencePolygons[];

describe('rasterisation', () => {
  it.each(references)(
    'equals pycocotools to the pixel at $width x $height',
    ({ height, width, polygons, rle, area }) => {
      const mask = rasterisePolygons(polygons, width, height);
      expect(rleToString(mask)).toBe(rle);
      expect(mask).toEqual(rleFromString(rle, width, height));
      expect(maskArea(mask)).toBe(area);
    },
  );

  it('fills a box with whole corners exactly', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })),
        ([x, y, w, h]) => {
          const mask = rasterisePolygon([x, y, x + w, y, x + w, y + h, x, y + h], 40, 40);
          expect(maskBox(mask)).toEqual([x, y, w, h]);
          expect(maskArea(mask)).toBe(w * h);
        },
      ),
    );
  });

  it('cuts off what leaves the image', () => {
    const mask = rasterisePolygon([-50, -50, 90, -50, 90, 90, -50, 90], 7, 5);
    expect([...mask.counts]).toEqual([0, 35]);
    expect([...rasterisePolygon([8, 1, 20, 1, 20, 4, 8, 4], 7, 5).counts]).toEqual([35]);
  });

  it('leaves a polygon that crosses itself even-odd', () => {
    // The same square twice around encloses nothing.
    const once = [2, 2, 8, 2, 8, 8, 2, 8];
    expect(maskArea(rasterisePolygon([...once, ...once], 10, 10))).toBe(0);
    expect(maskArea(rasterisePolygons([once, once], 10, 10))).toBe(36);
  });

  it('does not mind repeated points or the closing point written out', () => {
    const plain = rasterisePolygon([1.3, 2.1, 17.9, 4.4, 9.2, 15.5], 20, 20);
    expect(rasterisePolygon([1.3, 2.1, 1.3, 2.1, 17.9, 4.4, 9.2, 15.5, 9.2, 15.5, 1.3, 2.1], 20, 20)).toEqual(
      plain,
    );
  });

  it('is within half a pixel along the boundary of the true shape', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 3, max: 14, noNaN: true }),
        fc.double({ min: 14, max: 18, noNaN: true }),
        (radius, centre) => {
          const circle = Array.from({ length: 128 }, (_, i) => {
            const angle = (Math.floor(i / 2) / 64) * 2 * Math.PI;
            return centre + radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
          });
          const pixels = decodeMask(rasterisePolygon(circle, 32, 32));
          pixels.forEach((value, i) => {
            const distance = Math.hypot((i % 32) + 0.5 - centre, Math.floor(i / 32) + 0.5 - centre) - radius;
            if (Math.abs(distance) > 0.5) expect(value).toBe(distance < 0 ? 1 : 0);
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});
