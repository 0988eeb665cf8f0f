import { expect, test } from 'vitest';
import { DivergenceWatch } from './divergence.ts';

const watching = (losses: readonly number[]): boolean => {
  const watch = new DivergenceWatch();
  return losses.map((loss) => watch.hopeless(loss)).includes(true);
};

test('a loss that falls, wavers or spikes once is left alone', () => {
  const falling = Array.from({ length: 200 }, (_, i) => 7 * Math.exp(-i / 50) + 0.5);
  expect(watching(falling)).toBe(false);
  expect(watching([...falling, 20, ...falling.slice(-20)])).toBe(false);
});

test.each([
  ['explodes', [7, 6.8, 6.9, 1260]],
  ['creeps up for long', [7, 6, 5, ...Array.from({ length: 80 }, (_, i) => 5 + i)]],
  ['is not a number', [7, Number.NaN]],
  ['is infinite', [7, Number.POSITIVE_INFINITY]],
])('a loss that %s is hopeless', (_, losses) => {
  expect(watching(losses)).toBe(true);
});
