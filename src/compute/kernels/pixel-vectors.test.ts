import { expect, it } from 'vitest';
import { maskFeatureGradient } from './mask-feature-gradient.ts';
import { maskKernelGradient } from './mask-kernel-gradient.ts';
import { maskLogits } from './mask-logits.ts';
import { maskLoss } from './mask-loss.ts';
import { maskQuality } from './mask-quality.ts';

const shape = { count: 3, images: 1, channels: 16, gridSide: 2, maskSide: 64, pixels: 4096, size: 4096 };
const loss = { uncertainty: 1, normaliser: 0, weightDice: 0, bceWeight: 5, diceWeight: 2 };
const grids = {
  'mask-logits': (of: typeof shape) => maskLogits.grid(of),
  'mask-kernel-gradient': (of: typeof shape) => maskKernelGradient.grid(of),
  'mask-feature-gradient': (of: typeof shape) => maskFeatureGradient.grid(of),
  'mask-loss': (of: typeof shape) => maskLoss.grid({ ...of, ...loss }),
  'mask-quality': (of: typeof shape) => maskQuality.grid(of),
};

it.each(Object.entries(grids))('%s takes planes that divide by four and says so of others', (name, grid) => {
  expect(grid(shape).every((n) => Number.isInteger(n) && (n ?? 0) > 0)).toBe(true);
  const odd = { ...shape, maskSide: 63, pixels: 63 * 63, size: 63 * 63 };
  expect(() => grid(odd)).toThrow(new RegExp(`"${name}" was given planes of .* Choose an image side`));
});

it('mask logits say how many features they take', () => {
  expect(maskLogits.grid({ ...shape, channels: 128 })).toEqual([4, 3]);
  expect(() => maskLogits.grid({ ...shape, channels: 129 })).toThrow(/129 mask features.* at most 128/);
});
