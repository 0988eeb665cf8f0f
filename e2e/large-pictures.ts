import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels along a side of the part with fine detail. */
const board = 16;

/** Where it begins: at an odd place, which no smaller copy has. */
const boardOf = ({ width, height }: Size) => ({
  x: Math.round(width * 0.8) + 1,
  y: Math.round(height * 0.6) + 1,
});

/** Grey, with a part in which every other pixel is white and the others are black. */
function drawn({ width, height }: Size): Sharp {
  const rgb = Buffer.alloc(3 * width * height, 90);
  const { x, y } = boardOf({ width, height });
  for (let row = 0; row < board; row++)
    for (let column = 0; column < board; column++)
      rgb.fill(
        isWhite(column, row) ? 255 : 0,
        3 * ((y + row) * width + x + column),
        3 * ((y + row) * width + x + column + 1),
      );
  return sharp(rgb, { raw: { width, height, channels: 3 } });
}

const isWhite = (column: number, row: number): boolean => (column + row) % 2 === 0;

/** As they are upright. */
export const largePictures = {
  'lying.png': { width: 3000, height: 2000 },
  'turned.jpg': { width: 1500, height: 2200 },
  'values.tif': { width: 2000, height: 1400 },
} as const;

/** A new folder with large pictures of several kinds; one lies on its side in its file. Its parent is the caller's to remove. */
export async function largePicturesFolder(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'penumbra-own-')), 'large');
  await mkdir(folder, { recursive: true });
  const at = (name: keyof typeof largePictures) => [drawn(largePictures[name]), join(folder, name)] as const;
  const [lying, png] = at('lying.png');
  await lying.png().toFile(png);
  const [turned, jpeg] = at('turned.jpg');
  await turned
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toFile(jpeg);
  const [values, tiff] = at('values.tif');
  await values.tiff({ compression: 'lzw' }).toFile(tiff);
  return folder;
}

/** Where a point of the part with fine detail, in its pixels, is on the screen. */
async function onScreen(picture: Locator, size: Size, x: number, y: number): Promise<[number, number]> {
  const box = await picture.boundingBox();
  if (!box) throw new Error('The picture is not shown.');
  const { x: left, y: top } = boardOf(size);
  return [box.x + ((left + x) / size.width) * box.width, box.y + ((top + y) / size.height) * box.height];
}

/** Zooms in on the fine detail as far as can be. */
export async function zoomIn(picture: Locator, size: Size): Promise<void> {
  const { mouse } = picture.page();
  await mouse.move(...(await onScreen(picture, size, board / 2, board / 2)));
  for (let notch = 0; notch < 18; notch++) await mouse.wheel(0, -100);
  // What is drawn with is not to cover it.
  await mouse.move(0, 0);
}

/**
 * Of the pixels of the fine detail, the share that is on the screen what it is in the file, each looked at in its middle:
 * .5 where nothing of it is seen, 1 where it is drawn pixel by pixel and exactly in its place.
 */
export async function shareSharp(picture: Locator, size: Size): Promise<number> {
  const [left, top] = await onScreen(picture, size, 0, 0);
  const [right, bottom] = await onScreen(picture, size, board, board);
  const { data, info } = await sharp(await picture.page().screenshot())
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let alike = 0;
  for (let row = 0; row < board; row++)
    for (let column = 0; column < board; column++) {
      const across = Math.floor(left + ((column + 0.5) / board) * (right - left));
      const down = Math.floor(top + ((row + 0.5) / board) * (bottom - top));
      const value = data[(down * info.width + across) * info.channels];
      if (isWhite(column, row) ? value > 180 : value < 70) alike++;
    }
  return alike / board ** 2;
}
