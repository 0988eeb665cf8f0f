/** exp, log and the logistic function of four floats at once, to three units in the last place. NaN stays NaN. */
import type { Keep, Value } from './assembler.ts';
import { f32, f32x4, i32, i32x4, v128 } from './instructions.ts';

type Vector = Value<'v128'>;

/** The same number four times. */
export const number = (value: number): Vector => f32x4.splat(f32.const(value));

/**
 * A polynomial in x; the lowest coefficient first. By Estrin's scheme: pairs c0 + c1 x, then the same with the pairs
 * and x^2, and so on, which waits for far fewer results than Horner's rule.
 */
function polynomial(keep: Keep, x: Vector, coefficients: readonly Vector[]): Vector {
  const pairs = coefficients.flatMap((even, i) => {
    if (i % 2 === 1) return [];
    return i + 1 < coefficients.length ? [f32x4.add(even, f32x4.mul(coefficients[i + 1], x))] : [even];
  });
  return pairs.length > 1 ? polynomial(keep, keep(f32x4.mul(x, x)), pairs) : pairs[0];
}

/** Beyond this e^-a leaves float32's normal numbers: it stays at e^-87, 1.6e-38. */
const largest = 87;
/** In [2^23, 2^24) floats are whole numbers: adding this rounds, and leaves the result in the lowest bits. */
const rounder = 1.5 * 2 ** 23;
/** ln 2 in two parts; the first has nine bits, so that its product with a small whole number is exact. */
const ln2High = 355 / 512;
const ln2Low = Math.LN2 - ln2High;
const exponentBits = 23;
const one = 127 << exponentBits;

/** e^-a for a >= 0 as 2^n e^r with n whole and |r| <= ln 2 / 2, where the series to r^7 is exact to 5e-9. */
export function expNegative(keep: Keep, a: Vector): Vector {
  const bounded = keep(f32x4.pmin(a, number(largest)));
  const rounded = keep(f32x4.add(f32x4.mul(bounded, number(-Math.LOG2E)), number(rounder)));
  const n = keep(f32x4.sub(rounded, number(rounder)));
  const beyondHigh = f32x4.sub(f32x4.mul(n, number(-ln2High)), bounded);
  const r = keep(f32x4.sub(beyondHigh, f32x4.mul(n, number(ln2Low))));
  const twoToN = i32x4.add(i32x4.shl(rounded, i32.const(exponentBits)), i32x4.splat(i32.const(one)));
  return f32x4.mul(
    polynomial(keep, r, [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040].map(number)),
    twoToN,
  );
}

/** ln(1 + e) for e in 0..1, as 2 artanh(e / (2 + e)). */
export function logOnePlus(keep: Keep, e: Vector): Vector {
  const z = keep(f32x4.div(e, f32x4.add(e, number(2))));
  const z2 = keep(f32x4.mul(z, z));
  return f32x4.mul(z, polynomial(keep, z2, [2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13].map(number)));
}

export interface Logistic {
  /** |x| */
  readonly size: Vector;
  /** e^-|x| */
  readonly e: Vector;
  /** sigmoid(x) */
  readonly s: Vector;
  /** The smaller of sigmoid(x) and 1 - sigmoid(x). */
  readonly doubt: Vector;
}

export function logistic(keep: Keep, x: Vector): Logistic {
  const size = keep(f32x4.abs(x));
  const e = keep(expNegative(keep, size));
  const larger = keep(f32x4.div(number(1), f32x4.add(e, number(1))));
  const doubt = keep(f32x4.mul(e, larger));
  const s = keep(v128.select(larger, doubt, f32x4.ge(x, number(0))));
  return { size, e, s, doubt };
}
