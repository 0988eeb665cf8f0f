/** Numbers that TypeScript and Python make alike, bit for bit: the twin of ../reference/formula.py, which explains them. */
import type { ParameterSpec } from '../parameters.ts';

/** CRC-32 of a string's UTF-8 bytes, as zlib's (polynomial 0xEDB88320). */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** Chris Wellons' lowbias32 (public domain). */
function mix(input: number): number {
  let h = input;
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Numbers in [-1, 1), multiples of 2^-23. */
export function uniform(key: string, count: number): Float32Array {
  const start = crc32(key);
  return Float32Array.from(
    { length: count },
    (_, i) => (mix((Math.imul(i, 0x9e3779b9) + start) >>> 0) >>> 8) / 2 ** 23 - 1,
  );
}

export function parameterValues(seed: number, { name, shape, size }: ParameterSpec): Float32Array {
  const u = uniform(`${seed}/${name}`, size);
  if (name.endsWith('.gamma')) return u.map((value) => 1 + value / 4);
  if (name.endsWith('.beta') || name.endsWith('.bias')) return u.map((value) => value / 4);
  const fanIn = shape.slice(1).reduce((product, dimension) => product * dimension, 1);
  const scale = Math.sqrt(6 / fanIn);
  return u.map((value) => value * scale);
}
