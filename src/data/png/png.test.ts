import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePng } from './decode.ts';
import { encodeGreyPng } from './encode.ts';

const MOST = 1e6;

/** Smooth and rough parts, so that encoders choose every filter. */
function picture(width: number, height: number, channels: number, seed: number, most: number): number[] {
  return Array.from({ length: width * height * channels }, (_, i) => {
    const x = Math.floor(i / channels) % width;
    const y = Math.floor(i / channels / width);
    const noise = Math.abs(Math.sin(seed + i * 12.9898) * 43758.5453) % 1;
    return Math.floor((((x * 3 + y * 5 + (x > width / 2 ? noise * 90 : 0)) % 97) / 97) * most);
  });
}

const shape = fc.record({
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 30 }),
  channels: fc.constantFrom<1 | 2 | 3 | 4>(1, 2, 3, 4),
  seed: fc.integer(),
  progressive: fc.boolean(),
});

describe('PNG files', () => {
  it('of 8 bits give what another encoder was given, interlaced or not', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ width, height, channels, seed, progressive }) => {
        const values = Uint8Array.from(picture(width, height, channels, seed, 255));
        const file = await sharp(values, { raw: { width, height, channels } })
          .toColourspace(channels < 3 ? 'b-w' : 'srgb')
          .png({ progressive, adaptiveFiltering: true })
          .toBuffer();
        const image = decodePng(file, MOST);
        expect([image.width, image.height, image.depth]).toEqual([width, height, 8]);
        expect(image.values).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  it('of 16 bits keep all of them', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ width, height, seed, progressive }) => {
        const values = Uint16Array.from(picture(width, height, 1, seed, 65535));
        const file = await sharp(values, { raw: { width, height, channels: 1 } })
          .toColourspace('grey16')
          .png({ progressive, adaptiveFiltering: true })
          .toBuffer();
        expect(decodePng(file, MOST)).toMatchObject({ depth: 16, channels: 1, values });
      }),
      { numRuns: 20 },
    );
  });

  it('with a palette give indices, of 1 to 8 bits, and the colours apart', async () => {
    for (const colours of [2, 4, 16, 200]) {
      const values = Uint8Array.from(picture(37, 21, 3, 5, colours));
      const file = await sharp(values, { raw: { width: 37, height: 21, channels: 3 } })
        .png({ palette: true, colours, dither: 0 })
        .toBuffer();
      const { values: indices, palette, channels, depth } = decodePng(file, MOST);
      expect([channels, depth <= 8]).toEqual([1, true]);
      const { data } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const shown = Array.from(indices).flatMap((i) => [...(palette ?? []).slice(3 * i, 3 * i + 3)]);
      expect(shown).toEqual([...data]);
    }
  });

  it('that are written are read as they were', () => {
    fc.assert(
      fc.property(shape, fc.boolean(), ({ width, height, seed }, deep) => {
        const most = deep ? 65535 : 255;
        const numbers = picture(width, height, 1, seed, most);
        const values = deep ? Uint16Array.from(numbers) : Uint8Array.from(numbers);
        const image = decodePng(encodeGreyPng(values, width, height), MOST);
        expect(image.values).toEqual(values);
        expect([image.width, image.height, image.depth]).toEqual([width, height, deep ? 16 : 8]);
      }),
    );
  });

  it('that are broken are refused in a sentence, wherever they are', () => {
    const whole = encodeGreyPng(Uint8Array.from(picture(30, 20, 1, 3, 255)), 30, 20);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = whole.slice();
        broken[at] ^= change;
        expect(() => decodePng(broken, MOST)).toThrow(/^is (no|a|broken)/);
        expect(() => decodePng(whole.subarray(0, at), MOST)).toThrow(/^is /);
      }),
    );
    expect(() => decodePng(whole, 599)).toThrow('is 30 x 20 pixels, more than are read here');
  });
});
