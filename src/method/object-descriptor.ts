/**
 * What an object looks like, whichever way it lies: a descriptor that turning and mirroring leave as it is, of the
 * family of rotation-invariant gradient histograms (radial gradient transform: Takacs et al., "Unified real-time
 * tracking and recognition with rotation-invariant fast features", CVPR 2010). It owes nothing to the network, so it
 * does not err where the network errs: what a second opinion is for.
 */

import { boxBlur } from './box-blur.ts';

/** A picture as planes [3, S, S] of red, green and blue, in any unit that is the same for all pictures. */
export interface PlanarPicture {
  readonly planes: Float32Array;
  readonly side: number;
}

/** A mask on its own grid over the same square: 1 inside, 0 outside, [M, M]. */
export interface MaskGrid {
  readonly inside: ArrayLike<number>;
  readonly side: number;
}

/** Side of the upright crop in which the object is looked at; the reach of its mask fills it but for a margin. */
const CROP = 64;
const MIDDLE = CROP / 2 - 0.5;
const MARGIN = 6;
/** Pixels of the crop that the mask is widened by: what lies just outside tells where the outline is. */
const WIDENING = 2;
/** Share of the mask's pixels within its reach: a stray one must not shrink the rest. */
const REACH_SHARE = 0.98;

const RINGS = 16;
const ANGLES = 64;
const OUTERMOST = CROP / 2 - 3;
/** Per ring and field: mean, spread, skewness; spread and skewness of the slope along the ring. */
const RING_FIGURES = 5;

const ZONES = 8;
const DIRECTIONS = 12;
/** Per zone and field: strength, directions mirrored onto each other, and how far the mirrored differ. */
const ZONE_FIGURES = 1 + (DIRECTIONS / 2 + 1) + (DIRECTIONS / 2 - 1);

/** Lightness, mask, red against green, blue against yellow. */
const FIELDS = 4;
const SHAPE_FIGURES = 2;

/** Figures of a descriptor. */
export const DESCRIPTOR_WIDTH = FIELDS * (RINGS * RING_FIGURES + ZONES * ZONE_FIGURES) + SHAPE_FIGURES;

/** @returns [DESCRIPTOR_WIDTH]; undefined where the mask is empty. */
export function describeObject(picture: PlanarPicture, mask: MaskGrid): Float32Array | undefined {
  const frame = frameOf(mask);
  if (!frame) return undefined;
  const fields = fieldsOf(picture, mask, frame);
  const descriptor = new Float32Array(DESCRIPTOR_WIDTH);
  let at = 0;
  for (const field of fields) at = describeRings(field, descriptor, at);
  for (const field of fields) at = describeDirections(field, descriptor, at);
  descriptor.set([frame.fill, frame.elongation], at);
  return descriptor;
}

/** Where the mask lies, in shares of the square's side. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  /** Area of the mask over that of the disc of its reach. */
  readonly fill: number;
  /** Longer over shorter axis of the ellipse with its moments. */
  readonly elongation: number;
}

function frameOf({ inside, side }: MaskGrid): Frame | undefined {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = 0; i < side * side; i++) {
    if (inside[i] < 0.5) continue;
    xs.push((i % side) + 0.5);
    ys.push(Math.floor(i / side) + 0.5);
  }
  const count = xs.length;
  if (count === 0) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / count;
  const x = mean(xs);
  const y = mean(ys);
  const distances = xs.map((one, i) => Math.sqrt((one - x) ** 2 + (ys[i] - y) ** 2)).sort((a, b) => a - b);
  const reach = Math.max(1, distances[Math.floor(count * REACH_SHARE)]);
  // A pixel is no point: its own second moment is a twelfth.
  const xx = mean(xs.map((one) => (one - x) ** 2)) + 1 / 12;
  const yy = mean(ys.map((one) => (one - y) ** 2)) + 1 / 12;
  const xy = mean(xs.map((one, i) => (one - x) * (ys[i] - y)));
  const apart = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy);
  return {
    x: x / side,
    y: y / side,
    reach: reach / side,
    fill: count / (Math.PI * reach * reach),
    elongation: Math.sqrt((xx + yy + apart) / (xx + yy - apart)),
  };
}

