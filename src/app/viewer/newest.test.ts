import { expect, test } from 'vitest';
import { NewestWish } from './newest.ts';

test('asks for one at a time, skips what was overtaken, and ends with the last wish', async () => {
  const asked: number[] = [];
  const answered: number[] = [];
  const finish: (() => void)[] = [];
  const wishes = new NewestWish<number, number>(
    (wish) => {
      asked.push(wish);
      return new Promise((resolve) => finish.push(() => resolve(wish * 10)));
    },
    (answer) => answered.push(answer),
    () => {},
  );
  const first = wishes.ask(1);
  void wishes.ask(2);
  void wishes.ask(3);
  expect(asked).toEqual([1]);
  finish[0]?.();
  await expect.poll(() => asked).toEqual([1, 3]);
  finish[1]?.();
  await first;
  expect(answered).toEqual([10, 30]);
});

test('goes on after a failure', async () => {
  const failures: unknown[] = [];
  const answered: number[] = [];
  const wishes = new NewestWish<number, number>(
    async (wish) => {
      if (wish === 1) throw new Error('The engine is busy.');
      return wish;
    },
    (answer) => answered.push(answer),
    (error) => failures.push(error),
  );
  await wishes.ask(1);
  await wishes.ask(2);
  expect(failures).toEqual([new Error('The engine is busy.')]);
  expect(answered).toEqual([2]);
});
