import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PictureFeed } from './feed.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A feed over a slow worker that takes 100 ms a picture. */
function setUp() {
  const asked: number[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const feed = new PictureFeed<number>({
    atOnce: 2,
    interval: 1000,
    now: () => Date.now(),
    async request(id) {
      asked.push(id);
      underWay++;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      await new Promise((resolve) => setTimeout(resolve, 100));
      underWay--;
      return id;
    },
  });
  return { feed, asked, mostUnderWay: () => mostUnderWay };
}

test('draws everything in sight once, never more than two at a time', async () => {
  const { feed, asked, mostUnderWay } = setUp();
  feed.invalidate();
  const shown: number[] = [];
  for (const id of [1, 2, 3, 4, 5]) feed.watch(id, (picture) => shown.push(picture));
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toEqual([1, 2, 3, 4, 5]);
  expect(shown).toEqual([1, 2, 3, 4, 5]);
  expect(mostUnderWay()).toBe(2);
});

test('asks again for predictions that changed, each picture at most once per interval', async () => {
  const { feed, asked } = setUp();
  feed.invalidate();
  feed.watch(1, () => {});
  await vi.advanceTimersByTimeAsync(150);
  for (let i = 0; i < 30; i++) {
    feed.invalidate();
    await vi.advanceTimersByTimeAsync(100);
  }
  // Asked at 0, 1,000, 2,000 and 3,000 ms.
  expect(asked.length).toBe(4);
});

test('leaves alone what is out of sight, and everything while it rests', async () => {
  const { feed, asked } = setUp();
  feed.invalidate();
  const stop = feed.watch(1, () => {});
  feed.watch(2, () => {});
  await vi.advanceTimersByTimeAsync(2000);
  stop();
  feed.invalidate();
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toEqual([1, 2, 2]);
  feed.rest(true);
  feed.invalidate();
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toEqual([1, 2, 2]);
  feed.rest(false);
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked).toEqual([1, 2, 2, 2]);
});

test('tries a picture that failed again with the next predictions, not at once', async () => {
  let attempts = 0;
  const feed = new PictureFeed<number>({
    atOnce: 1,
    interval: 10,
    now: () => Date.now(),
    async request() {
      attempts++;
      throw new Error('The engine is preparing another run.');
    },
  });
  feed.invalidate();
  feed.watch(1, () => {});
  await vi.advanceTimersByTimeAsync(500);
  expect(attempts).toBe(1);
  feed.invalidate();
  await vi.advanceTimersByTimeAsync(500);
  expect(attempts).toBe(2);
});
