import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** Bytes that are held before they become one part of a blob, which browsers may keep on disk. */
const HELD = 32 * 2 ** 20;

/** What the numbers in a zip can say: offsets of 32 bits, counts of 16. What goes beyond could not be opened again. */
const MOST_BYTES = 2 ** 32 - 1;
const MOST_FILES = 2 ** 16 - 1;

/** Writes a zip file by file. */
export class ZipWriter {
  readonly #zip: Zip;
  #blobs: Blob[] = [];
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #held = 0;
  #files = 0;
  #bytes = 0;
  readonly #mostBytes: number;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.#parts.push(Uint8Array.from(chunk));
      this.#held += chunk.length;
      if (this.#held > HELD) this.#gather();
    });
  }

  /**
   * @param how images and weights are as small as they get; text packs well.
   * @throws RangeError where no zip holds as much.
   */
  add(path: string, bytes: Uint8Array, how: 'stored' | 'packed' = 'stored'): void {
    // Its name stands before it and in the list at the end.
    this.#bytes += bytes.length + 2 * (path.length * 3 + 64);
    this.#files += 1;
    if (this.#bytes > this.#mostBytes || this.#files > MOST_FILES)
      throw new RangeError(
        `This is more than a zip can hold: ${MOST_FILES} files and ${Math.floor(this.#mostBytes / 2 ** 20)} MB at most. Take labels, model and checkpoint home one by one.`,
      );
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
