import fc from 'fast-check';
import { zlibSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { packCodes } from '../packing/testing/pack-codes.ts';
import { sniff } from './sniff.ts';
import { stretch } from './stretch.ts';
import { decodeTiff } from './tiff.ts';

const MOST = 2 ** 26;
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 90, b: 30 } } });

/** A bitmap as old tools write it; sharp writes none. */
function bmp(width: number, height: number): Uint8Array {
  const file = new Uint8Array(54);
  const view = new DataView(file.buffer);
  file.set([66, 77]);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, -height, true);
  return file;
}

describe('the first bytes', () => {
  it.each(['png', 'jpeg', 'gif', 'webp', 'avif', 'tiff'] as const)(
    'tell a %s file and its size',
    async (kind) => {
      const file = await plain(83, 41).toFormat(kind).toBuffer();
      // libtiff writes its list last.
      const head = kind === 'tiff' ? file : file.subarray(0, 4096);
      expect(sniff(head)).toEqual({ kind, size: { width: 83, height: 41 } });
    },
  );

  it('tell WebP in its other two ways, BMP, and JPEG behind a long profile', async () => {
    expect(sniff(await plain(83, 41).webp({ lossless: true }).toBuffer())?.size).toEqual({
      width: 83,
      height: 41,
    });
    const alpha = await plain(83, 41).ensureAlpha(0.5).webp().toBuffer();
    expect(sniff(alpha)?.size).toEqual({ width: 83, height: 41 });
    expect(sniff(bmp(83, 41))).toEqual({ kind: 'bmp', size: { width: 83, height: 41 } });
    const profiled = await plain(83, 41).withMetadata({ icc: 'p3' }).jpeg({ progressive: true }).toBuffer();
    expect(sniff(profiled)?.size).toEqual({ width: 83, height: 41 });
  });

  it('of anything else tell nothing, and never break', () => {
    expect(sniff(new TextEncoder().encode('BM is no bitmap, I say'))).toBeUndefined();
    expect(sniff(new TextEncoder().encode('II is no TIFF'))).toBeUndefined();
    const starts = [
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'GIF89a',
      'RIFFxxxxWEBPVP8 ',
      'xxxxftypavif',
      'II*\0',
      'BM',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        sniff(Uint8Array.from([...Array.from(start, (c) => c.charCodeAt(0)), ...rest]));
      }),
    );
  });
});

describe('TIFF files', () => {
  const raw = (values: Uint16Array | Uint8Array, channels: 1 | 3) =>
    sharp(values, { raw: { width: 24, height: 17, channels } });
  const grey16 = Uint16Array.from({ length: 24 * 17 }, (_, i) => 1000 + 7 * i);

  it.each(['none', 'lzw', 'deflate'] as const)(
    'of 16 bits, packed by %s, are stretched, and it is said',
    async (compression) => {
      const file = await raw(grey16, 1)
        .toColourspace('grey16')
        .tiff({ compression, predictor: 'horizontal' })
        .toBuffer();
      const { width, height, rgba, notice } = await decodeTiff(new Uint8Array(file), MOST);
      expect([width, height]).toEqual([24, 17]);
      expect([rgba[0], rgba[3], rgba.at(-4), rgba.at(-2)]).toEqual([0, 255, 255, 255]);
      expect(notice).toMatch(/^16-bit values were stretched: 10\d\d to 38\d\d became black to white\.$/);
    },
  );

  it('of 8 bits keep their values, grey and in colours, in strips and grey tiles', async () => {
    const colours = Uint8Array.from({ length: 24 * 17 * 3 }, (_, i) => (i * 37) % 256);
    const file = await raw(colours, 3).tiff({ compression: 'lzw' }).toBuffer();
    const { rgba, notice } = await decodeTiff(new Uint8Array(file), MOST);
    expect(notice).toBeUndefined();
    expect(Array.from(rgba).filter((_, i) => i % 4 < 3)).toEqual([...colours]);
    const grey = Uint8Array.from({ length: 24 * 17 }, (_, i) => (i * 37) % 256);
    const tiles = await raw(grey, 1)
      .toColourspace('b-w')
      .tiff({ tile: true, tileWidth: 16, tileHeight: 16, compression: 'deflate' })
      .toBuffer();
    expect([...(await decodeTiff(new Uint8Array(tiles), MOST)).rgba].filter((_, i) => i % 4 === 0)).toEqual([
      ...grey,
    ]);
    const coloured = await raw(colours, 3).tiff({ tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer();
    await expect(decodeTiff(new Uint8Array(coloured), MOST)).rejects.toThrow(
      /^is a coloured TIFF file in tiles/,
    );
  });

  it('stand upright, whichever way they lie', async () => {
    const grey = Uint8Array.from({ length: 24 * 17 }, (_, i) => (i * 37) % 256);
    for (let orientation = 1; orientation <= 8; orientation++) {
      const file = await raw(grey, 1)
        .toColourspace('b-w')
        .withMetadata({ orientation })
        .tiff({ compression: 'none' })
        .toBuffer();
      const expected = await sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true });
      const { width, height, rgba } = await decodeTiff(new Uint8Array(file), MOST);
      expect([orientation, width, height]).toEqual([orientation, expected.info.width, expected.info.height]);
      const shown = Array.from({ length: width * height }, (_, i) => rgba[4 * i]);
      expect(shown).toEqual(
        Array.from({ length: width * height }, (_, i) => expected.data[i * expected.info.channels]),
      );
    }
  });

  it('that are broken are refused in a sentence', async () => {
    const file = new Uint8Array(
      await raw(grey16, 1).toColourspace('grey16').tiff({ compression: 'deflate' }).toBuffer(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(file.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, change, cut) => {
          const broken = cut ? file.slice(0, at) : file.slice();
          if (!cut) broken[at] ^= change;
          await decodeTiff(broken, MOST).catch((error: Error) => expect(error.message).toMatch(/^is /));
        },
      ),
      { numRuns: 300 },
    );
    await expect(decodeTiff(file, 100)).rejects.toThrow(
      'is 24 x 17 pixels of 1 values, more than are read here',
    );
  });
});

