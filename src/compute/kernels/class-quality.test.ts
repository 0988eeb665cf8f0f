import { expect, it } from 'vitest';
import { classQuality } from './class-quality.ts';

function run(logits: Float32Array, classes: number) {
  const count = logits.length / classes;
  const probabilities = new Float32Array(logits.length);
  const best = new Float32Array(count * 2);
  classQuality.twin({ logits, probabilities, best }, { count, classes });
  return { probabilities, best };
}

it('turns odds into probabilities and names the best class', () => {
  const odds = [1, 2, 5, 4, 4, 2];
  const { probabilities, best } = run(Float32Array.from(odds, Math.log), 3);
  [1 / 8, 2 / 8, 5 / 8, 0.4, 0.4, 0.2].forEach((p, i) => {
    expect(probabilities[i]).toBeCloseTo(p, 6);
  });
  expect(best[0]).toBeCloseTo(5 / 8, 6);
  expect(best[1]).toBe(2);
});

it('the first of equals wins, and large logits do not overflow', () => {
  const { probabilities, best } = run(Float32Array.of(-1000, 900, 900), 3);
  expect(Array.from(probabilities)).toEqual([0, 0.5, 0.5]);
  expect(Array.from(best)).toEqual([0.5, 1]);
});
