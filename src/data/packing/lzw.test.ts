import sharp from 'sharp';
import { decode } from 'tiff';
import { expect, it } from 'vitest';
import { lzwLength } from './lzw.ts';
import { packCodes } from './testing/pack-codes.ts';

it('measures what strips of real files hold, to the byte', async () => {
  const noise = Uint8Array.from({ length: 300 * 200 }, (_, i) => (i * i * 31 + (i >> 5) * 7) % 253);
  const file = new Uint8Array(
    await sharp(noise, { raw: { width: 300, height: 200, channels: 1 } })
      .toColourspace('b-w')
      .tiff({ compression: 'lzw' })
      .toBuffer(),
  );
  const [{ stripOffsets, stripByteCounts, rowsPerStrip }] = decode(file);
  const rows = stripOffsets.map((_, i) => Math.min(rowsPerStrip, 200 - i * rowsPerStrip));
  const lengths = stripOffsets.map((offset, i) =>
    lzwLength(file.subarray(offset, offset + stripByteCounts[i]), 1e6),
  );
  expect(lengths).toEqual(rows.map((each) => 300 * each));
});

it('follows codes that stand for what comes with them', () => {
  expect(lzwLength(packCodes([256, 7, 258, 259, 257, 1, 2]), 100)).toBe(1 + 2 + 3);
  expect(lzwLength(packCodes([256, 7, 8, 258, 256, 9]), 100)).toBe(1 + 1 + 2 + 1);
  expect(lzwLength(new Uint8Array(), 0)).toBe(0);
});

it('stops at what is too much, and at codes that stand for nothing', () => {
  const growing = packCodes([256, 7, ...Array.from({ length: 3000 }, (_, i) => 258 + i)]);
  expect(lzwLength(growing, 1e7)).toBe((3001 * 3002) / 2);
  expect(() => lzwLength(growing, 4_000_000)).toThrow(/^is broken: it holds more than it says$/);
  expect(() => lzwLength(packCodes([256, 300]), 100)).toThrow(/^is broken: .* begins with nothing$/);
  expect(() => lzwLength(packCodes([256, 7, 300]), 100)).toThrow(/^is broken: .* stands for nothing$/);
  const endless = packCodes([256, ...Array.from({ length: 4000 }, () => 7)]);
  expect(() => lzwLength(endless, 1e7)).toThrow(/^is broken: .* never cleared$/);
});
