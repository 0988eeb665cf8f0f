import type { Picture } from '../../data/dataset.ts';
import { SNIFFED_BYTES, sniff } from '../../data/images/sniff.ts';
import { decodeTiff } from '../../data/images/tiff.ts';
import { CAPS } from '../../data/own/sort-files.ts';

/** An image as it is shown: upright, with eight bits a colour. */
export interface Decoded {
  readonly bitmap: ImageBitmap;
  /** A sentence, where values were changed or left out to show it. */
  readonly notice?: string;
}

const limits = `more than ${Math.floor(CAPS.pixels / 1e6)} million pixels, or ${CAPS.side.toLocaleString('en')} a side,`;

const isTooLarge = ({ width, height }: { readonly width: number; readonly height: number }): boolean =>
  width * height > CAPS.pixels || Math.max(width, height) > CAPS.side;

/**
 * The first frame or page. Nothing is unpacked of a file that says it is larger than is taken.
 * @throws Error with the end of a sentence.
 */
export async function decoded(blob: Blob): Promise<Decoded> {
  const head = sniff(new Uint8Array(await blob.slice(0, SNIFFED_BYTES).arrayBuffer()));
  if (!head)
    throw new Error('cannot be decoded: whatever its name says, it is no image of a kind that is read here');
  const { kind, size } = head;
  if (size && isTooLarge(size))
    throw new Error(
      `is ${size.width} x ${size.height} pixels; ${limits} are not taken, so scale it down or cut it up`,
    );
  if (kind === 'tiff') {
    const { rgba, width, height, notice } = await decodeTiff(
      new Uint8Array(await blob.arrayBuffer()),
      CAPS.pixels,
    );
    const bitmap = await createImageBitmap(new ImageData(rgba, width, height));
    return notice === undefined ? { bitmap } : { bitmap, notice };
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    throw new Error('cannot be decoded: it is damaged, or of a kind that this browser does not know');
  }
  if (isTooLarge(bitmap)) {
    bitmap.close();
    throw new Error(`is too large; ${limits} are not taken, so scale it down or cut it up`);
  }
  return { bitmap };
}

/** The pixels of an image file, without its alpha. */
export async function pictureOf(blob: Blob): Promise<Picture> {
  const { bitmap } = await decoded(blob);
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
