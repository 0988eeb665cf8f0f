/** Image files to pictures in Node. */
import sharp from 'sharp';
import type { Picture } from './dataset.ts';

const MOST_PIXELS = 16_384 ** 2;

/** What a file is expected to measure, as its annotations have it. */
export interface ExpectedSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes any format that sharp reads to 8-bit RGB: grey is tripled, 16 bits lose the lower 8, transparency goes over black as in
 * a canvas. The EXIF orientation is honoured, unless the expected size says that the annotations were made without it.
 * @throws Error where the file cannot be decoded or measures something else than expected.
 */
export async function decodePicture(file: string | Uint8Array, expected?: ExpectedSize): Promise<Picture> {
  const open = () => sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
  const { width, height, autoOrient } = await open().metadata();
  const fits = (size: ExpectedSize) =>
    !expected || (size.width === expected.width && size.height === expected.height);
  const oriented = fits(autoOrient);
  if (!oriented && !fits({ width, height })) {
    throw new Error(
      `It measures ${autoOrient.width} x ${autoOrient.height} pixels, but its annotations are for ${expected?.width} x ${expected?.height}; resize one of them.`,
    );
  }
  const { data, info } = await (oriented ? open().autoOrient() : open())
    .flatten({ background: '#000000' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3)
    throw new Error(`It decodes to ${info.channels} channels instead of red, green and blue.`);
  return {
    width: info.width,
    height: info.height,
    rgb: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}
