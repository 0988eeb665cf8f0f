import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsInSight, scrolledTo } from './window.ts';

const grid = fc.record({
  count: fc.integer({ min: 0, max: 60_000 }),
  columns: fc.integer({ min: 1, max: 12 }),
  rowHeight: fc.integer({ min: 20, max: 200 }),
});
const scroll = fc.integer({ min: 0, max: 3_000_000 });
const height = fc.integer({ min: 1, max: 1500 });

test('whatever is scrolled to, all tiles in sight are there, and the whole is as high as ever', () => {
  fc.assert(
    fc.property(grid, scroll, height, (of, asked, seen) => {
      const whole = Math.ceil(of.count / of.columns) * of.rowHeight;
      const scrolled = Math.min(asked, Math.max(0, whole - seen));
      const { from, to, above, below } = rowsInSight(of, scrolled, seen);
      const drawn = Math.ceil((to - from) / of.columns) * of.rowHeight;
      expect(above + drawn + below).toBe(whole);
      expect(above).toBeLessThanOrEqual(scrolled);
      expect(above + drawn).toBeGreaterThanOrEqual(Math.min(whole, scrolled + seen));
    }),
  );
});

test('of 50,000 images some dozens are drawn', () => {
  const { from, to } = rowsInSight({ count: 50_000, columns: 3, rowHeight: 70 }, 400_000, 490);
  expect(to - from).toBeLessThan(50);
});

test('a tile that is chosen comes into sight, and one in sight stays where it is', () => {
  fc.assert(
    fc.property(
      grid,
      scroll,
      fc.integer({ min: 200, max: 1500 }),
      fc.nat(60_000),
      (of, before, seen, tile) => {
        const scrolled = scrolledTo(of, tile, before, seen);
        const top = Math.floor(tile / of.columns) * of.rowHeight;
        expect(top).toBeGreaterThanOrEqual(scrolled);
        expect(top + of.rowHeight).toBeLessThanOrEqual(scrolled + seen);
        expect(scrolledTo(of, tile, scrolled, seen)).toBe(scrolled);
      },
    ),
  );
});
