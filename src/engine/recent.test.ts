import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Recent } from './recent.ts';

test('what was not used for longest goes first', () => {
  const recent = new Recent<string>(10);
  recent.set('a', 'A', 4);
  recent.set('b', 'B', 4);
  expect(recent.get('a')).toBe('A');
  recent.set('c', 'C', 4);
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual(['A', undefined, 'C']);
  expect(recent.bytes).toBe(8);
});

test('an entry that alone is too big is kept alone', () => {
  const recent = new Recent<string>(10);
  recent.set('a', 'A', 4);
  recent.set('b', 'B', 40);
  expect([recent.get('a'), recent.get('b'), recent.bytes]).toEqual([undefined, 'B', 40]);
});

test('any order of use keeps to the capacity and counts right', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 30 })));
  fc.assert(
    fc.property(steps, (list) => {
      const recent = new Recent<number>(50);
      for (const [key, bytes] of list) {
        recent.set(String(key), bytes, bytes);
        expect(recent.get(String(key))).toBe(bytes);
      }
      let held = 0;
      for (let key = 0; key < 10; key++) held += recent.get(String(key)) ?? 0;
      expect(recent.bytes).toBe(held);
      expect(held).toBeLessThanOrEqual(50);
    }),
  );
});