/** The four fields of the crop, each [CROP, CROP], zero well outside the mask; lightness in units of its own spread. */
function fieldsOf({ planes, side }: PlanarPicture, mask: MaskGrid, frame: Frame): Float32Array[] {
  const pixels = CROP * CROP;
  const inside = new Float32Array(pixels);
  const lightness = new Float32Array(pixels);
  const redGreen = new Float32Array(pixels);
  const blueYellow = new Float32Array(pixels);
  const plane = side * side;
  const [red, green, blue] = [0, 1, 2].map((c) => planes.subarray(c * plane, (c + 1) * plane));
  const scale = frame.reach / (CROP / 2 - MARGIN);
  for (let v = 0; v < CROP; v++) {
    for (let u = 0; u < CROP; u++) {
      const i = v * CROP + u;
      const x = frame.x + (u - MIDDLE) * scale;
      const y = frame.y + (v - MIDDLE) * scale;
      inside[i] =
        x < 0 || y < 0 || x > 1 || y > 1 || sample(mask.inside, mask.side, x * mask.side, y * mask.side) < 0.5
          ? 0
          : 1;
      const r = sample(red, side, x * side, y * side);
      const g = sample(green, side, x * side, y * side);
      const b = sample(blue, side, x * side, y * side);
      lightness[i] = (r + g + b) / 3;
      redGreen[i] = r - g;
      blueYellow[i] = b - (r + g) / 2;
    }
  }
  const once = boxBlur(inside, CROP, WIDENING);
  const widened = boxBlur(once, CROP, WIDENING).map((share) => Math.min(1, share * 2.5));
  const { mean, spread } = momentsUnder(inside, lightness);
  for (let i = 0; i < pixels; i++) {
    lightness[i] = ((lightness[i] - mean) / spread) * widened[i];
    redGreen[i] *= widened[i];
    blueYellow[i] *= widened[i];
  }
  return [lightness, inside, redGreen, blueYellow];
}

/** Bilinear between pixel centres; beyond the border the nearest pixel. */
function sample(plane: ArrayLike<number>, side: number, x: number, y: number): number {
  const last = side - 1;
  const bx = Math.min(last, Math.max(0, x - 0.5));
  const by = Math.min(last, Math.max(0, y - 0.5));
  const x0 = Math.floor(bx);
  const y0 = Math.floor(by);
  const x1 = Math.min(last, x0 + 1);
  const y1 = Math.min(last, y0 + 1);
  const tx = bx - x0;
  const ty = by - y0;
  const upper = (1 - tx) * plane[y0 * side + x0] + tx * plane[y0 * side + x1];
  const lower = (1 - tx) * plane[y1 * side + x0] + tx * plane[y1 * side + x1];
  return (1 - ty) * upper + ty * lower;
}

/** The least spread counts as this much, so that noise of a plain surface is not taken for a pattern. */
const LEAST_SPREAD = 0.12;

function momentsUnder(inside: Float32Array, values: Float32Array): { mean: number; spread: number } {
  const weight = inside.reduce((sum, share) => sum + share, 0) || 1;
  const mean = values.reduce((sum, value, i) => sum + value * inside[i], 0) / weight;
  const variance = values.reduce((sum, value, i) => sum + inside[i] * (value - mean) ** 2, 0) / weight;
  return { mean, spread: Math.sqrt(variance) + LEAST_SPREAD };
}

const signedRoot = (value: number): number => Math.sign(value) * Math.sqrt(Math.abs(value));

const sines = Float64Array.from({ length: ANGLES }, (_, i) => Math.sin((2 * Math.PI * i) / ANGLES));
const cosines = Float64Array.from({ length: ANGLES }, (_, i) => Math.cos((2 * Math.PI * i) / ANGLES));

