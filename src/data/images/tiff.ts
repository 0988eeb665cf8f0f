/** TIFF files, of microscopes above all, to pixels that a screen can show. */
import { stretch } from './stretch.ts';
import { checkPieces } from './tiff-pieces.ts';

export interface ShownTiff {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row-major, opaque; upright. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** A sentence, where values were changed or pages left out. */
  readonly notice?: string;
}

type Page = Awaited<ReturnType<typeof decodeFirst>>;

const ORIENTATION = 274;
/** More are not counted. */
const MOST_PAGES = 10_000;

/**
 * The first page of a TIFF file: grey, indexed or coloured, of 1, 8 or 16 bits or floating point, in strips, or in tiles
 * where it is grey; LZW, Deflate or not packed. Values of more than 8 bits are stretched.
 * @throws RangeError with the end of a sentence where it cannot be shown.
 */
export async function decodeTiff(bytes: Uint8Array<ArrayBuffer>, mostPixels: number): Promise<ShownTiff> {
  const { bytes: upright, orientation, pages } = lookThrough(bytes);
  const page = await decodeFirst(upright, mostPixels);
  const { width, height } = page;
  const { values, channels, notice } = shown(page);
  const turned = [5, 6, 7, 8].includes(orientation);
  const rgba = new Uint8ClampedArray(width * height * 4);
  const place = placer(orientation, width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += channels) {
      const to = 4 * place(x, y);
      rgba[to] = values[i];
      rgba[to + 1] = values[channels < 3 ? i : i + 1];
      rgba[to + 2] = values[channels < 3 ? i : i + 2];
      rgba[to + 3] = 255;
    }
  }
  const first = pages > 1 ? `only the first of ${pages} pages was taken.` : '';
  const said = [notice, first].filter((part) => part !== '').join(' ');
  return {
    width: turned ? height : width,
    height: turned ? width : height,
    rgba,
    ...(said !== '' && { notice: said }),
  };
}

interface Looked {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly orientation: number;
  readonly pages: number;
}

/**
 * What the reader cannot do: count the pages of a file whose list of them runs in a circle, refuse lists longer than the
 * file, and turn pictures; so it is told the usual orientation, on a copy.
 */
function lookThrough(file: Uint8Array<ArrayBuffer>): Looked {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const little = file[0] === 0x49;
  const starts = new Set<number>();
  let bytes = file;
  let orientation = 1;
  for (
    let start = file.length >= 8 ? view.getUint32(4, little) : 0;
    start !== 0 && start + 2 <= file.length && !starts.has(start) && starts.size < MOST_PAGES;
  ) {
    const count = view.getUint16(start, little);
    const end = start + 2 + 12 * count;
    let listed = 0;
    for (let at = start + 2; at < end && at + 12 <= file.length; at += 12) {
      listed += view.getUint32(at + 4, little);
      const value = view.getUint16(at + 8, little);
      if (view.getUint16(at, little) !== ORIENTATION || starts.size > 0 || value < 2 || value > 8) continue;
      orientation = value;
      bytes = file.slice();
      new DataView(bytes.buffer).setUint16(at + 8, 1, little);
    }
    if (listed > file.length) throw new RangeError('is a broken TIFF file: its lists are longer than it is');
    starts.add(start);
    start = end + 4 <= file.length ? view.getUint32(end, little) : 0;
  }
  if (starts.size === 0) throw new RangeError('is a broken TIFF file: it has no picture');
  return { bytes, orientation, pages: starts.size };
}

/** Where the pixel at (x, y) goes, as TIFF 6.0 numbers the orientations (page 36). */
function placer(orientation: number, width: number, height: number): (x: number, y: number) => number {
  const [right, down] = [width - 1, height - 1];
  switch (orientation) {
    case 2:
      return (x, y) => y * width + right - x;
    case 3:
      return (x, y) => (down - y) * width + right - x;
    case 4:
      return (x, y) => (down - y) * width + x;
    case 5:
      return (x, y) => x * height + y;
    case 6:
      return (x, y) => x * height + down - y;
    case 7:
      return (x, y) => (right - x) * height + down - y;
    case 8:
      return (x, y) => (right - x) * height + y;
    default:
      return (x, y) => y * width + x;
  }
}

async function decodeFirst(bytes: Uint8Array<ArrayBuffer>, mostPixels: number) {
  const { decode } = await import('tiff');
  try {
    const [outline] = decode(bytes, { pages: [0], ignoreImageData: true });
    const { width, height, samplesPerPixel } = outline;
    if (!(width >= 1 && height >= 1 && width * height <= mostPixels && samplesPerPixel <= 4))
      throw new RangeError(
        `is ${width} x ${height} pixels of ${samplesPerPixel} values, more than are read here`,
      );
    if (outline.tiled && outline.samplesPerPixel > 1)
      throw new RangeError('is a coloured TIFF file in tiles, which cannot be read here; save it in strips');
    checkPieces(bytes, outline, mostPixels);
    const [page] = decode(bytes, { pages: [0] });
    if (page.tiled && page.predictor === 2) endAtTiles(page);
    return page;
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('is ')) throw error;
    throw new RangeError(`is a TIFF file that cannot be read here (${(error as Error).message})`);
  }
}

/** The reader adds differences up along whole rows, but in a tile they begin anew. */
function endAtTiles({ data, width, height, tileWidth = width }: Page): void {
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let start = Math.floor((width - 1) / tileWidth) * tileWidth; start > 0; start -= tileWidth) {
      const before = data[row + start - 1];
      // Bytes and words wrap around, as the differences do.
      for (let x = start; x < Math.min(width, start + tileWidth); x++) data[row + x] -= before;
    }
  }
}

/** A page's values as bytes, [height, width, channels]. */
function shown(page: Page): { values: ArrayLike<number>; channels: number; notice: string } {
  const { width, height, samplesPerPixel: channels, bitsPerSample, palette, planarConfiguration } = page;
  const pixels = width * height;
  if (page.data.length !== pixels * channels)
    throw new RangeError('is a broken TIFF file: it holds fewer pixels than it says');
  if (page.type === 3 && palette) {
    const colours = palette;
    const values = new Uint8Array(pixels * 3);
    for (let i = 0; i < pixels; i++)
      for (let c = 0; c < 3; c++) values[3 * i + c] = (colours[page.data[i]]?.[c] ?? 0) >> 8;
    return { values, channels: 3, notice: '' };
  }
  const data = planarConfiguration === 2 && channels > 1 ? interleaved(page.data, channels) : page.data;
  if (bitsPerSample === 8) return { values: data, channels, notice: '' };
  if (bitsPerSample === 1) return { values: Array.from(data, (bit) => bit * 255), channels, notice: '' };
  const { values, low, high } = stretch(data, channels);
  const range = `${shortly(low)} to ${shortly(high)}`;
  return {
    values,
    channels,
    notice: `${bitsPerSample}-bit values were stretched: ${range} became black to white.`,
  };
}

const shortly = (value: number): string => String(Number(value.toPrecision(5)));

/** One plane after another to one pixel after another. */
function interleaved(planes: ArrayLike<number>, channels: number): Float64Array {
  const pixels = planes.length / channels;
  return Float64Array.from(
    { length: planes.length },
    (_, i) => planes[(i % channels) * pixels + Math.floor(i / channels)],
  );
}
