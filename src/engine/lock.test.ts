import { expect, test } from 'vitest';
import { Lock } from './lock.ts';

const moment = () => new Promise((resolve) => setTimeout(resolve, 1));

test('turns come one at a time, in the order asked for, also after one that failed', async () => {
  const lock = new Lock();
  const order: string[] = [];
  const work = (name: string) =>
    lock.hold(async () => {
      order.push(`${name} begins`);
      await moment();
      order.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
    });
  const results = await Promise.allSettled([work('a'), work('b'), work('c')]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a paused turn lets those who wait go first, and those who come meanwhile too', async () => {
  const lock = new Lock();
  const order: string[] = [];
  const note = (name: string) => lock.hold(async () => void order.push(name));
  const long = lock.hold(async (turn) => {
    order.push('long begins');
    const waiting = note('waiting');
    await turn.pause(() => note('meanwhile'));
    order.push('long ends');
    await waiting;
  });
  const after = note('asked after the long one');
  await Promise.all([long, after]);
  expect(order).toEqual(['long begins', 'asked after the long one', 'waiting', 'meanwhile', 'long ends']);
});

test('work that fails during its pause ends its turn once', async () => {
  const lock = new Lock();
  const failing = lock.hold((turn) =>
    turn.pause(async () => {
      throw new Error('gone');
    }),
  );
  await expect(failing).rejects.toThrow('gone');
  await expect(lock.hold(async () => 'free')).resolves.toBe('free');
});