/** How a field is spread along rings around the middle; which way round it runs does not count. */
function describeRings(field: Float32Array, out: Float32Array, at: number): number {
  const ring = new Float64Array(ANGLES);
  for (let r = 0; r < RINGS; r++) {
    const radius = ((r + 0.75) / RINGS) * OUTERMOST;
    for (let t = 0; t < ANGLES; t++) {
      const half = CROP / 2;
      ring[t] = sample(field, CROP, half + radius * cosines[t], half + radius * sines[t]);
    }
    let mean = 0;
    for (const value of ring) mean += value / ANGLES;
    let square = 0;
    let cube = 0;
    let slopeSquare = 0;
    let slopeCube = 0;
    for (let t = 0; t < ANGLES; t++) {
      const off = ring[t] - mean;
      const slope = ring[(t + 1) % ANGLES] - ring[(t + ANGLES - 1) % ANGLES];
      square += (off * off) / ANGLES;
      cube += (off * off * off) / ANGLES;
      slopeSquare += (slope * slope) / ANGLES;
      slopeCube += (slope * slope * slope) / ANGLES;
    }
    out.set(
      [mean, Math.sqrt(square), signedRoot(cube), Math.sqrt(slopeSquare), Math.sqrt(Math.abs(slopeCube))],
      at,
    );
    at += RING_FIGURES;
  }
  return at;
}

/** Gradients below this are none. */
const LEAST_GRADIENT = 1e-3;

/** Where gradients point, against the direction away from the middle, by distance from it. */
function describeDirections(field: Float32Array, out: Float32Array, at: number): number {
  const histogram = new Float64Array((ZONES + 1) * DIRECTIONS);
  for (let v = 1; v < CROP - 1; v++) {
    for (let u = 1; u < CROP - 1; u++) {
      const i = v * CROP + u;
      const gx = field[i + 1] - field[i - 1];
      const gy = field[i + CROP] - field[i - CROP];
      const strength = Math.sqrt(gx * gx + gy * gy);
      const dx = u - MIDDLE;
      const dy = v - MIDDLE;
      const distance = Math.sqrt(dx * dx + dy * dy) / OUTERMOST;
      if (strength < LEAST_GRADIENT || distance > 1.1) continue;
      const away = (gx * dx + gy * dy) / (strength * distance);
      const around = (gy * dx - gx * dy) / (strength * distance);
      const turn = Math.atan2(around, away) / (2 * Math.PI);
      const direction = (turn < 0 ? turn + 1 : turn) * DIRECTIONS;
      const zone = Math.min(ZONES - 1, Math.max(0, distance * ZONES - 0.5));
      spreadOver(histogram, zone, direction, strength);
    }
  }
  for (let zone = 0; zone < ZONES; zone++) {
    const bins = histogram.subarray(zone * DIRECTIONS, (zone + 1) * DIRECTIONS);
    const sum = bins.reduce((total, bin) => total + bin, 0);
    const mirrored = (d: number): number => bins[(DIRECTIONS - d) % DIRECTIONS];
    out[at++] = Math.log(sum + 0.1);
    for (let d = 0; d <= DIRECTIONS / 2; d++) out[at++] = (bins[d] + mirrored(d)) / (sum + 0.3);
    for (let d = 1; d < DIRECTIONS / 2; d++) out[at++] = Math.abs(bins[d] - mirrored(d)) / (sum + 0.3);
  }
  return at;
}

/** Linear between neighbouring zones and directions, so that a small move changes little. */
function spreadOver(histogram: Float64Array, zone: number, direction: number, strength: number): void {
  const z = Math.floor(zone);
  const d = Math.floor(direction) % DIRECTIONS;
  const next = (d + 1) % DIRECTIONS;
  const outwards = zone - z;
  const onwards = direction - Math.floor(direction);
  for (const [row, share] of [
    [z, 1 - outwards],
    [z + 1, outwards],
  ]) {
    histogram[row * DIRECTIONS + d] += strength * share * (1 - onwards);
    histogram[row * DIRECTIONS + next] += strength * share * onwards;
  }
}
