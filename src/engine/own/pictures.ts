import type { Picture } from '../../data/dataset.ts';
import { CAPS } from '../../data/own/sort-files.ts';

/** EXIF orientation is honoured. @throws Error with the end of a sentence. */
export async function decoded(blob: Blob): Promise<ImageBitmap> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new Error('cannot be decoded: it is damaged, or of a kind that this browser does not know');
  }
  if (bitmap.width * bitmap.height > CAPS.pixels) {
    bitmap.close();
    throw new Error('has more than 67 million pixels');
  }
  return bitmap;
}

/** The pixels of an image file, without its alpha. */
export async function pictureOf(blob: Blob): Promise<Picture> {
  const bitmap = await decoded(blob);
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context)
    throw new Error('This browser gives no canvas to read images with. Try again, or restart it.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    rgb[to] = data[from];
    rgb[to + 1] = data[from + 1];
    rgb[to + 2] = data[from + 2];
  }
  return { width, height, rgb };
}
