import { beforeEach, expect, test, vi } from 'vitest';
import { type Locks, Tenure } from './tenure.ts';

type Callback = (lock: Lock | null) => unknown;

/** Exclusive locks between tabs, as far as they are used here. */
function browser(): Locks {
  const held = new Map<string, (error: Error) => void>();
  return {
    request: async (name: string, options: LockOptions, callback?: Callback) => {
      const before = held.get(name);
      if (before && options.ifAvailable) return callback?.(null);
      if (before && options.steal) before(new DOMException('stolen', 'AbortError'));
      const stolen = new Promise<never>((_, reject) => held.set(name, reject));
      const mine = held.get(name);
      try {
        return await Promise.race([callback?.({ name, mode: 'exclusive' }), stolen]);
      } finally {
        if (held.get(name) === mine) held.delete(name);
      }
    },
  } as Locks;
}

let told: string[] = [];
const tab = (locks: Locks | undefined, name: string): Tenure =>
  new Tenure(locks, (writable) => told.push(`${name} ${writable ? 'writes' : 'reads'}`));
beforeEach(() => {
  told = [];
});

test('the first tab writes, the second reads until it takes over; then the first reads', async () => {
  const locks = browser();
  const [one, two] = [tab(locks, 'one'), tab(locks, 'two')];
  expect(await one.enter('cells')).toBe(true);
  expect([await one.heldElsewhere('cells'), await two.heldElsewhere('cells')]).toEqual([false, true]);
  expect(await two.heldElsewhere('leaves')).toBe(false);
  expect(await two.enter('cells')).toBe(false);
  expect(await two.enter('cells')).toBe(false);
  await two.takeOver();
  expect(two.writable).toBe(true);
  // The one that loses it is told a moment later.
  await vi.waitFor(() => expect(one.writable).toBe(false));
  await one.takeOver();
  expect(one.writable).toBe(true);
  await vi.waitFor(() => expect(two.writable).toBe(false));
  expect(told).toEqual(['two reads', 'two writes', 'one reads', 'one writes', 'two reads']);
});

test('each tab may have a project of its own, and who leaves lets others in', async () => {
  const locks = browser();
  const [one, two] = [tab(locks, 'one'), tab(locks, 'two')];
  await one.enter('cells');
  expect(await two.enter('leaves')).toBe(true);
  await one.enter('screws');
  await Promise.resolve();
  expect(await two.enter('cells')).toBe(true);
  one.leave();
  expect(told).toEqual([]);
});

test('without locks every tab may write', async () => {
  expect(await tab(undefined, 'one').enter('cells')).toBe(true);
});
