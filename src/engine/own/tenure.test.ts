import { beforeEach, expect, test, vi } from 'vitest';
import { type Locks, Tenure } from './tenure.ts';

type Callback = (lock: Lock | null) => unknown;

/** Exclusive locks between tabs, as far as they are used here. */
function browser(): Locks {
  const held = new Map<string, { steal(error: Error): void; gone: Promise<unknown> }>();
  return {
    request: async (name: string, { ifAvailable, steal, signal }: LockOptions, callback?: Callback) => {
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
      aborted.catch(() => {});
      for (let before = held.get(name); before; before = steal ? undefined : held.get(name)) {
        if (ifAvailable) return callback?.(null);
        if (steal) before.steal(new DOMException('stolen', 'AbortError'));
        else await Promise.race([before.gone, aborted]);
      }
      let take = (_: Error): void => {};
      const stolen = new Promise<never>((_, reject) => {
        take = reject;
      });
      const work = Promise.race([callback?.({ name, mode: 'exclusive' }), stolen]);
      const mine = { steal: take, gone: work.catch(() => {}) };
      held.set(name, mine);
      try {
        return await work;
      } finally {
        if (held.get(name) === mine) held.delete(name);
      }
    },
  } as Locks;
}

let told: string[] = [];
const tab = (locks: Locks | undefined, name: string): Tenure =>
  new Tenure(locks, (writable) => told.push(`${name} ${writable ? 'writes' : 'reads'}`), 20);
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

test('a tab that is reloaded is waited for, and what is not known yet is not written', async () => {
  const locks = browser();
  const [one, two] = [tab(locks, 'one'), new Tenure(locks, () => {}, 60_000)];
  await one.enter('cells');
  const entered = two.enter('cells');
  expect([two.writable, await two.heldElsewhere('cells')]).toEqual([false, true]);
  one.leave();
  expect([await entered, two.writable]).toEqual([true, true]);
});

test('of projects entered at once the last one is held, and no other', async () => {
  const locks = browser();
  const [one, two] = [tab(locks, 'one'), tab(locks, 'two')];
  const [, leaves, ...cells] = await Promise.all(
    ['cells', 'leaves', 'cells', 'cells'].map((project) => one.enter(project)),
  );
  expect([leaves, ...cells]).toEqual([false, true, true]);
  expect([one.project, one.writable]).toEqual(['cells', true]);
  expect(await two.heldElsewhere('leaves')).toBe(false);
  one.leave();
  expect(await two.enter('cells')).toBe(true);
  expect(told).toEqual([]);
});

test('without locks every tab may write', async () => {
  expect(await tab(undefined, 'one').enter('cells')).toBe(true);
});
