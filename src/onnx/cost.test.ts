import { expect, test } from 'vitest';
import { Builder } from './builder.ts';
import { multiplyAdds } from './cost.ts';

test('convolutions and products are counted by hand', () => {
  const g = new Builder('cost');
  const x = g.input('x', [2, 4, 8, 8]);
  const conv = g.conv(x, g.input('w', [6, 2, 3, 3]), undefined, { stride: 2, pad: 1, groups: 2 });
  const up = g.convTranspose(conv, g.input('v', [6, 5, 2, 2]), undefined, { stride: 2 });
  const product = g.matMul(g.reshape(up, [2, 5, 64]), g.input('m', [64, 7]));
  g.output(g.gemm(g.reshape(product, [10, 7]), g.input('k', [3, 7]), undefined, { transB: true }), 'y');
  const convolution = 2 * 6 * 4 * 4 * (2 * 9);
  const transposed = 2 * 6 * 4 * 4 * (5 * 4);
  expect(multiplyAdds(g.build())).toBe(convolution + transposed + 10 * 7 * 64 + 10 * 3 * 7);
});
