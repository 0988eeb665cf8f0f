import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { pace } from './pace.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('passes the first change on at once, the last one for certain, and at most one per interval', () => {
  const source = createStore<{ step: number }>(() => ({ step: 0 }));
  const paced = pace(source, 250);
  const seen: number[] = [];
  paced.subscribe(({ step }) => seen.push(step));
  for (let step = 1; step <= 100; step++) {
    source.setState({ step });
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(250);
  expect(seen[0]).toBe(1);
  expect(seen.at(-1)).toBe(100);
  // One second of changes and its tail: at 0, 250, 500, 750 and 1,000 ms.
  expect(seen.length).toBeLessThanOrEqual(6);
  expect(seen.length).toBeGreaterThanOrEqual(4);
});

test('does not keep a timer once the source is quiet', () => {
  const source = createStore<{ step: number }>(() => ({ step: 0 }));
  pace(source, 250);
  source.setState({ step: 1 });
  vi.advanceTimersByTime(250);
  expect(vi.getTimerCount()).toBe(0);
});
