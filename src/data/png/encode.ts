import { zlibSync } from 'fflate';
import { crc32 } from '../own/crc32.ts';

/** A grey PNG file whose values are `values` [height, width] exactly: 8 bits or 16, as the array has them. */
export function encodeGreyPng(
  values: Uint8Array | Uint16Array,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const depth = values instanceof Uint16Array ? 16 : 8;
  const length = (width * depth) / 8;
  const raw = new Uint8Array(height * (1 + length));
  for (let y = 0, at = 0; y < height; y++) {
    // Each value less the one above it (filter 2): masks are all but the same from row to row.
    raw[at++] = 2;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const above = y > 0 ? values[i - width] : 0;
      if (depth === 16) {
        raw[at++] = (values[i] >> 8) - (above >> 8);
        raw[at++] = (values[i] & 255) - (above & 255);
      } else raw[at++] = values[i] - above;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = depth;
  const parts = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(raw)),
    chunk('IEND', new Uint8Array()),
  ];
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}

function chunk(kind: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  bytes.set(new TextEncoder().encode(kind), 4);
  bytes.set(body, 8);
  view.setUint32(8 + body.length, crc32(bytes.subarray(4, 8 + body.length)));
  return bytes;
}
