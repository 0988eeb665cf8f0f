import code from '../../../shaders/pack-mask.wgsl?raw';
import { defineKernel, read, readWrite } from '../kernel.ts';

const threads = 64;

/**
 * Hard masks [q > 0] of logits [N, P] as bits [N, P/32]: bit j of word i is pixel 32 i + j. `words` is N * P / 32; P is
 * a multiple of 32.
 */
export const packMask = defineKernel({
  name: 'pack-mask',
  code,
  bindings: { logits: read('f32'), bits: readWrite('u32') },
  uniforms: { words: 'u32' },
  grid: ({ words }) => [Math.ceil(words / threads)],
  elements: ({ words }) => ({ logits: words * 32, bits: words }),
  twin({ logits, bits }, { words }) {
    for (let word = 0; word < words; word++) {
      const first = word * 32;
      let packed = 0;
      for (let j = 0; j < 32; j++) {
        if (logits[first + j] > 0) packed |= 1 << j;
      }
      bits[word] = packed;
    }
  },
});
