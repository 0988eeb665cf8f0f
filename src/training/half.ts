/** IEEE 754 half precision, for files: no engine here computes with it. */

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** The nearest half, ties to even; too large becomes infinite. Returns its 16 bits. */
export function toHalf(value: number): number {
  single[0] = value;
  const word = bits[0] ?? 0;
  const sign = (word >>> 16) & 0x8000;
  const exponent = (word >>> 23) & 0xff;
  const fraction = word & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction ? 0x200 : 0);
  const e = exponent - 112;
  if (e >= 31) return sign | 0x7c00;
  if (e <= 0) {
    // Subnormal: multiples of 2^-24, of which less than half rounds to zero.
    if (e < -10) return sign;
    const mantissa = fraction | 0x800000;
    const shift = 14 - e;
    return sign | roundedShift(mantissa, shift);
  }
  // A carry out of the fraction runs into the exponent, as it should.
  return sign | ((e << 10) + roundedShift(fraction, 13));
}

/** value / 2^shift, ties to even. */
function roundedShift(value: number, shift: number): number {
  const whole = value >>> shift;
  const rest = value - whole * 2 ** shift;
  const tie = 2 ** (shift - 1);
  return rest > tie || (rest === tie && whole % 2 === 1) ? whole + 1 : whole;
}

/** 2 to the power of a half's exponent, by the bits that it is stored in. */
const powers = Float64Array.from({ length: 31 }, (_, stored) => 2 ** (stored - 15));

/** The value of 16 bits. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * (powers[exponent] ?? 0);
}
