import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** Bytes that are held before they become one part of a blob, which browsers may keep on disk. */
const HELD = 32 * 2 ** 20;

/** Writes a zip file by file. */
export class ZipWriter {
  readonly #zip: Zip;
  #blobs: Blob[] = [];
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #held = 0;

  constructor() {
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#parts.push(Uint8Array.from(chunk));
      this.#held += chunk.length;
      if (this.#held > HELD) this.#gather();
    });
  }

  /** @param how images and weights are as small as they get; text packs well. */
  add(path: string, bytes: Uint8Array, how: 'stored' | 'packed' = 'stored'): void {
    const file = how === 'packed' ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
    this.#zip.add(file);
    file.push(bytes, true);
  }

  /** The whole; nothing can be added afterwards. */
  end(): Blob {
    this.#zip.end();
    this.#gather();
    return new Blob(this.#blobs, { type: 'application/zip' });
  }

  #gather(): void {
    this.#blobs.push(new Blob(this.#parts));
    this.#parts = [];
    this.#held = 0;
  }
}
