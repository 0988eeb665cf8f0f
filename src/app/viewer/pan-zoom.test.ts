import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  atRest,
  bounded,
  fitted,
  isSameShape,
  maxScale,
  type Placement,
  type Point,
  panned,
  pinched,
  pixelAt,
  pointAt,
  type Size,
  seenOf,
  wheelFactor,
  zoomedAt,
} from './pan-zoom.ts';

const size = { width: 400, height: 300 };
const places = fc
  .record({
    scale: fc.double({ min: 1, max: maxScale, noNaN: true }),
    x: fc.double({ min: -20_000, max: 100, noNaN: true }),
    y: fc.double({ min: -20_000, max: 100, noNaN: true }),
  })
  .map((place) => bounded(place, size));
const points = fc.record({
  x: fc.double({ min: 0, max: 400, noNaN: true }),
  y: fc.double({ min: 0, max: 300, noNaN: true }),
});
/** The point of the picture that is drawn at a point of the frame. */
const under = ({ scale, x, y }: Placement, point: Point) => [(point.x - x) / scale, (point.y - y) / scale];

test('a fitted picture fills its frame in one direction and is cut in none', () => {
  expect(fitted({ width: 200, height: 100 }, { width: 400, height: 400 })).toEqual({
    width: 400,
    height: 200,
  });
  expect(fitted({ width: 100, height: 200 }, { width: 400, height: 400 })).toEqual({
    width: 200,
    height: 400,
  });
});

test('a fitted picture has whole pixels', () => {
  expect(fitted({ width: 3000, height: 2000 }, { width: 602, height: 430 })).toEqual({
    width: 602,
    height: 401,
  });
  expect(fitted({ width: 10, height: 16_384 }, { width: 602, height: 430 })).toEqual({
    width: 1,
    height: 430,
  });
});

test('zooming in keeps what is under the pointer where it is', () => {
  fc.assert(
    fc.property(places, points, fc.double({ min: 1, max: 3, noNaN: true }), (from, point, factor) => {
      const [u, v] = under(from, point);
      const [s, t] = under(zoomedAt(from, factor, point, size), point);
      expect(s).toBeCloseTo(u ?? Number.NaN, 6);
      expect(t).toBeCloseTo(v ?? Number.NaN, 6);
    }),
  );
});

test('no zoom, pan or pinch opens a gap beside the picture or leaves the range of scales', () => {
  fc.assert(
    fc.property(places, points, points, points, points, (from, a, b, c, d) => {
      const results = [
        zoomedAt(from, Math.hypot(a.x, a.y) / 100, b, size),
        panned(from, a.x - b.x, a.y - b.y, size),
        pinched(from, [a, b], [c, d], size),
      ];
      for (const { scale, x, y } of results) {
        expect(scale).toBeGreaterThanOrEqual(1);
        expect(scale).toBeLessThanOrEqual(maxScale);
        expect(x).toBeLessThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(0);
        expect(x + scale * size.width).toBeGreaterThanOrEqual(size.width - 1e-6);
        expect(y + scale * size.height).toBeGreaterThanOrEqual(size.height - 1e-6);
      }
    }),
  );
});

test('zooming all the way out puts the picture at rest', () => {
  const far = zoomedAt(atRest, 8, { x: 390, y: 10 }, size);
  expect(zoomedAt(far, 1e-3, { x: 0, y: 0 }, size)).toEqual({
    scale: 1,
    x: expect.closeTo(0),
    y: expect.closeTo(0),
  });
});

test('fingers that part by a factor of two about a point scale by two about it', () => {
  const before = [
    { x: 150, y: 150 },
    { x: 250, y: 150 },
  ] as const;
  const after = [
    { x: 100, y: 150 },
    { x: 300, y: 150 },
  ] as const;
  expect(pinched(atRest, before, after, size)).toEqual({ scale: 2, x: -200, y: -150 });
});

describe('pixelAt', () => {
  const bitmap = { width: 8, height: 6 };
  test('finds the pixel under a point, at rest and zoomed', () => {
    expect(pixelAt(atRest, { x: 0, y: 0 }, size, bitmap)).toBe(0);
    expect(pixelAt(atRest, { x: 399, y: 299 }, size, bitmap)).toBe(47);
    // Twice as large, shifted by half the picture: the frame's middle shows pixel (6, 4).
    expect(pixelAt({ scale: 2, x: -400, y: -300 }, { x: 200, y: 150 }, size, bitmap)).toBe(4 * 8 + 6);
  });

  test('finds none beside the picture', () => {
    expect(pixelAt(atRest, { x: -1, y: 10 }, size, bitmap)).toBeUndefined();
    expect(pixelAt(atRest, { x: 400, y: 10 }, size, bitmap)).toBeUndefined();
  });
});

test('the wheel zooms in upwards and out downwards, by inverse factors, lines like pixels', () => {
  expect(wheelFactor(-100, 0)).toBeGreaterThan(1);
  expect(wheelFactor(100, 0) * wheelFactor(-100, 0)).toBeCloseTo(1, 12);
  expect(wheelFactor(3, 1)).toBe(wheelFactor(48, 0));
});

test('a picture of the same image at another size has the same shape, however its sides are rounded', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16_384 }), fc.integer({ min: 1, max: 16_384 }), (width, height) => {
      const drawn = (side: number): Size => {
        const scale = side / Math.max(width, height);
        return {
          width: Math.max(1, Math.round(width * scale)),
          height: Math.max(1, Math.round(height * scale)),
        };
      };
      expect(isSameShape(drawn(512), drawn(1024))).toBe(true);
    }),
  );
  expect(isSameShape({ width: 512, height: 341 }, { width: 512, height: 384 })).toBe(false);
  expect(isSameShape({ width: 512, height: 341 }, { width: 341, height: 512 })).toBe(false);
});

describe('what is seen of a picture', () => {
  const frame = { width: 400, height: 380 };
  // 40 pixels are free above and below.
  const corner = { x: 0, y: 40 };

  test('at rest, all of it', () => {
    const seen = seenOf(atRest, size, corner, frame);
    expect(seen).toEqual({ left: 0, top: 0, right: 1, bottom: 1, size });
  });

  test('zoomed in, what lies in the frame, also where the picture at rest leaves some of it free', () => {
    const seen = seenOf({ scale: 4, x: -400, y: -440 }, size, corner, frame);
    expect(seen.left).toBeCloseTo(0.25, 10);
    expect(seen.right).toBeCloseTo(0.5, 10);
    expect(seen.top).toBeCloseTo(400 / 1200, 10);
    expect(seen.bottom).toBeCloseTo(780 / 1200, 10);
    expect(seen.size).toEqual({ width: 1600, height: 1200 });
  });

  test("wherever it is, the frame's corners are over the ends of what is seen or beyond the picture", () => {
    fc.assert(
      fc.property(places, (place) => {
        const { left, right, top, bottom } = seenOf(place, size, corner, frame);
        for (const [x, y, across, down] of [
          [0, -40, left, top],
          [400, 340, right, bottom],
        ] as const) {
          const point = pointAt(place, { x, y }, size, { width: 1, height: 1 });
          expect(across).toBeCloseTo(Math.min(1, Math.max(0, point.x)), 9);
          expect(down).toBeCloseTo(Math.min(1, Math.max(0, point.y)), 9);
        }
      }),
    );
  });
});
