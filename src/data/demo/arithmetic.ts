/**
 * Arithmetic that gives the same bits in every engine. ECMAScript leaves the last bit of Math.sin, Math.exp and
 * their kin to the implementation; + - * / floor and sqrt are IEEE 754 everywhere, so only those are used here.
 */

export function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** 0 below `from`, 1 above `to`, a cubic between; `from` may exceed `to` for a falling step. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
}

export function fract(x: number): number {
  return x - Math.floor(x);
}

/** Cosine of an angle in turns (1 = a full circle); error below 1e-6. */
export function cosine(turns: number): number {
  // Fold to a quarter turn around 0, then the Taylor series to x^10.
  let t = Math.abs(turns - Math.floor(turns + 0.5));
  const sign = t > 0.25 ? -1 : 1;
  if (t > 0.25) t = 0.5 - t;
  const x = t * 6.283185307179586;
  const s = x * x;
  return (
    sign * (1 - (s / 2) * (1 - (s / 12) * (1 - (s / 30) * (1 - (s / 56) * (1 - (s / 90) * (1 - s / 132))))))
  );
}

export function sine(turns: number): number {
  return cosine(turns - 0.25);
}

/** Angle of (x, y) in turns, in [-0.5, 0.5]; Abramowitz and Stegun 4.4.49, error below 2e-6 turns. */
export function angleOf(y: number, x: number): number {
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  if (ax === 0 && ay === 0) return 0;
  const z = ax > ay ? ay / ax : ax / ay;
  const s = z * z;
  let a = z * (0.999866 + s * (-0.3302995 + s * (0.180141 + s * (-0.085133 + s * 0.0208351))));
  a *= 0.15915494309189535;
  if (ay > ax) a = 0.25 - a;
  if (x < 0) a = 0.5 - a;
  return y < 0 ? -a : a;
}

/** x to the power 2^doublings, for highlights: x >= 0. */
export function squared(x: number, doublings: number): number {
  let y = x;
  for (let i = 0; i < doublings; i++) y *= y;
  return y;
}

/** sRGB encoding of a linear value in [0, 1], by square roots only; within 0.002 of the standard's curve. */
export function encodeGamma(linear: number): number {
  const a = Math.sqrt(linear);
  const b = Math.sqrt(a);
  const c = Math.sqrt(b);
  return clamp(0.662002687 * a + 0.68412206 * b - 0.323583601 * c - 0.022541147 * linear, 0, 1);
}

/** Linear value of an sRGB one in [0, 1]; a cubic within 0.004 of the standard's curve. */
export function decodeGamma(encoded: number): number {
  return encoded * (encoded * (encoded * 0.305306011 + 0.682171111) + 0.012522878);
}
