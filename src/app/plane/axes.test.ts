import fc from 'fast-check';
import { expect, test } from 'vitest';
import { along, qualitiesAt, qualityAt, xOf, yOf } from './axes.ts';

const frame = { left: 30, top: 10, size: 200 };

test('qualities near 1 have the most room', () => {
  expect([0, 0.75, 1].map(along)).toEqual([0, 0.5, 1]);
  expect(along(0.99)).toBeCloseTo(0.9, 12);
  expect([-1, 2].map(along)).toEqual([0, 1]);
});

test('a place and its quality belong together', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (place) => {
      expect(along(qualityAt(place))).toBeCloseTo(place, 6);
    }),
  );
});

test('a pointer on a threshold of hundredths finds it again; beyond the plane it finds its end', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), (a, b) => {
      const [classQuality, maskQuality] = [a / 100, b / 100];
      const found = qualitiesAt(frame, xOf(frame, classQuality), yOf(frame, maskQuality));
      expect(found).toEqual({ classQuality, maskQuality });
    }),
  );
  expect(qualitiesAt(frame, 0, 0)).toEqual({ classQuality: 0, maskQuality: 1 });
  expect(qualitiesAt(frame, 500, 500)).toEqual({ classQuality: 1, maskQuality: 0 });
});
