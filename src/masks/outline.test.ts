import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentsOf } from './components.ts';
import { decodeMask, encodeMask } from './dense.ts';
import { commonestValue, masksOfValues, paintValue } from './label-image.ts';
import { outlineOf, outlinesOf } from './outline.ts';
import { maskIntersection, maskUnion } from './overlap.ts';
import { rasterisePolygon, rasterisePolygons } from './polygons.ts';
import { maskArea } from './rle.ts';
import { rasteriseStroke } from './stroke.ts';

const sizes = { width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) };
const noise = fc
  .record({ ...sizes, share: fc.constantFrom(1, 2, 3, 4, 5) })
  .chain(({ width, height, share }) =>
    fc.array(fc.nat(5), { minLength: width * height, maxLength: width * height }).map((values) =>
      encodeMask(
        Uint8Array.from(values, (value) => (value < share ? 1 : 0)),
        width,
        height,
      ),
    ),
  );
/** Smooth shapes, as labels are. */
const blob = fc
  .array(fc.tuple(fc.nat(60), fc.nat(50)), { minLength: 1, maxLength: 5 })
  .chain((points) =>
    fc.integer({ min: 1, max: 14 }).map((radius) => rasteriseStroke(points.flat(), radius, 64, 52)),
  );

describe('outlines', () => {
  it('give back the mask, holes, corners and single pixels included', () => {
    fc.assert(
      fc.property(fc.oneof(noise, blob), (mask) => {
        const outlines = outlinesOf(mask);
        expect(outlines.length).toBe(componentsOf(mask).length);
        if (outlines.length === 0) return;
        expect(rasterisePolygons(outlines, mask.width, mask.height)).toEqual(mask);
        expect(rasterisePolygon(outlineOf(mask), mask.width, mask.height)).toEqual(mask);
      }),
      { numRuns: 300 },
    );
  });

  it('do so when they were written as shares of the sides with six digits', () => {
    fc.assert(
      fc.property(fc.oneof(noise, blob), (mask) => {
        const { width, height } = mask;
        const written = (outline: readonly number[]) =>
          outline.map((value, i) => {
            const side = i % 2 === 0 ? width : height;
            return Number((value / side).toFixed(6)) * side;
          });
        const outlines = outlinesOf(mask, written).map(written);
        if (outlines.length > 0) expect(rasterisePolygons(outlines, width, height)).toEqual(mask);
      }),
      { numRuns: 200 },
    );
  });

  it('need few points', () => {
    const disc = rasteriseStroke([100, 100], 60, 200, 200);
    expect(outlinesOf(disc)[0].length / 2).toBeLessThan(180);
    const box = rasterisePolygon([10, 10, 90, 10, 90, 60, 10, 60], 200, 200);
    expect(outlinesOf(box)[0].length / 2).toBeLessThan(9);
  });
});

describe('connected parts', () => {
  it('are the mask together, and nothing with each other', () => {
    fc.assert(
      fc.property(noise, (mask) => {
        const parts = componentsOf(mask);
        expect(parts.reduce((sum, part) => sum + maskArea(part), 0)).toBe(maskArea(mask));
        if (parts.length === 0) return;
        expect(maskUnion(parts)).toEqual(mask);
        for (const part of parts) expect(componentsOf(part)).toEqual([part]);
        if (parts.length > 1) expect(maskArea(maskIntersection(parts.slice(0, 2)))).toBe(0);
      }),
    );
  });

  it('touch at corners', () => {
    expect(componentsOf(encodeMask(Uint8Array.of(1, 0, 0, 1), 2, 2))).toHaveLength(1);
    expect(componentsOf(encodeMask(Uint8Array.of(1, 0, 1, 1, 0, 1), 3, 2))).toHaveLength(2);
  });
});

describe('images of values', () => {
  it('are their masks, and masks painted are they', () => {
    fc.assert(
      fc.property(
        fc.record(sizes).chain(({ width, height }) =>
          fc.array(fc.nat(4), { minLength: width * height, maxLength: width * height }).map((values) => ({
            width,
            height,
            values: Uint16Array.from(values, (value) => value * 1000),
          })),
        ),
        (image) => {
          const masks = masksOfValues(image);
          const again = new Uint16Array(image.values.length);
          for (const [value, mask] of masks) {
            expect(decodeMask(mask)).toEqual(Uint8Array.from(image.values, (v) => (v === value ? 1 : 0)));
            expect(commonestValue(image, mask)).toBe(value);
            paintValue(again, mask, value);
          }
          expect(again).toEqual(image.values);
        },
      ),
    );
  });
});
