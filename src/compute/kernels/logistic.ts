/**
 * What the losses need of exp and log, two to three times faster than Math's in V8, which calls out for each. Better
 * than 2e-8 relative: finer than float32, in which everything is stored. NaN stays NaN.
 */

/** 2^(-j/8): e^-a = 2^(-j/8) e^(r) with r in (-ln 2 / 8, 0], where five terms of the series suffice. */
const steps = 8;
const largest = 100;
const powers = Float64Array.from(
  { length: Math.ceil((largest * steps) / Math.LN2) + 1 },
  (_, j) => 2 ** (-j / steps),
);
const perStep = steps / Math.LN2;
const step = Math.LN2 / steps;

/** e^-a for a >= 0; e^-100 from 100 on, which is less than half of float32's smallest normal number. */
export function expNegative(a: number): number {
  const bounded = Math.min(a, largest);
  const j = (bounded * perStep) | 0;
  const r = j * step - bounded;
  return powers[j] * (1 + r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))))));
}

/** ln(1 + e) for e in 0..1, as 2 artanh(e / (2 + e)). */
export function logOnePlus(e: number): number {
  const z = e / (2 + e);
  const z2 = z * z;
  const tail = z2 * (1 / 7 + z2 * (1 / 9 + z2 * (1 / 11 + z2 * (1 / 13))));
  return 2 * z * (1 + z2 * (1 / 3 + z2 * (1 / 5 + tail)));
}

/** The logistic function. */
export function sigmoid(x: number): number {
  const e = expNegative(Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}
