import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeUpOf, isFiner, MOST_PIXELS } from './close-up.ts';
import { bounded, fitted, maxScale, type Seen, type Size, seenOf } from './pan-zoom.ts';

const photograph = { width: 4000, height: 3000 };
const base = { width: 1024, height: 768 };

/** A photograph in a frame of 800 x 600, of which a part is seen. */
const seen = (scale: number, left: number, top: number): Seen => ({
  left,
  top,
  right: left + 1 / scale,
  bottom: top + 1 / scale,
  size: { width: 800 * scale, height: 600 * scale },
});

test('nothing is asked for where the picture beneath has a pixel for each of the screen, or of the image', () => {
  expect(closeUpOf(photograph, base, seen(1, 0, 0), 1)).toBeUndefined();
  expect(closeUpOf(photograph, base, seen(1.28, 0, 0), 1)).toBeUndefined();
  expect(closeUpOf(photograph, base, seen(1.3, 0, 0), 1)).toBeDefined();
  // The same on a screen with twice the pixels.
  expect(closeUpOf(photograph, base, seen(1, 0, 0), 2)).toBeDefined();
  for (const image of [
    { width: 256, height: 256 },
    { width: 1024, height: 768 },
  ]) {
    expect(isFiner(image, base)).toBe(false);
    expect(closeUpOf(image, base, seen(8, 0.5, 0.5), 2)).toBeUndefined();
  }
});

test('where the image has finer pixels than the screen, there are as many as the screen has', () => {
  const part = closeUpOf(photograph, base, seen(2, 0.25, 0.25), 1);
  // Half of it, and a quarter of that on each side.
  expect(part).toEqual({ left: 500, top: 375, width: 3000, height: 2250, columns: 1200, rows: 900 });
  expect(closeUpOf(photograph, base, seen(2, 0.25, 0.25), 2)).toMatchObject({ columns: 2400, rows: 1800 });
});

test('never more than the image has', () => {
  const part = closeUpOf(photograph, base, seen(16, 0.5, 0.25), 2);
  expect(part).toMatchObject({ columns: part?.width, rows: part?.height });
});

test('what was drawn serves small moves, but no larger ones, and no closer look', () => {
  const drawn = closeUpOf(photograph, base, seen(2, 0.25, 0.25), 1);
  expect(closeUpOf(photograph, base, seen(2, 0.25, 0.25), 1, drawn)).toBe(drawn);
  expect(closeUpOf(photograph, base, seen(2, 0.3, 0.2), 1, drawn)).toBe(drawn);
  expect(closeUpOf(photograph, base, seen(2, 0.5, 0.25), 1, drawn)).not.toBe(drawn);
  expect(closeUpOf(photograph, base, seen(2.1, 0.3, 0.3), 1, drawn)).not.toBe(drawn);
  expect(closeUpOf(photograph, base, seen(1.5, 0.1, 0.1), 1, drawn)).not.toBe(drawn);
  // Closer than its own pixels there is nothing.
  const all = closeUpOf(photograph, base, seen(10, 0.5, 0.5), 1);
  expect(closeUpOf(photograph, base, seen(12, 0.51, 0.51), 1, all)).toBe(all);
});

test('at any place in any image it holds what is seen, in whole pixels, finely enough, and is bounded', () => {
  const sides = fc.integer({ min: 1, max: 16_384 });
  const frames = fc.record({
    width: fc.integer({ min: 200, max: 4000 }),
    height: fc.integer({ min: 200, max: 3000 }),
  });
  fc.assert(
    fc.property(
      sides,
      sides,
      frames,
      fc.double({ min: 1, max: maxScale, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(1, 1.5, 2, 3),
      (width, height, frame, scale, across, down, ratio) => {
        const image: Size = { width, height };
        const rest = fitted(image, frame);
        const place = bounded(
          { scale, x: -across * rest.width * scale, y: -down * rest.height * scale },
          rest,
        );
        const corner = { x: (frame.width - rest.width) / 2, y: (frame.height - rest.height) / 2 };
        const view = seenOf(place, rest, corner, frame);
        const part = closeUpOf(image, { width: 1024, height: 1024 }, view, ratio);
        if (!part) return;
        for (const value of Object.values(part)) expect(Number.isInteger(value)).toBe(true);
        expect(part.left).toBeGreaterThanOrEqual(0);
        expect(part.top).toBeGreaterThanOrEqual(0);
        expect(part.left + part.width).toBeLessThanOrEqual(width);
        expect(part.top + part.height).toBeLessThanOrEqual(height);
        expect(part.left).toBeLessThanOrEqual(view.left * width);
        expect(part.left + part.width).toBeGreaterThanOrEqual(view.right * width - 1e-6);
        expect(part.top).toBeLessThanOrEqual(view.top * height);
        expect(part.top + part.height).toBeGreaterThanOrEqual(view.bottom * height - 1e-6);
        expect(part.columns).toBeLessThanOrEqual(part.width);
        const pixels = part.columns * part.rows;
        expect(pixels).toBeLessThanOrEqual(MOST_PIXELS * 1.01);
        // Of the screen or of the image, unless the bound says otherwise.
        const scaled = (Math.max(view.size.width, view.size.height) * ratio) / Math.max(width, height);
        const wanted = part.width * Math.min(1, scaled);
        if (pixels < MOST_PIXELS * 0.99) expect(part.columns).toBeGreaterThan(wanted - 1);
        expect(closeUpOf(image, { width: 1024, height: 1024 }, view, ratio, part)).toBe(part);
      },
    ),
    { numRuns: 500 },
  );
});
