import { expect, it } from 'vitest';
import { packMask } from './pack-mask.ts';
import { drawn } from './testing/values.ts';

it('packs pixels in little-endian order, bit 31 included', () => {
  const logits = new Float32Array(64).fill(-1);
  for (const pixel of [0, 5, 31, 33]) logits[pixel] = 2;
  logits[7] = 0;
  const bits = new Uint32Array(2);
  packMask.twin({ logits, bits }, { words: 2 });
  expect(Array.from(bits)).toEqual([2 ** 0 + 2 ** 5 + 2 ** 31, 2]);
});

it('is undone by reading bytes bit by bit', () => {
  const logits = drawn(61, 256, -1, 1);
  const bits = new Uint32Array(8);
  packMask.twin({ logits, bits }, { words: 8 });
  const bytes = new Uint8Array(bits.buffer);
  const unpacked = Array.from(logits, (_, p) => (bytes[p >> 3] >> (p & 7)) & 1);
  expect(unpacked).toEqual(Array.from(logits, (q) => Number(q > 0)));
});
