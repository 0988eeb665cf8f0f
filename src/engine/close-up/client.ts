/// <reference types="vite/client" />
import { wrap } from 'comlink';
import type { CloseUp } from '../protocol/view.ts';
import type { Decoder } from './decoder.ts';
import address from './decoder.ts?worker&url';

export interface OpenImage {
  /** A part of the image, upright. @throws Error where it cannot be decoded, or was closed meanwhile. */
  cut(part: CloseUp): Promise<ImageBitmap>;
  /** Ends whatever is under way, and frees the memory that the unpacked image takes: four bytes a pixel. */
  close(): void;
}

/** Opens an image to look at parts of it. It is unpacked once, in a worker of its own, when the first part is asked for. */
export function openImage(file: Blob): OpenImage {
  const worker = new Worker(address, { type: 'module', name: 'decoder' });
  const remote = wrap<Decoder>(worker);
  let reject: (error: Error) => void = () => {};
  const ended = new Promise<never>((_, rejected) => {
    reject = rejected;
  });
  ended.catch(() => {});
  worker.addEventListener('error', () => reject(new Error('The decoder could not be loaded, or crashed.')));
  return {
    cut: (part) => Promise.race([remote.cut(file, part), ended]),
    close() {
      worker.terminate();
      reject(new Error('The image was closed.'));
    },
  };
}

/** Fetches the decoder's script, so that it is there when it is wanted. */
export const fetchDecoder = (): Promise<Response> => fetch(address);