describe('hostile TIFF files', () => {
  const refused = (file: Uint8Array<ArrayBuffer>, why: RegExp) =>
    expect(decodeTiff(file, MOST)).rejects.toThrow(why);

  it('that unpack to more than their pixels are refused before they are unpacked', async () => {
    const growing = [256, 7, ...Array.from({ length: 3500 }, (_, i) => 258 + i)];
    // Sixteen kilobytes that stand for eighteen million bytes.
    const bomb = packCodes(Array.from({ length: 3 }, () => growing).flat());
    await refused(tiffOf({ compression: 5, strips: [bomb] }), /^is broken: it holds more than it says$/);
    await refused(
      tiffOf({ compression: 8, strips: [zlibSync(new Uint8Array(1e6))] }),
      /^is broken: it holds more/,
    );
    const fits = await decodeTiff(
      tiffOf({ compression: 5, strips: [packCodes([256, ...new Array(24 * 17).fill(7), 257])] }),
      MOST,
    );
    expect([fits.width, fits.height, fits.rgba[0], fits.rgba.at(-2)]).toEqual([24, 17, 7, 7]);
  });

  it('that list more strips than their pixels fill, or longer ones than the file, are refused', async () => {
    const strip = packCodes([256, 7, 257]);
    await refused(tiffOf({ compression: 5, strips: [strip, strip] }), /fill 1 strips, but it lists 2$/);
    const pixels = new Uint8Array(24 * 17);
    await refused(tiffOf({ compression: 1, strips: [pixels], counts: [5000] }), /more room than it has$/);
    await refused(
      tiffOf({ compression: 5, strips: [strip], tile: [2 ** 20, 2 ** 20] }),
      /tiles are much larger than it is$/,
    );
    await refused(
      tiffOf({ compression: 5, strips: [strip], tile: [1, 1] }),
      /fill 408 tiles, but it lists 1$/,
    );
  });
});

interface Crafted {
  readonly compression: number;
  readonly strips: readonly Uint8Array[];
  /** As they are said to be long. */
  readonly counts?: readonly number[];
  readonly tile?: readonly [number, number];
}

/** A grey picture of 24 x 17 pixels, of which the file may say anything. */
function tiffOf({ compression, strips, counts = strips.map(({ length }) => length), tile }: Crafted) {
  const LONG = 4;
  const places: number[] = [];
  let at = 8;
  for (const { length } of strips) {
    places.push(at);
    at += length;
  }
  const lists = at;
  const start = lists + 8 * strips.length;
  // A list of one lies in its entry.
  const listed = (list: number, values: readonly number[]): number =>
    values.length === 1 ? values[0] : lists + 4 * strips.length * list;
  const entries = [
    [256, 1, 24],
    [257, 1, 17],
    [258, 1, 8],
    [259, 1, compression],
    [262, 1, 1],
    ...(tile
      ? [
          [322, 1, tile[0]],
          [323, 1, tile[1]],
        ]
      : []),
    [tile ? 324 : 273, strips.length, listed(0, places)],
    [tile ? 325 : 279, strips.length, listed(1, counts)],
  ];
  const file = new Uint8Array(start + 2 + 12 * entries.length + 4);
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49, 42]);
  view.setUint32(4, start, true);
  strips.forEach((strip, i) => {
    file.set(strip, places[i]);
  });
  [...places, ...counts].forEach((value, i) => {
    view.setUint32(lists + 4 * i, value, true);
  });
  view.setUint16(start, entries.length, true);
  entries.forEach(([tag, count, value], i) => {
    const entry = start + 2 + 12 * i;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, LONG, true);
    view.setUint32(entry + 4, count, true);
    view.setUint32(entry + 8, value, true);
  });
  return file;
}

describe('stretching', () => {
  it('leaves out hot pixels, alpha and what is no number', () => {
    const data = Float32Array.from({ length: 20_000 }, (_, i) => (i % 2 === 1 ? 9999 : i % 200));
    data[0] = 1e9;
    data[2] = Number.NaN;
    const { values, low, high } = stretch(data, 2);
    expect([low, high]).toEqual([0, 198]);
    expect([values[0], values[2], values[198], values[100]]).toEqual([255, 0, 255, 129]);
  });

  it('shows a few bright pixels on black, and makes nothing of one value', () => {
    const data = new Uint16Array(10_000);
    data[5] = 300;
    expect(stretch(data, 1)).toMatchObject({ low: 0, high: 300 });
    expect(stretch(data, 1).values[5]).toBe(255);
    expect(stretch(new Uint16Array(9).fill(7), 1).values[0]).toBe(0);
  });
});
