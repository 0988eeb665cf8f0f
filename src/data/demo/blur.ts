import { scratch } from './scratch.ts';

/**
 * One running mean along a row of interleaved channels; as `meanDown`, but with the sum of one channel in a register.
 */
function meanAlong(
  from: Float32Array,
  to: Float32Array,
  start: number,
  width: number,
  channels: number,
  radius: number,
): void {
  const whole = Math.floor(radius);
  const part = radius - whole;
  const norm = 1 / (2 * radius + 1);
  const reach = (whole + 1) * channels;
  const end = start + width * channels;
  for (let channel = start; channel < start + channels; channel++) {
    let sum = 0;
    for (let at = channel; at < Math.min(end, channel + whole * channels); at += channels)
      sum += from[at] as number;
    for (let at = channel; at < end; at += channels) {
      const entering = at + reach - channels;
      const left = at - reach >= start ? (from[at - reach] as number) : 0;
      const right = at + reach < end ? (from[at + reach] as number) : 0;
      sum += (entering < end ? (from[entering] as number) : 0) - left;
      to[at] = (sum + part * (left + right)) * norm;
    }
  }
}

/**
 * One running mean down `length` rows of `lanes` floats, all columns at once. A fractional radius weighs the two outermost samples by its fraction, so that a dial moves smoothly. Beyond the ends there is nothing.
 */
function meanDown(
  from: Float32Array,
  to: Float32Array,
  lanes: number,
  length: number,
  radius: number,
  sums: Float64Array,
): void {
  const whole = Math.floor(radius);
  const part = radius - whole;
  const norm = 1 / (2 * radius + 1);
  for (let lane = 0; lane < lanes; lane++) sums[lane] = 0;
  for (let i = 0; i < Math.min(whole, length); i++) {
    const row = i * lanes;
    for (let lane = 0; lane < lanes; lane++) {
      sums[lane] = (sums[lane] as number) + (from[row + lane] as number);
    }
  }
  for (let i = 0; i < length; i++) {
    const row = i * lanes;
    const entering = i + whole < length ? row + whole * lanes : -1;
    const before = i - whole - 1 >= 0 ? row - (whole + 1) * lanes : -1;
    const after = i + whole + 1 < length ? row + (whole + 1) * lanes : -1;
    if (entering >= 0 && before >= 0 && after >= 0) {
      // Away from the ends, where nearly all the work is, no lane needs a question.
      for (let lane = 0; lane < lanes; lane++) {
        const left = from[before + lane] as number;
        const sum = (sums[lane] as number) + (from[entering + lane] as number) - left;
        sums[lane] = sum;
        to[row + lane] = (sum + part * (left + (from[after + lane] as number))) * norm;
      }
      continue;
    }
    for (let lane = 0; lane < lanes; lane++) {
      let sum = sums[lane] as number;
      if (entering >= 0) sum += from[entering + lane] as number;
      const left = before >= 0 ? (from[before + lane] as number) : 0;
      if (before >= 0) sum -= left;
      sums[lane] = sum;
      const right = after >= 0 ? (from[after + lane] as number) : 0;
      to[row + lane] = (sum + part * (left + right)) * norm;
    }
  }
}

const scratchOther = scratch(Float32Array);
const scratchSums = scratch(Float64Array);

/** Of one running mean of a radius below 1, whose taps are r, 1, r over 1 + 2r. */
function varianceOf(radius: number): number {
  return radius < 1 ? (2 * radius) / (1 + 2 * radius) : 1;
}

/**
 * Blurs in place: three running means come close to a Gaussian. What lies beyond the rectangle counts as 0.
 * `radius` is in pixels per pass and may be fractional; `channels` floats a pixel.
 */
export function blur(
  pixels: Float32Array,
  width: number,
  height: number,
  channels: number,
  radiusX: number,
  radiusY: number,
  passes = 3,
): void {
  if (radiusX <= 0 && radiusY <= 0) return;
  // A slight blur needs one pass: the radius at which that spreads as far (as much variance) as all of them.
  const spread = Math.max(varianceOf(radiusX), varianceOf(radiusY)) * passes;
  if (spread < 0.5 && passes > 1) {
    const single = (radius: number) => {
      const variance = varianceOf(radius) * passes;
      return variance / (2 - 2 * variance);
    };
    blur(pixels, width, height, channels, single(radiusX), single(radiusY), 1);
    return;
  }
  const row = width * channels;
  const sums = scratchSums(row);
  const other = scratchOther(pixels.length);
  let from: Float32Array = pixels;
  let to: Float32Array = other;
  for (let pass = 0; pass < passes; pass++) {
    if (radiusX > 0) {
      for (let y = 0; y < height; y++) meanAlong(from, to, y * row, width, channels, radiusX);
      [from, to] = [to, from];
    }
    if (radiusY > 0) {
      meanDown(from, to, row, height, radiusY, sums);
      [from, to] = [to, from];
    }
  }
  if (from !== pixels) pixels.set(from);
}
