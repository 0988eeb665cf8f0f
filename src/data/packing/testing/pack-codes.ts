/** Codes of TIFF's LZW as bytes, of 9 bits at first and longer as the table grows; whether they make sense or not. */
export function packCodes(codes: readonly number[]): Uint8Array<ArrayBuffer> {
  const bits: number[] = [];
  let free = 258;
  let width = 9;
  let cleared = false;
  for (const code of codes) {
    for (let bit = width - 1; bit >= 0; bit--) bits.push((code >> bit) & 1);
    if (code === 256) {
      free = 258;
      width = 9;
      cleared = true;
    } else if (cleared) cleared = false;
    else if (++free === 2 ** width - 1 && width < 12) width++;
  }
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => {
    bytes[i >> 3] |= bit << (7 - (i & 7));
  });
  return bytes;
}
