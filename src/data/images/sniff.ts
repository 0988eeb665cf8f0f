/** What an image file says of itself in its first bytes: its kind and its size, before anything is unpacked. */

export type ImageKind = 'png' | 'jpeg' | 'gif' | 'bmp' | 'webp' | 'avif' | 'tiff';

export interface Sniffed {
  readonly kind: ImageKind;
  /** As stored, before any turn; undefined where the first bytes do not tell. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** Enough of a file for `sniff`, but for JPEG files with much in front of the picture. */
export const SNIFFED_BYTES = 2 ** 18;

/** Undefined for a file that is no image of these kinds, whatever its name says. */
export function sniff(head: Uint8Array): Sniffed | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const starts = (text: string, at = 0): boolean =>
    Array.from(text).every((character, i) => head[at + i] === character.charCodeAt(0));
  const sized = (kind: ImageKind, bytes: number, read: () => [number, number]): Sniffed => {
    if (head.length < bytes) return { kind, size: undefined };
    const [width, height] = read();
    return { kind, size: { width, height } };
  };
  if (starts('\x89PNG\r\n\x1a\n')) return sized('png', 24, () => [view.getUint32(16), view.getUint32(20)]);
  if (starts('\xff\xd8\xff')) return { kind: 'jpeg', size: jpegSize(view) };
  if (starts('GIF87a') || starts('GIF89a'))
    return sized('gif', 10, () => [view.getUint16(6, true), view.getUint16(8, true)]);
  if (starts('BM') && head.length >= 18 && [12, 40, 52, 56, 64, 108, 124].includes(view.getUint32(14, true)))
    return view.getUint32(14, true) === 12
      ? sized('bmp', 22, () => [view.getUint16(18, true), view.getUint16(20, true)])
      : sized('bmp', 26, () => [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))]);
  if (starts('RIFF') && starts('WEBP', 8)) return { kind: 'webp', size: webpSize(view, starts) };
  if (starts('ftyp', 4) && (starts('avif', 8) || starts('avis', 8) || starts('mif1', 8)))
    return { kind: 'avif', size: avifSize(view) };
  if (starts('II*\0') || starts('MM\0*')) return { kind: 'tiff', size: tiffSize(view) };
  return undefined;
}

/** From segment to segment until one that begins a frame. */
function jpegSize(view: DataView): Sniffed['size'] {
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Fill bytes, and markers that stand alone.
    if (marker === 0xff) at++;
    else if (marker === 1 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webpSize(view: DataView, starts: (text: string, at: number) => boolean): Sniffed['size'] {
  if (view.byteLength < 30) return undefined;
  const uint24 = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
  if (starts('VP8X', 12)) return { width: uint24(24) + 1, height: uint24(27) + 1 };
  if (starts('VP8 ', 12))
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (starts('VP8L', 12)) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return undefined;
}

/** The largest of its boxes "ispe": those of parts and thumbnails are smaller. */
function avifSize(view: DataView): Sniffed['size'] {
  let size: Sniffed['size'];
  for (let at = 0; at + 16 <= Math.min(view.byteLength, 2 ** 16); at++) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const [width, height] = [view.getUint32(at + 8), view.getUint32(at + 12)];
    if (!size || width * height > size.width * size.height) size = { width, height };
  }
  return size;
}

function tiffSize(view: DataView): Sniffed['size'] {
  if (view.byteLength < 8) return undefined;
  const little = view.getUint8(0) === 0x49;
  const start = view.getUint32(4, little);
  if (start + 2 > view.byteLength) return undefined;
  const found = new Map<number, number>();
  const count = view.getUint16(start, little);
  for (let i = 0, at = start + 2; i < count && at + 12 <= view.byteLength; i++, at += 12) {
    const short = view.getUint16(at + 2, little) === 3;
    found.set(
      view.getUint16(at, little),
      short ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little),
    );
  }
  const [width, height] = [found.get(256), found.get(257)];
  return width === undefined || height === undefined ? undefined : { width, height };
}
