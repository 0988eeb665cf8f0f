/**
 * PNG files to the very values that were written into them. A canvas would not do for masks: it turns 16 bits into 8,
 * indices into colours, and colours into those of another profile.
 *
 * After the PNG specification (third edition, W3C 2025): every kind of colour, every depth, interlacing, all five filters.
 */
import { crc32 } from '../own/crc32.ts';
import { inflateExactly } from '../packing/inflate.ts';

export interface PngImage {
  readonly width: number;
  readonly height: number;
  /** Bits a value: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** Values a pixel: 1 for grey and indices, 2 with alpha, 3 for colours, 4 with alpha. */
  readonly channels: number;
  /** [height, width, channels], as they lie in the file: 16 bits stay 16 bits, indices stay indices. */
  readonly values: Uint8Array | Uint16Array;
  /** Three bytes a colour, where values are indices of it. */
  readonly palette: Uint8Array | undefined;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
}

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
const DEPTHS = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);
/** First column and row of each pass of Adam7, and the steps between its columns and rows. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * @param mostPixels refused beyond, before anything is unpacked.
 * @throws RangeError with the end of a sentence ("is no PNG file") where the file is broken.
 */
export function decodePng(file: Uint8Array, mostPixels: number): PngImage {
  const { header, palette, data } = readChunks(file);
  const { width, height, depth, colour, interlaced } = header;
  if (width * height > mostPixels)
    throw new RangeError(`is ${width} x ${height} pixels, more than are read here`);
  const channels = CHANNELS.get(colour) ?? 1;
  const bits = depth * channels;
  const passes = (interlaced ? PASSES : ([[0, 0, 1, 1]] as const))
    .map(([left, top, across, down]) => ({
      left,
      top,
      across,
      down,
      columns: Math.ceil((width - left) / across),
      rows: Math.ceil((height - top) / down),
    }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0);
  const rowBytes = (columns: number): number => Math.ceil((columns * bits) / 8);
  const expected = passes.reduce((sum, { columns, rows }) => sum + rows * (1 + rowBytes(columns)), 0);
  const raw = inflateExactly(data, expected);
  const values =
    depth === 16 ? new Uint16Array(width * height * channels) : new Uint8Array(width * height * channels);
  let at = 0;
  for (const { left, top, across, down, columns, rows } of passes) {
    const length = rowBytes(columns);
    let above = new Uint8Array(length);
    for (let row = 0; row < rows; row++) {
      const filter = raw[at];
      const line = raw.subarray(at + 1, at + 1 + length);
      at += 1 + length;
      unfilter(filter, line, above, Math.max(1, bits >> 3));
      above = line;
      const first = ((top + row * down) * width + left) * channels;
      spread(line, values, first, columns, channels, across * channels, depth);
    }
  }
  return { width, height, depth, channels, values, palette };
}

/** Undoes a row's filter in place. @param step bytes from a value to the one left of it. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let i = step; i < line.length; i++) line[i] += line[i - step];
      return;
    case 2:
      for (let i = 0; i < line.length; i++) line[i] += above[i];
      return;
    case 3:
      for (let i = 0; i < line.length; i++) line[i] += ((i < step ? 0 : line[i - step]) + above[i]) >> 1;
      return;
    case 4:
      for (let i = 0; i < line.length; i++)
        line[i] += i < step ? above[i] : paeth(line[i - step], above[i], above[i - step]);
      return;
    default:
      throw new RangeError(`is a broken PNG file: it has a row with filter ${filter}, which there is not`);
  }
}

/** Whichever of left, above and upper left is nearest to left + above - upper left. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Puts a row's values where they belong. @param step from a pixel's first value to the next pixel's. */
function spread(
  line: Uint8Array,
  values: Uint8Array | Uint16Array,
  first: number,
  columns: number,
  channels: number,
  step: number,
  depth: number,
): void {
  const mask = 2 ** Math.min(depth, 8) - 1;
  for (let x = 0, i = 0, to = first; x < columns; x++, to += step) {
    for (let channel = 0; channel < channels; channel++, i++) {
      if (depth === 16) values[to + channel] = (line[2 * i] << 8) | line[2 * i + 1];
      else if (depth === 8) values[to + channel] = line[i];
      else {
        const bit = i * depth;
        values[to + channel] = (line[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
      }
    }
  }
}

function readChunks(file: Uint8Array): {
  header: Header;
  palette: Uint8Array | undefined;
  data: Uint8Array[];
} {
  if (SIGNATURE.some((byte, i) => file[i] !== byte)) throw new RangeError('is no PNG file');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  const data: Uint8Array[] = [];
  for (let at = 8; ; ) {
    const length = at + 12 <= file.length ? view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (at + 12 + length > file.length) throw new RangeError('is a broken PNG file: it ends too early');
    const kind = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const body = file.subarray(at + 8, at + 8 + length);
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw new RangeError(`is a broken PNG file: its part ${JSON.stringify(kind)} has been changed`);
    if (!header && kind !== 'IHDR')
      throw new RangeError('is a broken PNG file: it does not begin with a header');
    if (kind === 'IHDR') header = readHeader(body);
    else if (kind === 'PLTE') palette = body.slice();
    else if (kind === 'IDAT') data.push(body);
    else if (kind === 'IEND') break;
    at += 12 + length;
  }
  if (!header) throw new RangeError('is a broken PNG file: it has no header');
  return { header, palette: header.colour === 3 ? (palette ?? new Uint8Array()) : undefined, data };
}

function readHeader(body: Uint8Array): Header {
  if (body.length !== 13) throw new RangeError('is a broken PNG file: its header is too short');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = body.subarray(8);
  if (width === 0 || height === 0) throw new RangeError('is a broken PNG file: it has no pixels');
  if (!DEPTHS.get(colour)?.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1)
    throw new RangeError('is a PNG file of a kind that there is not');
  return { width, height, depth, colour, interlaced: interlace === 1 };
}
