import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Stretch, stretchAfter } from './stretch.ts';

test('keys look closer, go along, and show all', () => {
  expect(stretchAfter('+', [0, 400], 400)).toEqual([100, 300]);
  expect(stretchAfter('ArrowRight', [100, 300], 400)).toEqual([150, 350]);
  expect(stretchAfter('ArrowLeft', [100, 300], 400)).toEqual([50, 250]);
  expect(stretchAfter('-', [100, 300], 400)).toEqual([0, 400]);
  expect(stretchAfter('0', [100, 300], 400)).toEqual([0, 400]);
  expect(stretchAfter('q', [100, 300], 400)).toBeUndefined();
});

test('whatever is pressed, the stretch stays within the curve', () => {
  const keys = fc.array(fc.constantFrom('+', '-', 'ArrowLeft', 'ArrowRight', '0'), { maxLength: 30 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), keys, (last, pressed) => {
      const [from, to] = pressed.reduce<Stretch>(
        (stretch, key) => stretchAfter(key, stretch, last) ?? stretch,
        [0, last] as const,
      );
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(last);
      expect(to - from).toBeGreaterThanOrEqual(Math.min(4, last) - 1e-6);
    }),
  );
});
