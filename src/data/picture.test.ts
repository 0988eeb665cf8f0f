import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './picture.node.ts';

/** A 3 x 2 image: red, green, blue above; white, grey, black below. */
const rgb = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 100, 100, 100, 0, 0, 0);
const raw = { width: 3, height: 2, channels: 3 } as const;

describe('a picture', () => {
  it('is 8-bit RGB, row by row', async () => {
    const png = await sharp(rgb, { raw }).png().toBuffer();
    expect(await decodePicture(png, { width: 3, height: 2 })).toEqual({ width: 3, height: 2, rgb });
  });

  it('is turned as its EXIF orientation says, unless the annotations were made without', async () => {
    // Orientation 6: shown after a quarter turn clockwise.
    const png = await sharp(rgb, { raw }).withMetadata({ orientation: 6 }).png().toBuffer();
    const turned = await decodePicture(png, { width: 2, height: 3 });
    expect([...turned.rgb]).toEqual([255, 255, 255, 255, 0, 0, 100, 100, 100, 0, 255, 0, 0, 0, 0, 0, 0, 255]);
    expect(await decodePicture(png)).toEqual(turned);
    expect((await decodePicture(png, { width: 3, height: 2 })).rgb).toEqual(rgb);
  });

  it('keeps the upper 8 of 16 bits, in colour and in grey', async () => {
    const wide = Uint16Array.from(rgb, (value) => value * 256 + 17);
    const colour = await sharp(wide, { raw }).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(colour).metadata()).depth).toBe('ushort');
    expect((await decodePicture(colour)).rgb).toEqual(rgb);
    const greyValues = Uint16Array.of(0, 256 * 7, 256 * 128 + 200, 256 * 254, 65535, 255);
    const grey = await sharp(greyValues, { raw: { ...raw, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(grey).metadata()).depth).toBe('ushort');
    const { rgb: decoded } = await decodePicture(grey);
    expect([...decoded]).toEqual([0, 7, 128, 254, 255, 0].flatMap((value) => [value, value, value]));
  });

  it('is grey in all three channels where the file is grey, and black where it is transparent', async () => {
    const grey = await sharp(Uint8Array.of(0, 50, 100, 150, 200, 250), { raw: { ...raw, channels: 1 } })
      .png()
      .toBuffer();
    expect([...(await decodePicture(grey)).rgb]).toEqual(
      [0, 50, 100, 150, 200, 250].flatMap((value) => [value, value, value]),
    );
    const clear = await sharp(Uint8Array.of(200, 100, 50, 0, 200, 100, 50, 255), {
      raw: { width: 2, height: 1, channels: 4 },
    })
      .png()
      .toBuffer();
    expect([...(await decodePicture(clear)).rgb]).toEqual([0, 0, 0, 200, 100, 50]);
  });

  it('is refused where it measures something else or is no image', async () => {
    const png = await sharp(rgb, { raw }).png().toBuffer();
    await expect(decodePicture(png, { width: 6, height: 4 })).rejects.toThrow(
      '3 x 2 pixels, but its annotations are for 6 x 4',
    );
    await expect(decodePicture(Uint8Array.of(1, 2, 3))).rejects.toThrow('unsupported image format');
    await expect(decodePicture(png.subarray(0, png.length - 20))).rejects.toThrow();
  });
});
