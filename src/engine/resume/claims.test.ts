import { expect, test } from 'vitest';
import { Claims, type Locks } from './claims.ts';

/** Exclusive locks between tabs, first come, first served. */
function browser(): Locks {
  const queues = new Map<string, Promise<unknown>>();
  return {
    request: async (name: string, { signal }: LockOptions, work: (lock: Lock) => unknown) => {
      const before = queues.get(name) ?? Promise.resolve();
      let done = (): void => {};
      const gone = new Promise<void>((resolve) => {
        done = resolve;
      });
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
      queues.set(
        name,
        before.then(() => gone),
      );
      try {
        await Promise.race([before, aborted]);
        return await work({ name, mode: 'exclusive' });
      } finally {
        done();
      }
    },
  } as Locks;
}

test('the first tab keeps a run, and the second does not, also not when the first is gone meanwhile', async () => {
  const locks = browser();
  const [one, two] = [new Claims(locks, 20), new Claims(locks, 20)];
  expect(await one.claim('a')).toBe(true);
  expect(await two.claim('a')).toBe(false);
  await one.claim('b');
  expect(await two.claim('a')).toBe(false);
  // Unless it begins anew.
  expect(await two.claim('a', true)).toBe(true);
  expect(await one.claim('b', true)).toBe(true);
});

test('each tab keeps a run of its own; without locks every tab does', async () => {
  const locks = browser();
  const [one, two] = [new Claims(locks, 20), new Claims(locks, 20)];
  expect([await one.claim('a'), await two.claim('b')]).toEqual([true, true]);
  expect(await new Claims(undefined).claim('a')).toBe(true);
});
