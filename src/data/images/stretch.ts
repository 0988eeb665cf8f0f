/** Share of values that may become quite black, and as many quite white: hot pixels must not darken the rest. */
const CLIPPED = 0.001;
/** Values looked at to find the range. */
const SAMPLE = 100_000;

export interface Stretched {
  readonly values: Uint8ClampedArray;
  /** What became black, and what became white. */
  readonly low: number;
  readonly high: number;
}

/**
 * Values of any range to 0..255: all but the darkest and the brightest thousandth of them, the same for all channels, so
 * that colours keep their hue. A fourth channel, and a second of two, is alpha and says nothing.
 */
export function stretch(data: ArrayLike<number>, channels: number): Stretched {
  const alpha = channels === 2 || channels === 4;
  const step = Math.max(1, Math.floor(data.length / SAMPLE));
  const sample: number[] = [];
  for (let i = 0; i < data.length; i += step)
    if (!(alpha && i % channels === channels - 1) && Number.isFinite(data[i])) sample.push(data[i]);
  sample.sort((a, b) => a - b);
  const at = (share: number): number => sample[Math.round(share * (sample.length - 1))] ?? 0;
  let [low, high] = [at(CLIPPED), at(1 - CLIPPED)];
  // Few values that differ lie beyond the thousandth: then all count.
  if (low === high) [low, high] = [at(0), at(1)];
  const scale = high > low ? 255 / (high - low) : 0;
  const values = new Uint8ClampedArray(data.length);
  for (let i = 0; i < data.length; i++) {
    // Bytes that are clamped: what is no number becomes 0.
    values[i] = (data[i] - low) * scale;
  }
  return { values, low, high };
}
