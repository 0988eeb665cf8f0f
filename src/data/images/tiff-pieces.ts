import { inflateAtMost } from '../packing/inflate.ts';
import { lzwLength } from '../packing/lzw.ts';

/** What a TIFF file says of the pieces that its pixels lie in: strips of whole rows, or tiles. */
export interface Pieces {
  readonly width: number;
  readonly height: number;
  readonly samplesPerPixel: number;
  readonly bitsPerSample: number;
  /** 2 where each channel has pieces of its own. */
  readonly planarConfiguration: number;
  readonly compression: number;
  readonly tiled: boolean;
  readonly rowsPerStrip: number;
  readonly tileWidth?: number | undefined;
  readonly tileHeight?: number | undefined;
  readonly stripOffsets?: readonly number[] | undefined;
  readonly stripByteCounts?: readonly number[] | undefined;
  readonly tileOffsets?: readonly number[] | undefined;
  readonly tileByteCounts?: readonly number[] | undefined;
}

const LZW = 5;
const DEFLATE = [8, 32946];

const broken = (how: string): RangeError => new RangeError(`is a broken TIFF file: ${how}`);

/**
 * A reader would unpack whatever there is, of as many pieces as are listed, one over another if need be: so pieces must
 * be as many as the pixels need, hold no more than their pixels, and not be longer together than the file could.
 * @throws RangeError with the end of a sentence where they are not.
 */
export function checkPieces(bytes: Uint8Array, page: Pieces, mostPixels: number): void {
  const { width, height, tiled, compression } = page;
  const [columns, rows] = tiled
    ? [page.tileWidth ?? width, page.tileHeight ?? height]
    : [width, Math.min(page.rowsPerStrip, height)];
  const planes = page.planarConfiguration === 2 ? page.samplesPerPixel : 1;
  const needed = Math.ceil(width / columns) * Math.ceil(height / rows) * planes;
  // Tiles hang over the edges of a picture, but not by more than the picture.
  if (!(columns >= 1 && rows >= 1 && needed * columns * rows <= 2 * mostPixels * planes))
    throw broken('its tiles are much larger than it is');
  const offsets = (tiled ? page.tileOffsets : page.stripOffsets) ?? [];
  if (offsets.length !== needed)
    throw broken(`its pixels fill ${needed} ${tiled ? 'tiles' : 'strips'}, but it lists ${offsets.length}`);
  const counts = tiled ? page.tileByteCounts : page.stripByteCounts;
  // Where nothing is packed, the lengths follow from the pixels.
  if (!counts) return;
  // Pieces that are the same may be stored once.
  const listed = offsets.reduce((sum, _, i) => sum + (counts[i] ?? 0), 0);
  if (!(listed <= 2 * bytes.length)) throw broken('its pixels take more room than it has');
  if (compression !== LZW && !DEFLATE.includes(compression)) return;
  const most = Math.ceil((columns * page.samplesPerPixel * page.bitsPerSample) / 8) * rows;
  for (const [i, offset] of offsets.entries()) {
    const packed = bytes.subarray(offset, offset + (counts[i] ?? 0));
    if (compression === LZW) lzwLength(packed, most);
    else inflateAtMost(packed, most);
  }
}
