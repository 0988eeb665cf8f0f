/** A worker that unpacks one image: beside the page, which never waits, and beside the engine, which trains. */
import { expose, transfer } from 'comlink';
import { decoded } from '../own/pictures.ts';
import type { CloseUp } from '../protocol/view.ts';

/** In main memory, for as long as this worker lives: looking at the next part of it costs no second decoding. */
let unpacked: Promise<ImageBitmap> | undefined;

const exposed = {
  /** @throws Error where the image cannot be decoded. */
  async cut(file: Blob, { left, top, width, height, columns, rows }: CloseUp): Promise<ImageBitmap> {
    unpacked ??= decoded(file).then(({ bitmap }) => bitmap);
    const bitmap = await unpacked;
    // Read often, it is drawn by the processor: the GPU would have to be given the whole image.
    const context = new OffscreenCanvas(columns, rows).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This browser gives no canvas to draw with.');
    context.imageSmoothingQuality = 'medium';
    // Not createImageBitmap, which cuts photographs that lie on their side in their file before Chromium turns them.
    context.drawImage(bitmap, left, top, width, height, 0, 0, columns, rows);
    const cut = context.canvas.transferToImageBitmap();
    return transfer(cut, [cut]);
  },
};

export type Decoder = typeof exposed;

expose(exposed);
